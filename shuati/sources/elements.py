"""A unit is one step of a document's walk: a block, or a mark that structures it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from shuati.model import Block, Paragraph, Span


class Role(Enum):
    """What a unit is: content, or one of the marks that structure a document."""

    BLOCK = "block"
    SUMMARY = "summary"  # the visible line of <details>
    OPEN = "open"  # <details>
    CLOSE = "close"  # </details>
    ITEM = "item"  # the head of a list item that was opened up
    RULE = "rule"  # ---
    COMMENT = "comment"  # <!-- … -->
    MATTER = "matter"  # YAML front matter


@dataclass(frozen=True, slots=True)
class Unit:
    """One step of a document's walk. ``text`` is the text of a unit that is no block.

    ``number`` is that of an ordered list's item; ``form`` how much its place makes an item
    a question, whatever it says.
    """

    role: Role
    span: Span
    block: Block | None = None
    text: str = ""
    number: str | None = None
    form: float = 0.0

    @property
    def paragraph(self) -> str | None:
        """The inline text of a paragraph, else None."""
        return self.block.text if isinstance(self.block, Paragraph) else None
