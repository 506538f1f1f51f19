"""Pictures that the sources show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that every Anki shows, with nothing in it that acts or fetches.

    ``name`` is that in a package; it follows from the content, because Anki never
    overwrites a file that it has. ``path`` is that of the file below the sources folder.
    """

    name: str
    path: str
    content: bytes


PictureNames = tuple[tuple[str, str, str], ...]
"""Triples of a document's path, an address in it, and the name in a package of its picture."""
