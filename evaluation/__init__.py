"""Measurements: how well repeated questions are found, and how fast."""
