"""Questions that fold open: ``<details><summary>题</summary> … </details>``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Kind
from shuati.read.habits import Habits
from shuati.read.marks import Scheme, title_mark
from shuati.read.open import open_labels
from shuati.read.units import Role, Unit

_FORM = 0.5  # how much a text that folds open is a question, whatever its title says


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """At most one scheme: every summary that is no label (查看答案) is a question."""
    flow = open_labels(units, habits)
    marks, depth = [], 0
    for at, unit in enumerate(flow):
        depth += (unit.role is Role.OPEN) - (unit.role is Role.CLOSE)
        if unit.role is not Role.SUMMARY or not unit.text or depth > 1:
            continue
        label = habits.label_of(unit)
        if label is None:
            marks.append(replace(title_mark(at, unit.text), form=_FORM))
        elif label.kind is Kind.QUESTION and label.rest:
            marks.append(replace(title_mark(at, label.rest), number=label.number, explicit=True))
    if marks:
        yield Scheme("details", tuple(flow), tuple(marks))
