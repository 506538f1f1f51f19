"""Several wordings of one point as one point: the fullest, then what is new in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.match.vocabulary import synonyms_of
from shuati.merge.redundancy import statement
from shuati.merge.same_points import same_points
from shuati.merge.sentences import Wording, with_examples_named
from shuati.merge.terms import joined_term, with_lead_term, with_plain_lead
from shuati.merge.units import MergeUnit, inner_keys
from shuati.model import Block, Kind, Paragraph, Point, PointList
from shuati.model.keys import block_key


def join(unit: MergeUnit, other: MergeUnit, question: str = "") -> None:
    """Make one point of two points of different variants, of answers to ``question``."""
    wordings = unit.join(other)
    points = [one.part for one in wordings if isinstance(one.part, Point)]
    unit.become(joined_point(points, question), wordings[0].variant)


def joined_point(points: Sequence[Point], question: str = "") -> Point:
    """One point that says what all ``points`` say, in the words of the first as far as it goes."""
    first, *others = map(with_lead_term, points)
    term = joined_term([point.term for point in (first, *others)])
    blocks = first.blocks
    for point in others:
        blocks = _joined_blocks(blocks, point.blocks, term, question)
    if term and blocks and isinstance(lead := blocks[0], Paragraph):
        named = replace(lead, text=with_examples_named(lead.text, term))
        blocks = (named, *blocks[1:])
    joined = replace(first, term=term, blocks=blocks)
    return joined if any(point.term for point in points) else with_plain_lead(joined)


def _joined_blocks(
    blocks: tuple[Block, ...], others: Sequence[Block], term: str | None, question: str
) -> tuple[Block, ...]:
    """``blocks``, and of ``others`` what is new; both are below one term."""
    known = statement(blocks, term)
    wording = Wording(known, term, question)
    keys = {key for block in blocks for key in (block_key(block), *inner_keys(block))}
    found = list(blocks)
    for block in others:
        if block_key(block) in keys and statement([block]).verbatim <= known.verbatim:
            continue
        if isinstance(block, Paragraph):
            _add_text(found, block, wording)
        elif isinstance(block, PointList):
            _add_points(found, block, wording)
        else:
            found.append(block)
    return tuple(found)


def _add_text(blocks: list[Block], other: Paragraph, wording: Wording) -> None:
    """Let the first paragraph go on with what is new in ``other``; where it leads to a list, that
    comes behind."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.text.rstrip().endswith(("：", ":")):
        blocks[0] = wording.with_new(first, other.text)
    elif text := wording.with_new(replace(other, text=""), other.text).text:
        new = Paragraph(text, other.span)
        blocks.insert(len(blocks) if isinstance(first, Paragraph) else 0, new)


def _add_points(blocks: list[Block], new: PointList, wording: Wording) -> None:
    """Put the points of ``new`` into the list of ``blocks``: into the same point, or at its end."""
    at = next((at for at, one in enumerate(blocks) if isinstance(one, PointList)), len(blocks))
    own = blocks[at] if at < len(blocks) else replace(new, start=1, points=())
    assert isinstance(own, PointList)
    mine, theirs = (
        [MergeUnit(point, Kind.ANSWER, variant) for point in points]
        for variant, points in enumerate((own.points, new.points))
    )
    same = {other: unit for unit, other in same_points((mine, theirs), synonyms_of())}
    for point, unit in zip(new.points, theirs, strict=True):
        if unit in same:
            join(same[unit], unit, wording.question)
        elif not wording.has(with_plain_lead(point)):
            mine.append(unit)
    if mine:
        points = tuple(unit.part for unit in mine if isinstance(unit.part, Point))
        blocks[at : at + 1] = [replace(own, points=points)]
