"""Entries get the code and guid that they had last time, or new ones that stay."""
