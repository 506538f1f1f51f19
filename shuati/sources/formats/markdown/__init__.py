"""Markdown becomes elements."""
