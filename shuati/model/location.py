"""Places in a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The positions ``first`` to ``last`` of a source, both included, counted from 1.

    What is counted depends on the source's format: see `Unit`.
    """

    first: int
    last: int


class Unit(StrEnum):
    """What the positions of a source count."""

    LINE = "line"  # of a text file
    ROW = "row"  # of a sheet of a spreadsheet
    PARAGRAPH = "paragraph"  # of a document file
    NOTE = "note"  # of a package of Anki


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in the source ``path`` (below the sources folder, with ``/``).

    ``span`` is None for the source as a whole; ``sheet`` names the sheet of a spreadsheet.
    Equal locations name the same place, so that a location can serve as a key.
    """

    path: str
    span: Span | None = None
    sheet: str = ""
    unit: Unit = Unit.LINE

    def __str__(self) -> str:
        """``a.md:12``, ``b.xlsx:Sheet1:5``, or the path alone."""
        parts = (self.path, self.sheet, str(self.span.first) if self.span else "")
        return ":".join(filter(None, parts))
