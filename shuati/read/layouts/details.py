"""Questions that fold open: ``<details><summary>题</summary> … </details>``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shuati.model import Kind
from shuati.read.cut import Scheme, title_mark
from shuati.read.expand_lists import Page
from shuati.sources.elements import Role

_FORM = 0.5  # how much a text that folds open is a question, whatever its title says


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: every summary that is no label (查看答案) is a question."""
    habits = page.habits
    flow = page.labelled
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
