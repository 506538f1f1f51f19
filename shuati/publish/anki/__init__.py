"""Entries become notes, and the notes a plan of what Anki is to be sent."""

from shuati.publish.anki.decide import DecidedNotes, decide_notes

__all__ = ["DecidedNotes", "decide_notes"]
