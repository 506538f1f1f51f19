"""Lists of an answer: the lead terms of their items, and lists written as numbered lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shuati.model import Block, Paragraph, Point, PointList, Quote, Span
from shuati.sources.numbering import Numbered, split_number

_TERM = re.compile(
    r"(?:[✅❌🔹🔸▪◆●•👉]\s*)?(?P<mark>\*\*|__)[ \t]*(?P<term>(?:(?!(?P=mark))[^\n])+?)[ \t]*"
    r"(?:[:：][ \t]*(?P=mark)[ \t]*[:：]?|(?P=mark)[ \t]*(?:[:：]|——|—|–|-(?=\s)))[ \t]*"
)
_BOLD = re.compile(
    r"(?P<mark>\*\*|__)[ \t]*(?P<term>(?:(?!(?P=mark))[^\n])+?)[ \t]*(?P=mark)\s*[:：]?\s*"
)


def answer_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of an answer, with numbered lines made lists and lead terms split off."""
    return tuple(_answer_block(block) for block in _with_lists(blocks))


def _answer_block(block: Block) -> Block:
    if isinstance(block, PointList):
        return replace(block, points=tuple(_point(point) for point in block.points))
    if isinstance(block, Quote):
        return replace(block, blocks=answer_blocks(block.blocks))
    return block


def _point(point: Point) -> Point:
    term, blocks = _lead_term(point.blocks)
    return Point(term or point.term, answer_blocks(blocks), point.span)


def _lead_term(blocks: tuple[Block, ...]) -> tuple[str | None, tuple[Block, ...]]:
    """The bold word before a colon with which a list item begins, and the blocks without it.

    A bold line with nothing but further blocks below it is a lead term too.
    """
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return None, blocks
    match = _TERM.match(first.text)
    if match is None and len(blocks) > 1:
        match = _BOLD.fullmatch(first.text)
    if match is None:
        return None, blocks
    rest = first.text[match.end() :].strip()
    remaining = (replace(first, text=rest),) if rest else ()
    return match["term"].rstrip(":： \t"), remaining + blocks[1:]


def _with_lists(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs ``1、…``, ``2、…`` that follow each other become one list."""
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        points, end = _run(blocks, at)
        if points is not None:
            result.append(points)
        else:
            result.append(blocks[at])
            end = at + 1
        at = end
    return result


def _run(blocks: Sequence[Block], start: int) -> tuple[PointList | None, int]:
    """The list that begins at ``start`` and the index behind it, or None."""
    first = _numbered(blocks[start])
    if first is None:
        return None, start
    points: list[Point] = []
    at = start
    while at < len(blocks) and (numbered := _numbered(blocks[at])):
        if numbered.style != first.style or numbered.last != first.last + len(points):
            break
        end = at + 1
        while end < len(blocks) and _is_below(blocks[end], first):
            end += 1
        lead = Paragraph(numbered.rest, blocks[at].span)
        span = Span(lead.span.first, blocks[end - 1].span.last)
        points.append(Point(None, (lead, *_with_lists(blocks[at + 1 : end])), span))
        at = end
    if len(points) < 2:
        return None, start
    span = Span(points[0].span.first, points[-1].span.last)
    return PointList(True, first.last, tuple(points), span), at


def _is_below(block: Block, outer: Numbered) -> bool:
    """Whether a paragraph is numbered in another style, as the points of a point are."""
    numbered = _numbered(block)
    return numbered is not None and numbered.style != outer.style


def _numbered(block: Block) -> Numbered | None:
    if not isinstance(block, Paragraph):
        return None
    numbered = split_number(block.text)
    if numbered is None or numbered.style in ("1", "1.1", "第", "word", "Q", "第章"):
        return None
    return numbered if numbered.rest else None
