"""Damage that files bring along, taken out line by line before the text is parsed.

Each function keeps the number of lines, so that a place in the text stays the same.
"""
