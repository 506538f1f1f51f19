"""Printable sheets: entries become pages of HTML, and these PDFs."""

SHEETS = ("study", "cheat", "quiz", "cards", "list")
