"""Text of a source with other addresses for its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

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
from shuati.publish.render.sanitise import parse, split
from shuati.text.markdown import inline_tokens, picture_addresses

_SRC = re.compile(r"(\ssrc\s*=\s*)(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)", re.IGNORECASE)

Change = Callable[[str], str | None]
"""Gives another address for an address; None leaves it as it is."""


def with_addresses(text: str, change: Change) -> str:
    """Inline Markdown ``text`` with other addresses for its pictures."""
    if not picture_addresses(text):
        return text
    parts, end = [], 0
    for token in inline_tokens(text):
        start, stop = token.meta.get("at", (end, end))
        new = ""
        if token.type == "image":
            address = change(str(token.attrGet("src") or ""))
            title = str(token.attrGet("title") or "").replace('"', "&quot;")
            behind = f' "{title}"' if title else ""
            new = f"![{token.content}]({address}{behind})" if address else ""
        elif token.type == "html_inline":
            new = _tag_with_address(token.content, change)
        if new and text[start:stop] != new:
            parts += [text[end:start], new]
            end = stop
    return "".join((*parts, text[end:]))


def html_with_addresses(html: str, change: Change) -> str:
    """Raw ``html`` with other addresses for its pictures."""
    parts = split(html)
    parts[1::2] = [_tag_with_address(part, change) or part for part in parts[1::2]]
    return "".join(parts)


def _tag_with_address(content: str, change: Change) -> str:
    """The tag ``content`` with another address; '' where it stays as it is."""
    tag = None if content.startswith("<!--") else parse(content)
    if tag is None or tag.name != "img":
        return ""
    address = change(tag.attributes.get("src", ""))
    return _SRC.sub(lambda match: f'{match[1]}"{address}"', content, count=1) if address else ""


def blocks_with_addresses(blocks: Sequence[Block], change: Change) -> tuple[Block, ...]:
    """``blocks`` with other addresses for their pictures."""
    return tuple(_block(block, change) for block in blocks)


def _block(block: Block, change: Change) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, text=with_addresses(block.text, change))
        case Html():
            return replace(block, text=html_with_addresses(block.text, change))
        case Table():
            rows = tuple(_row(row, change) for row in block.rows)
            return replace(block, head=_row(block.head, change), rows=rows)
        case Quote():
            return replace(block, blocks=blocks_with_addresses(block.blocks, change))
        case PointList():
            return replace(block, points=tuple(_point(one, change) for one in block.points))
        case Code() | Formula():
            return block


def _row(row: Sequence[str], change: Change) -> tuple[str, ...]:
    return tuple(with_addresses(cell, change) for cell in row)


def _point(point: Point, change: Change) -> Point:
    term = None if point.term is None else with_addresses(point.term, change)
    return replace(point, term=term, blocks=blocks_with_addresses(point.blocks, change))
