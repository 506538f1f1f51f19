"""Lists, quotes and tables whose items are labels become labelled paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.model import Kind, Paragraph, PointList, Quote, Span, Table
from shuati.read.conventions import Conventions
from shuati.read.expand.heads import head_of
from shuati.read.expand.lines import cut_at
from shuati.read.speakers import turn
from shuati.sources.element import Element, element_of
from shuati.sources.labels import kind_of


def expand_labels(elements: Sequence[Element], conventions: Conventions) -> list[Element]:
    """Lists and quotes made of labels (``- 答案：B``, ``> 答：…``) become labelled paragraphs."""
    expanded: list[Element] = []
    for element in _turns_apart(elements, conventions):
        block = element.block
        if isinstance(block, Table) and (parts := _vertical_table(block, conventions)):
            expanded += parts
        elif (isinstance(block, PointList) and _all_labels(block, conventions)) or (
            isinstance(block, Quote) and _begins_answer(block, conventions)
        ):
            inner = block.points if isinstance(block, PointList) else (block,)
            blocks = [inside for part in inner for inside in part.blocks]
            expanded += expand_labels([element_of(inside) for inside in blocks], conventions)
        else:
            expanded.append(element)
    return expanded


def _turns_apart(elements: Sequence[Element], conventions: Conventions) -> Sequence[Element]:
    """The turns of a conversation, in lines of a paragraph, as paragraphs of their own."""
    speakers = conventions.speakers
    if speakers is None:
        return elements
    names = (speakers.asks, speakers.answers)
    begins = {
        (at, line)
        for at, element in enumerate(elements)
        for line, text in enumerate((element.paragraph or "").split("\n"))
        if (found := turn(text)) and found.name in names
    }
    return [part for part, _ in cut_at(elements, begins)]


def _vertical_table(table: Table, conventions: Conventions) -> list[Element]:
    """The rows of a table ``题目 | … `` over ``答案 | …`` as labelled paragraphs, else nothing."""
    rows = [table.head, *table.rows] if any(cell.strip() for cell in table.head) else table.rows
    if any(len(row) != 2 for row in rows):
        return []
    kinds = [kind_of(row[0].strip(" *")) for row in rows]
    if kinds[:1] != [Kind.QUESTION] or Kind.ANSWER not in kinds:
        return []
    first = table.span.first + (2 if rows is table.rows else 0)
    elements = []
    for at, (name, text) in enumerate(rows):
        line = first + at + (1 if at and rows is not table.rows else 0)
        name = name.strip(" *")
        marked = f"**{name}：** {text}" if kinds[at] else f"{name}：{text}"
        elements.append(element_of(Paragraph(marked, Span(line, line))))
    elements[0] = replace(elements[0], span=Span(table.span.first, elements[0].span.last))
    return elements


def _all_labels(points: PointList, conventions: Conventions) -> bool:
    found = [conventions.label(head_of(point) or "") for point in points.points]
    kinds = {label.kind for label in found if label}
    if {Kind.ANSWER, Kind.QUESTION} <= kinds:  # a question of its own, with what else is noted
        return 2 * sum(label is not None for label in found) >= len(found)
    if Kind.ANSWER in kinds and len(kinds) > 1:  # with what the author notes beside
        return 3 * sum(label is not None for label in found) >= 2 * len(found)
    return all(found) and bool(kinds & {Kind.ANSWER, Kind.QUESTION})


def _begins_answer(quote: Quote, conventions: Conventions) -> bool:
    first = quote.blocks[0] if quote.blocks else None
    label = conventions.label(first.text) if isinstance(first, Paragraph) else None
    return label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION, Kind.QUESTION)
