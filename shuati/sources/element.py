"""An element is one step of a source's reading order: a block, or a mark that structures it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from shuati.model import Block, Diagnostic, Location, Paragraph, Span, Unit


class Role(Enum):
    """What an element is: content, or one of the marks that structure a document."""

    BLOCK = "block"
    SUMMARY = "summary"  # the visible line of <details>
    OPEN = "open"  # <details>
    CLOSE = "close"  # </details>
    ITEM = "item"  # the head of a list item whose list was expanded
    RULE = "rule"  # ---
    COMMENT = "comment"  # <!-- … -->
    FRONT_MATTER = "front matter"  # YAML at the beginning
    KEY = "key"  # the answers of a part or paper, in one place
    STEM = "stem"  # material that several questions share
    CASE = "case"  # such material with its questions


@dataclass(frozen=True, slots=True)
class Element:
    """A block of a source, or a mark; ``span`` are its positions in the source.

    ``text`` is the inline text of an element without a block. ``number`` is that of an item
    of an ordered list. ``evidence`` (0 to 1) is how much the place of an item makes it a
    question, whatever its words are. ``cells`` are the fields of a line that is a record.
    """

    role: Role
    span: Span
    block: Block | None = None
    text: str = ""
    number: str | None = None
    evidence: float = 0.0
    cells: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str | None:
        """The inline text of a paragraph, else None."""
        return self.block.text if isinstance(self.block, Paragraph) else None


def element_of(block: Block) -> Element:
    """``block`` as an element."""
    return Element(Role.BLOCK, block.span, block)


@dataclass(frozen=True, slots=True)
class Content:
    """What a format reads from the source ``path``.

    ``elements`` are in reading order. ``lines`` is the source's own text of every position
    (``lines[0]`` is that of position 1), ``unit`` what the positions count. ``unclosed`` are
    the positions at which a code block begins that is never closed.
    """

    path: str
    elements: tuple[Element, ...]
    lines: tuple[str, ...]
    unit: Unit = Unit.LINE
    unclosed: tuple[int, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def at(self, span: Span | None = None) -> Location:
        """The place ``span`` of this source; without it the source as a whole."""
        return Location(self.path, span, unit=self.unit)
