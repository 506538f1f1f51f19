"""Printable sheets: entries become pages of HTML, and these PDFs."""

from shuati.publish.print.sheets import SHEETS, Printed, print_sheets

__all__ = ["SHEETS", "Printed", "print_sheets"]
