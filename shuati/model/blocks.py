"""What an answer is made of.

Text that is called *inline* is Markdown of one paragraph (emphasis, code, links, ``$…$``),
already repaired where a source wrote ``** word：**``; it becomes HTML in
`shuati.publish.render` and plain text in `shuati.text.markdown.plain`. Spans count the
positions of the block's own source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shuati.model.location import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``text`` is inline Markdown, line breaks kept.

    ``added`` is what other documents added at its end, '' for nothing.
    """

    text: str
    span: Span
    added: str = ""

    def divided(self) -> tuple[str, str]:
        """The text without what other documents added, and that.

        The second is '' where ``text`` was changed since and ends in something else, or has
        nothing before it.
        """
        own = self.text.removesuffix(self.added)
        return (own, self.added) if own and own != self.text else (self.text, "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an answer (one that is no question and no label)."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A code block: the lines between the fences, without the last line break."""

    language: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula ``$$…$$``: TeX without the dollars."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are inline Markdown; ``align`` holds '', left, center or right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Html:
    """Raw HTML of the source that is more than structure; untrusted, to be sanitised."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One list item: its bold lead term (inline, no colon) and the rest, in ``blocks``."""

    term: str | None
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PointList:
    """A list. ``start`` is the number of the first item of an ordered list."""

    ordered: bool
    start: int
    points: tuple[Point, ...]
    span: Span


Block = Paragraph | Heading | Code | Formula | Table | Quote | Html | PointList


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of ``blocks`` and, after each, those inside it, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, PointList):
            for point in block.points:
                yield from walk(point.blocks)
