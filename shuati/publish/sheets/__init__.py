"""Printable sheets: entries become pages of HTML, and these a PDF."""
