"""Lines of paragraphs, and short lists, as elements of their own."""

from __future__ import annotations

from collections.abc import Sequence, Set

from shuati.model import Code, Html, Paragraph, PointList, Span, Table
from shuati.sources.element import Element, Role, element_of
from shuati.sources.question_words import sounds_asked

_SHOWN = (Code, Html, Paragraph, Table)  # what is below a task in the item that it is
_ENDS = ("。", "？", "?", "；", "！")  # of a line that does not go on in the next


def expand_lines(elements: Sequence[Element]) -> list[Element]:
    """Paragraphs of which every line asks become items."""
    expanded: list[Element] = []
    for element in elements:
        lines = (element.paragraph or "").split("\n")
        wrapped = lines[-1].endswith(_ENDS) and not any(line.endswith(_ENDS) for line in lines[:-1])
        if len(lines) > 1 and not wrapped and all(sounds_asked(line) >= 0.8 for line in lines):
            first = element.span.first
            expanded += [
                Element(Role.ITEM, Span(first + at, first + at), text=line.strip())
                for at, line in enumerate(lines)
            ]
        else:
            expanded.append(element)
    return expanded


def paragraph_part(element: Element, start: int, end: int, text: str) -> Element:
    """The lines ``start`` to ``end`` (from 0, excluded) of a paragraph, with ``text`` in them."""
    first = element.span.first
    return element_of(Paragraph(text, Span(first + start, first + end - 1)))


def cut_at(elements: Sequence[Element], begins: Set[tuple[int, int]]) -> list[tuple[Element, bool]]:
    """``elements`` with their paragraphs cut before the lines ``begins``: (element, line from 0).

    Each part with whether it begins with one of these lines.
    """
    parts: list[tuple[Element, bool]] = []
    for at, element in enumerate(elements):
        lines = (element.paragraph or "").split("\n")
        cuts = [line for line in range(1, len(lines)) if (at, line) in begins]
        if not cuts or len(lines) != element.span.last - element.span.first + 1:
            parts.append((element, (at, 0) in begins))
            continue
        for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
            part = paragraph_part(element, start, end, "\n".join(lines[start:end]))
            parts.append((part, (at, start) in begins))
    return parts


def numbered_line(element: Element) -> Element | None:
    """The line ``4. 题`` that an ordered list of one item without further blocks is, or None."""
    block = element.block
    if not isinstance(block, PointList) or not block.ordered or len(block.points) != 1:
        return None
    inside = block.points[0].blocks
    if len(inside) != 1 or not isinstance(inside[0], Paragraph):
        return None
    text = f"{block.start}. {inside[0].text}"
    return element_of(Paragraph(text, element.span))


def numbered_task(element: Element) -> list[Element]:
    """The line ``4. 题`` of a list of one item and what is below it, no list; else nothing."""
    block = element.block
    if not isinstance(block, PointList) or not block.ordered or len(block.points) != 1:
        return []
    head, *shown = block.points[0].blocks or [None]
    if not isinstance(head, Paragraph) or not all(isinstance(one, _SHOWN) for one in shown):
        return []
    line = Paragraph(f"{block.start}. {head.text}", head.span)
    return [element_of(line), *(element_of(one) for one in shown if one is not None)]
