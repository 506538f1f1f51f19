"""Matchers classify candidate pairs. There is one: the rules."""
