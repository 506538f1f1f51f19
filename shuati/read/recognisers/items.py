"""Questions that are list items or table rows: ``1. **题**``, ``| 题目 | 答案 |``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.model import Kind
from shuati.read.habits import Habits
from shuati.read.marks import Mark, Scheme, title_mark
from shuati.read.open import open_items, open_lines, open_tables
from shuati.read.options import with_options
from shuati.read.units import Role, Unit
from shuati.read.wording import says_something


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """Schemes for items of lists, and for rows of tables."""
    for name, flow in (
        ("items", open_lines(open_items(units, habits))),
        ("table", open_tables(units)),
    ):
        marks = [
            _mark(at, unit, habits)
            for at, unit in enumerate(flow)
            if unit.role is Role.ITEM and says_something(unit.text)
        ]
        if marks:
            yield Scheme(name, tuple(flow), tuple(with_options(flow, marks, habits)))


def _mark(at: int, unit: Unit, habits: Habits) -> Mark:
    label = habits.label(unit.text)
    if label is not None and label.kind is Kind.QUESTION:
        return Mark(at, label.rest, label.number or unit.number, "label", True)
    return title_mark(at, unit.text, number=unit.number)
