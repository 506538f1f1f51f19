"""The answers of one question's variants, merged into one entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.blocks import points_of, term_of, text_of
from shuati.match.clusters import fullness
from shuati.match.normal import block_key, point_key
from shuati.model import Block, Entry, Kind, MergedPoint, Piece, Points, Question, Quote


def merge(questions: Sequence[Question]) -> Entry:
    """One entry from questions that ask the same, given in order of appearance.

    The fullest is the representative; of the others the entry keeps whatever is no
    exact repetition (`block_key`) of something that stands in it already.
    """
    first = max(range(len(questions)), key=lambda at: (fullness(questions[at]), -at))
    variants = (questions[first], *questions[:first], *questions[first + 1 :])
    return Entry(variants[0].text, variants, tuple(_pieces(variants)), _points(variants))


def _pieces(variants: Sequence[Question]) -> Iterator[Piece]:
    said: set[str] = set()
    for index, variant in enumerate(variants):
        for section in variant.sections:
            blocks = section.blocks if index == 0 else tuple(_unsaid(section.blocks, said))
            if blocks or index == 0:
                yield Piece(section.label, section.kind, blocks, index)
        said.update(key for section in variant.sections for key in _keys(section.blocks))


def _keys(blocks: Sequence[Block]) -> Iterator[str]:
    """What ``blocks`` say, as a whole and in parts, so that a part repeated is found."""
    for block in blocks:
        yield block_key(block)
        if isinstance(block, Quote):
            yield from _keys(block.blocks)
        elif isinstance(block, Points):
            for point in block.points:
                yield point_key(point)
                yield from _keys(point.blocks)


def _unsaid(blocks: Sequence[Block], said: set[str]) -> Iterator[Block]:
    """The blocks, and of lists the items, that ``said`` does not hold."""
    for block in blocks:
        if isinstance(block, Points):
            new = tuple(point for point in block.points if point_key(point) not in said)
            if new == block.points:
                yield block
            elif new:
                yield replace(block, start=1, points=new)
        elif block_key(block) not in said:
            yield block


def _points(variants: Sequence[Question]) -> tuple[MergedPoint, ...]:
    """The list items of all answers, each once, with the variants that say it."""
    found: dict[str, MergedPoint] = {}
    for index, variant in enumerate(variants):
        for section in variant.sections:
            if section.kind is Kind.QUESTION:
                continue
            for point in points_of(section.blocks):
                key = point_key(point)
                known = found.get(key) or MergedPoint(term_of(point), text_of(point.blocks), ())
                if index not in known.variants:
                    known = replace(known, variants=(*known.variants, index))
                found[key] = known
    return tuple(found.values())
