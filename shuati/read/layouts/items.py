"""Questions that are list items or table rows: ``1. **题**``, ``| 题目 | 答案 |``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Kind
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Scheme, title_mark
from shuati.read.expand_lists import Page, open_lines, open_tables
from shuati.read.options import with_options
from shuati.sources.elements import Role, Unit
from shuati.text.question_words import says_something

_FORM = 0.8  # how much an item is a question that is built as others that ask


def find(page: Page) -> Iterator[Scheme]:
    """Schemes for items of lists, and for rows of tables."""
    habits = page.habits
    for name, flow in (
        ("items", open_lines(page.items)),
        ("table", open_tables(page.units)),
    ):
        marks = [
            _mark(at, unit, habits)
            for at, unit in enumerate(flow)
            if unit.role is Role.ITEM and says_something(unit.text)
        ]
        if marks:
            marks = _of_one_build(flow, with_options(flow, marks, habits))
            yield Scheme(name, tuple(flow), tuple(marks))


def _mark(at: int, unit: Unit, habits: Habits) -> Mark:
    label = habits.label(unit.text)
    if label is not None and label.kind is Kind.QUESTION:
        return Mark(at, label.rest, label.number or unit.number, "label", True)
    return replace(title_mark(at, unit.text, number=unit.number), form=unit.form)


def _of_one_build(flow: Sequence[Unit], marks: Sequence[Mark]) -> list[Mark]:
    """``marks``, those strengthened that are numbered, bold and have a body, as others that ask."""
    alike = [mark for mark in marks if _is_strong(flow, mark)]
    asking = sum(mark.asked >= 0.8 for mark in alike)
    if not alike or 3 * asking < len(alike):
        return list(marks)
    known = set(map(id, alike))
    return [replace(mark, form=_FORM) if id(mark) in known else mark for mark in marks]


def _is_strong(flow: Sequence[Unit], mark: Mark) -> bool:
    unit = flow[mark.at]
    bodied = mark.at + 1 < len(flow) and flow[mark.at + 1].block is not None
    return unit.number is not None and unit.text.startswith("**") and bodied
