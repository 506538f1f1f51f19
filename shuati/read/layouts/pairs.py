"""Questions that are labels: ``**问题：** … **答案：** …``, ``Q: … A: …``, ``问：… 答：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Kind, PointList
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Scheme, clean
from shuati.read.expand_lists import Page
from shuati.sources.elements import Unit
from shuati.text.labels import Label
from shuati.text.numbering import digits, split_number

_NUMBERED = re.compile(r"\W*[^\W\d_]{0,4}?\s*(\d{1,4}|[一二三四五六七八九十百]{1,4})\W*")


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: every label of kind question begins one."""
    habits = page.habits
    flow = page.labelled
    marks = [
        _mark(at, label)
        for at, unit in enumerate(flow)
        if (label := habits.label_of(unit)) and label.kind is Kind.QUESTION
    ]
    if marks:
        yield Scheme("pairs", tuple(flow), tuple(_with_leads(flow, marks, habits)))


def _with_leads(flow: Sequence[Unit], marks: list[Mark], habits: Habits) -> list[Mark]:
    """``marks`` with the lines in front of them that belong to them (``#1``, a case to judge).

    They are the first of a group of lines, right above the label, before most of the marks.
    """
    leads = {mark.at: at for mark in marks if (at := _lead(flow, mark.at, habits)) is not None}
    if 5 * len(leads) < 4 * len(marks) or len(marks) < 2:
        return marks
    return [_led(flow, mark, leads.get(mark.at)) for mark in marks]


def _lead(flow: Sequence[Unit], at: int, habits: Habits) -> int | None:
    """The unit with which the group of lines begins in which the label at ``at`` stands."""
    first = at
    while first > 0 and flow[first - 1].span.last + 1 >= flow[first].span.first:
        above = flow[first - 1]
        if isinstance(above.block, PointList):
            break  # behind a list stands a blank line
        if above.paragraph is None or habits.label_of(above):
            return None
        first -= 1
    return first if first < at else None


def _led(flow: Sequence[Unit], mark: Mark, lead: int | None) -> Mark:
    if lead is None:
        return mark
    head, _, rest = (flow[lead].paragraph or "").partition("\n")
    numbered = _NUMBERED.fullmatch(head)
    number = digits(numbered[1]) if numbered else mark.number
    title = clean(head) if re.search(r"[^\W\d_]", head) else ""
    return Mark(lead, title, number, "lead", True, rest=rest)


def _mark(at: int, label: Label) -> Mark:
    title, number = clean(label.rest), label.number
    numbered = split_number(title) if number is None else None
    if numbered is not None:
        title, number = clean(numbered.rest), numbered.number
    return Mark(at, title, number, "label", True)
