"""Blocks written as Markdown again, so that reading it gives the same blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import (
    Block,
    Code,
    Formula,
    Heading,
    Html,
    Paragraph,
    Point,
    PointList,
    Quote,
    Table,
)
from shuati.text.markdown import join_lines

# What would make a paragraph something else: a heading, a quote, a list item, a fence.
_OPENS_BLOCK = re.compile(r"(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|`{3}|~{3})|(\d{1,9})([.)](?=\s|$))")
_DEEPEST = 6


def source_of(blocks: Sequence[Block], above: int = 0) -> str:
    """Markdown of ``blocks``, without a line break at its end.

    ``above`` is the level of the heading that they stand under: theirs become deeper.
    """
    return "".join(_joined(blocks, above))


def _joined(blocks: Sequence[Block], above: int) -> Iterator[str]:
    before: Block | None = None
    other_mark = False
    for block in blocks:
        if before is not None:
            yield "\n\n"
        if isinstance(block, PointList):
            # Two lists of one kind in a row would be one list; with another mark they are two.
            twins = isinstance(before, PointList) and before.ordered is block.ordered
            other_mark = twins and not other_mark
            yield _list(block, other_mark, above)
        else:
            yield _one(block, above)
        before = block


def _one(block: Paragraph | Heading | Code | Formula | Table | Quote | Html, above: int) -> str:
    match block:
        case Paragraph():
            return _OPENS_BLOCK.sub(_escaped, block.text, count=1) if _opens(block) else block.text
        case Heading():
            level = min(max(block.level, above + 1), _DEEPEST)
            return f"{'#' * level} {one_line(block.text)}"
        case Code():
            ticks = "`" * max(3, 1 + max(map(len, re.findall("`{3,}", block.text)), default=0))
            return f"{ticks}{block.language}\n{block.text}\n{ticks}"
        case Formula():
            return f"$$\n{block.text}\n$$"
        case Table():
            return _table(block)
        case Quote():
            lines = source_of(block.blocks, above).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Html():
            return block.text


def _opens(paragraph: Paragraph) -> bool:
    return _OPENS_BLOCK.match(paragraph.text) is not None


def _escaped(match: re.Match[str]) -> str:
    return f"{match[2]}\\{match[3]}" if match[2] else f"\\{match[0]}"


def one_line(text: str) -> str:
    """Inline Markdown as the text of a heading: one line, hashes at its end kept."""
    return re.sub(r"(?<=\s)#(?=#*$)", r"\\#", join_lines(text).strip())


def _table(table: Table) -> str:
    rules = {"left": ":---", "center": ":---:", "right": "---:"}
    rows = [table.head, tuple(rules.get(align, "---") for align in table.align), *table.rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", join_lines(text))


def _list(points: PointList, other_mark: bool, above: int) -> str:
    items = []
    for number, point in enumerate(points.points, points.start):
        mark = f"{number}{')' if other_mark else '.'}" if points.ordered else "-*"[other_mark]
        indent = " " * (len(mark) + 1)
        lines = _point(point, above).split("\n")
        first = f"{mark} {lines[0]}".rstrip()
        items.append("\n".join([first, *(indent + line if line else "" for line in lines[1:])]))
    return "\n".join(items)


def _point(point: Point, above: int) -> str:
    blocks = point.blocks
    head = f"**{point.term}：**" if point.term else ""
    if head and blocks and isinstance(blocks[0], Paragraph):
        head, blocks = f"{head} {blocks[0].text}", blocks[1:]
    elif not head and blocks:
        head, blocks = source_of(blocks[:1], above), blocks[1:]
    rest = source_of(blocks, above)
    if not rest:
        return head
    # A list may follow its paragraph closely; everything else needs a gap.
    close = isinstance(blocks[0], PointList) and (not blocks[0].ordered or blocks[0].start == 1)
    return f"{head}\n{rest}" if close else f"{head}\n\n{rest}"
