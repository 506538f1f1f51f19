"""Chinese question-and-answer documents in, an Anki deck and printable study sheets out."""

__version__ = "0.1.0"
