"""The sheets that can be printed."""

SHEETS = ("study", "cheat", "quiz", "cards", "list")
