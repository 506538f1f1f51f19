"""Questions that fold open: ``<details><summary>题</summary> … </details>``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.read.blocks import Role, Unit
from shuati.read.habits import Habits
from shuati.read.marks import Scheme, title_mark
from shuati.read.open import open_labels


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """At most one scheme: every summary that is no label (查看答案) is a question."""
    flow = open_labels(units, habits)
    marks = []
    for at, unit in enumerate(flow):
        if unit.role is Role.SUMMARY and unit.text and not habits.opens_answer(unit):
            label = habits.label_of(unit)
            marks.append(title_mark(at, label.rest if label and label.rest else unit.text))
    if marks:
        yield Scheme("details", tuple(flow), tuple(marks))
