"""Entries become notes, and the notes a package that Anki imports and updates."""
