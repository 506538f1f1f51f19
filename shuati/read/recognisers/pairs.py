"""Questions that are labels: ``**问题：** … **答案：** …``, ``Q: … A: …``, ``问：… 答：…``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.model import Kind
from shuati.read.habits import Habits
from shuati.read.labels import Label
from shuati.read.marks import Mark, Scheme, clean
from shuati.read.numbering import split_number
from shuati.read.open import open_labels
from shuati.read.units import Unit


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """At most one scheme: every label of kind question begins one."""
    flow = open_labels(units, habits)
    marks = [
        _mark(at, label)
        for at, unit in enumerate(flow)
        if (label := habits.label_of(unit)) and label.kind is Kind.QUESTION
    ]
    if marks:
        yield Scheme("pairs", tuple(flow), tuple(marks))


def _mark(at: int, label: Label) -> Mark:
    title, number = clean(label.rest), label.number
    numbered = split_number(title) if number is None else None
    if numbered is not None:
        title, number = clean(numbered.rest), numbered.number
    return Mark(at, title, number, "label", True)
