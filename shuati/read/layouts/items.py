"""Questions that are list items or table rows: ``1. **题**``, ``| 题目 | 答案 |``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Kind
from shuati.read.conventions import Conventions
from shuati.read.expand.lines import expand_lines
from shuati.read.expand.question_items import expand_bodied_items
from shuati.read.expand.tables import expand_tables
from shuati.read.options import with_options
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, clean, title_start
from shuati.sources.element import Element, Role
from shuati.sources.question_words import says_something

LOOSE_ITEMS = "loose items"
_EVIDENCE = 0.8  # how much an item is a question that is built as others that ask


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """Proposals for items of lists, and for rows of tables."""
    conventions = given.conventions
    items = expand_lines(given.items_expanded)
    loose = expand_bodied_items(given.elements, conventions)
    for name, elements in (
        ("items", items),
        *(((LOOSE_ITEMS, loose),) if len(loose) != len(items) else ()),
        ("table", expand_tables(given.elements)),
    ):
        starts = [
            _mark(at, element, conventions)
            for at, element in enumerate(elements)
            if element.role is Role.ITEM and says_something(element.text)
        ]
        if starts:
            starts = _of_one_build(elements, with_options(elements, starts, conventions))
            yield Proposal(name, tuple(elements), tuple(starts))


def _mark(at: int, element: Element, conventions: Conventions) -> QuestionStart:
    label = conventions.label(element.text)
    if label is not None and label.kind is Kind.QUESTION:
        return QuestionStart(at, clean(label.rest), label.number or element.number, "label", True)
    start = title_start(at, element.text, number=element.number)
    return replace(start, evidence=element.evidence, closed=element.evidence == 1)


def _of_one_build(
    elements: Sequence[Element], starts: Sequence[QuestionStart]
) -> list[QuestionStart]:
    """``starts`` with more evidence for those built as others that ask: numbered, bold, a body."""
    alike = [start for start in starts if _is_strong(elements, start)]
    asking = sum(start.asked >= 0.8 for start in alike)
    if not alike or 3 * asking < len(alike):
        return list(starts)
    of_one_build = set(map(id, alike))
    return [
        replace(start, evidence=_EVIDENCE) if id(start) in of_one_build else start
        for start in starts
    ]


def _is_strong(elements: Sequence[Element], start: QuestionStart) -> bool:
    element = elements[start.at]
    bodied = start.at + 1 < len(elements) and elements[start.at + 1].block is not None
    return element.number is not None and element.text.startswith("**") and bodied
