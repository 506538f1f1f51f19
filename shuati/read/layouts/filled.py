"""Questions that are sentences with their gaps filled in: ``能量工厂是==线粒体==。``"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shuati.model import Heading, Paragraph, PointList, Span
from shuati.read.layouts.rows import is_free
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, clean, title_start
from shuati.read.rows.filled_gaps import FilledGaps, filled_gaps
from shuati.sources.element import Element, Role, element_of
from shuati.sources.numbering import split_number
from shuati.sources.question_words import names_gaps

_FEWEST = 2
_SHARE = 0.8  # of the paragraphs and items of a document, where its marks may be emphasis too


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every paragraph, line or item with filled gaps is a question."""
    units: list[tuple[Element, FilledGaps | None]] = []
    named = False
    for at, element in enumerate(given.elements):
        if isinstance(element.block, Heading):
            named = _names_gaps(element.block.text)
        elif element.paragraph is not None and _names_gaps(element.paragraph):
            named = True
            units.append((element, None))
            continue
        units += _units(element, named=named and is_free(given.elements, at, given.conventions))
    found = [gaps for _, gaps in units if gaps]
    bodies = sum(element.block is not None or gaps is not None for element, gaps in units)
    bodies -= sum(isinstance(element.block, Heading) for element, _ in units)
    if len(found) < _FEWEST or not (
        any(gaps.marked for gaps in found) or len(found) >= _SHARE * bodies
    ):
        return
    throughout = len(found) >= _SHARE * bodies
    starts = [
        _start(at, element, gaps)
        for at, (element, gaps) in enumerate(units)
        if gaps and (gaps.marked or throughout)
    ]
    if len(starts) >= _FEWEST:
        yield Proposal("filled", tuple(element for element, _ in units), tuple(starts))


def _names_gaps(title: str) -> bool:
    """Whether a line is the heading of sentences with gaps: 二、填空题（每空 1 分）."""
    numbered = split_number(clean(title))
    return names_gaps(numbered.rest if numbered else clean(title))


def _start(at: int, element: Element, gaps: FilledGaps) -> QuestionStart:
    start = title_start(at, gaps.text, number=element.number)
    return replace(start, explicit=gaps.marked, rest=gaps.fills[0], row=gaps.content)


def _units(element: Element, *, named: bool) -> Iterator[tuple[Element, FilledGaps | None]]:
    """The paragraphs, lines and items that an element is, each with the gaps in it."""
    block = element.block
    if isinstance(block, PointList):
        yield from _of_list(element, block, named=named)
    elif isinstance(block, Paragraph):
        lines = block.text.split("\n")
        first = element.span.first
        gaps = [filled_gaps(line, named=named) for line in lines]
        if len(lines) == element.span.last - first + 1 and all(gaps):
            for at, one in enumerate(gaps):
                yield Element(Role.ITEM, Span(first + at, first + at), text=lines[at]), one
            return
        whole = filled_gaps(block.text, named=named)
        if whole is None:
            yield element, None
        else:
            yield Element(Role.ITEM, element.span, text=block.text), whole
    else:
        yield element, None


def _of_list(
    element: Element, points: PointList, *, named: bool
) -> Iterator[tuple[Element, FilledGaps | None]]:
    """The items of a list as units where any has gaps, else the list as it is."""
    heads = [
        filled_gaps(head.text, named=named)
        if point.blocks and isinstance(head := point.blocks[0], Paragraph)
        else None
        for point in points.points
    ]
    if not any(heads):
        yield element, None
        return
    for at, (point, gaps) in enumerate(zip(points.points, heads, strict=True)):
        number = str(points.start + at) if points.ordered else None
        first = point.blocks[0] if point.blocks else None
        if gaps is not None and isinstance(first, Paragraph):
            item = Element(Role.ITEM, first.span, text=first.text, number=number)
            yield item, gaps
            yield from ((element_of(block), None) for block in point.blocks[1:])
        else:
            yield element_of(_alone(points, at)), None


def _alone(points: PointList, at: int) -> PointList:
    """The item ``at`` as a list of its own."""
    point = points.points[at]
    return replace(points, start=points.start + at, points=(point,), span=point.span)
