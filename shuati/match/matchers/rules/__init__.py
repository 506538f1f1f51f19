"""The rules, written by hand."""
