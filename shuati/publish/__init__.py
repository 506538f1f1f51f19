"""Entries become something to learn from: cards, sheets, the bank."""
