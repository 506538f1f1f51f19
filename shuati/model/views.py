"""Plain views of an answer's blocks: its text, its points, its code and tables."""

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
    Question,
    Quote,
    Span,
    Table,
    walk,
)
from shuati.text.markdown import picture_addresses, plain, without_pictures


def text_of(blocks: Sequence[Block], *, pictures: bool = True) -> str:
    """The running text of ``blocks`` without markup, one line per block.

    Lists and code are left out; `lists_of` and `shuati.model.walk` give them. Without
    ``pictures`` so are the words that stand for pictures.
    """
    lines = (_own_text(block, pictures) for block in blocks)
    return "\n".join(line for line in lines if line)


def _own_text(block: Block, pictures: bool = True) -> str:
    if isinstance(block, (Paragraph, Heading)):
        return plain(block.text if pictures else without_pictures(block.text))
    if isinstance(block, Formula):
        return f"$${block.text}$$"
    if isinstance(block, Html):
        return re.sub(r"<[^>]*>", "", block.text).strip()
    if isinstance(block, Quote):
        return text_of(block.blocks, pictures=pictures)
    return ""


def lists_of(blocks: Sequence[Block]) -> Iterator[PointList]:
    """The lists of ``blocks``, those in quotes too, those inside list items not."""
    for block in blocks:
        if isinstance(block, PointList):
            yield block
        elif isinstance(block, Quote):
            yield from lists_of(block.blocks)


def points_of(blocks: Sequence[Block]) -> Iterator[Point]:
    """The items of the lists of ``blocks``; an item's own lists are not entered."""
    for points in lists_of(blocks):
        yield from points.points


def term_of(point: Point) -> str | None:
    """The lead term of a point without markup."""
    return None if point.term is None else plain(point.term)


def sources(blocks: Sequence[Block]) -> Iterator[str]:
    """The inline Markdown and the raw HTML of ``blocks``, as the source has them."""
    for block in walk(tuple(blocks)):
        if isinstance(block, PointList):
            yield from (point.term for point in block.points if point.term)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield from row
        elif isinstance(block, Paragraph | Heading | Html):
            yield block.text


def all_text(blocks: Sequence[Block], *, code: bool = True) -> str:
    """The whole text of ``blocks``, a line for each paragraph, lead term, table cell and code."""
    return "\n".join(line for line in _leaves(blocks, code) if line)


def _leaves(blocks: Sequence[Block], code: bool) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain(block.text)
        elif isinstance(block, PointList):
            for point in block.points:
                yield term_of(point) or ""
                yield from _leaves(point.blocks, code)
        elif isinstance(block, Quote):
            yield from _leaves(block.blocks, code)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield from map(plain, row)
        elif not isinstance(block, Code):
            yield _own_text(block)
        elif code:
            yield block.text


def pictures_of(question: Question) -> Iterator[tuple[str, Span]]:
    """The address of every picture that ``question`` shows, and its lines."""
    options = (option.text for option in question.options)
    first = (question.text, question.heading, question.stem or "", *options, *question.heading_path)
    for text in first:
        yield from ((address, question.span) for address in picture_addresses(text))
    for section in question.sections:
        yield from ((address, section.span) for address in picture_addresses(section.label))
        for block in walk(section.blocks):
            for text, span in _texts(block):
                found = picture_addresses(text, html=isinstance(block, Html))
                yield from ((address, span) for address in found)


def _texts(block: Block) -> Iterator[tuple[str, Span]]:
    """The texts of ``block`` itself, each with its lines."""
    if isinstance(block, PointList):
        yield from ((point.term, point.span) for point in block.points if point.term)
    elif isinstance(block, Table):
        yield from ((cell, block.span) for row in (block.head, *block.rows) for cell in row)
    elif isinstance(block, Paragraph | Heading | Html):
        yield block.text, block.span
