"""Lists of questions become items: a head, then what is in the item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Paragraph, Point, PointList, Span
from shuati.read.conventions import Conventions
from shuati.read.definitions import EVIDENCE, below_terms, holds_terms, split_term
from shuati.read.expand.heads import head_of, is_bold, split_head
from shuati.read.expand.label_lines import expand_labels
from shuati.read.expand.question_lists import asks, lists_of_questions
from shuati.read.question_start import CARD
from shuati.sources.element import Element, Role, element_of
from shuati.sources.question_words import sounds_asked

_SECTION = 4  # the level of an item that has but a list of questions below it


def expand_items(elements: Sequence[Element], conventions: Conventions) -> list[Element]:
    """Lists of questions become items: a head, then the item's own blocks as elements."""
    expanded: list[Element] = []
    chosen = lists_of_questions(elements, conventions)
    terms = below_terms(elements)
    for at, element in enumerate(elements):
        if not isinstance(element.block, PointList):
            expanded.append(element)
        elif at in terms and holds_terms(element.block):
            expanded += _terms(element.block)
        elif at in chosen:
            expanded += _items(element.block, conventions)
        else:
            before, *after = split_list(element)
            expanded += [before, *expand_items(after, conventions)]
    return expand_labels(expanded, conventions)


def expand_bodied_items(elements: Sequence[Element], conventions: Conventions) -> list[Element]:
    """Lists of which most items have more than a head become items, whatever they ask."""
    expanded: list[Element] = []
    for element in elements:
        points = element.block
        if isinstance(points, PointList) and 2 * sum(map(_has_more, points.points)) > len(
            points.points
        ):
            expanded += _items(points, conventions)
        else:
            expanded.append(element)
    return expand_labels(expanded, conventions)


def _has_more(point: Point) -> bool:
    return len(point.blocks) > 1 or bool(split_head(head_of(point) or "")[1])


def split_list(element: Element) -> list[Element]:
    """A list that runs on into the next question (``2. 点`` then ``3. **题？**``), cut there."""
    points = element.block
    if isinstance(points, PointList):
        for at, point in enumerate(points.points):
            head = head_of(point) or ""
            if at and is_bold(head) and sounds_asked(head) >= 0.9:
                before, after = _cut(points, at)
                return [element_of(before), *split_list(element_of(after))]
    return [element]


def _cut(points: PointList, at: int) -> tuple[PointList, PointList]:
    first, second = points.points[:at], points.points[at:]
    start = second[0].span.first
    return (
        replace(points, points=first, span=Span(points.span.first, start - 1)),
        replace(points, points=second, start=points.start + at, span=Span(start, points.span.last)),
    )


def _terms(points: PointList) -> Iterator[Element]:
    for at, point in enumerate(points.points):
        number = str(points.start + at) if points.ordered else None
        term, rest = split_term(head_of(point) or "") or ("", "")
        span = point.blocks[0].span
        yield Element(Role.ITEM, span, text=term, number=number, evidence=EVIDENCE)
        yield element_of(Paragraph(rest, span))
        yield from map(element_of, point.blocks[1:])


def _items(points: PointList, conventions: Conventions) -> Iterator[Element]:
    for at, point in enumerate(points.points):
        number = str(points.start + at) if points.ordered else None
        head = head_of(point)
        if head is None:
            yield from (element_of(block) for block in point.blocks)
            continue
        below = [element_of(block) for block in point.blocks[1:]]
        first = point.blocks[0].span
        title, rest = split_head(head, titled=conventions.titled_items)
        last = first.first + title.count("\n")
        span = Span(point.span.first, last)
        asking = asks(point, conventions)
        expanded = expand_labels(below, conventions) if asking else expand_items(below, conventions)
        if expanded and not asking and not rest and (level := _level_above(expanded[0])):
            yield Element(Role.BLOCK, span, Heading(level, title, span))
        else:
            evidence = EVIDENCE if CARD.search(head.split("\n", 1)[0]) else 0.0
            yield Element(Role.ITEM, span, text=title, number=number, evidence=evidence)
        if rest:
            yield element_of(Paragraph(rest, Span(min(last + 1, first.last), first.last)))
        yield from expanded


def _level_above(first: Element) -> int | None:
    """The level of an item that is but the title of what begins with ``first`` below it."""
    if isinstance(first.block, Heading):
        return max(1, first.block.level - 1)
    return _SECTION if first.role is Role.ITEM else None
