"""Questions that are labels: ``**问题：** … **答案：** …``, ``Q: … A: …``, ``问：… 答：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Heading, Kind, PointList
from shuati.read.conventions import Conventions
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, clean
from shuati.read.segment import has_body
from shuati.sources.element import Element
from shuati.sources.labels import Label
from shuati.sources.numbering import digits, split_number

_NUMBERED = re.compile(r"\W*[^\W\d_]{0,4}?\s*(\d{1,4}|[一二三四五六七八九十百]{1,4})\W*")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every label of kind question begins one."""
    conventions = given.conventions
    elements = given.labels_expanded
    starts = [
        _mark(at, label)
        for at, element in enumerate(elements)
        if (label := conventions.label_of(element))
        and label.kind is Kind.QUESTION
        and not _is_section(elements, at, label, conventions)
    ]
    starts = [
        start
        for above, start in zip([None, *starts], starts, strict=False)
        if above is None or not _continues(elements, above, start, conventions)
    ]
    if starts:
        yield Proposal("pairs", tuple(elements), tuple(_with_leads(elements, starts, conventions)))


def _continues(
    elements: Sequence[Element],
    above: QuestionStart,
    start: QuestionStart,
    conventions: Conventions,
) -> bool:
    """Whether a label gives the words of what is above it: ## 题目1, then 题目描述：…"""
    between = elements[above.at + 1 : start.at]
    if isinstance(elements[start.at].block, Heading):
        return False
    if isinstance(elements[above.at].block, Heading):
        return not any(conventions.label_of(element) for element in between)
    return not above.title and not has_body(between)


def _is_section(
    elements: Sequence[Element], at: int, label: Label, conventions: Conventions
) -> bool:
    """Whether a label is the heading 题目 of a section, with a heading right below it.

    Or there is a list below it, and it is the only label of the document: # 面试题.
    """
    block = elements[at].block
    if not isinstance(block, Heading) or label.rest:
        return False
    below = elements[at + 1].block if at + 1 < len(elements) else None
    if isinstance(below, Heading) and below.level > block.level:
        return True
    others = (conventions.label_of(one) for one in elements if one is not elements[at])
    return isinstance(below, PointList) and label.number is None and not any(others)


def _with_leads(
    elements: Sequence[Element], starts: list[QuestionStart], conventions: Conventions
) -> list[QuestionStart]:
    """``starts`` with the lines in front of them that belong to them (``#1``, a case to judge).

    They are the first of a group of lines, right above the label, before most of the starts.
    """
    leads = {
        start.at: at
        for start in starts
        if (at := _lead(elements, start.at, conventions)) is not None
    }
    if 5 * len(leads) < 4 * len(starts) or len(starts) < 2:
        return starts
    return [_led(elements, start, leads.get(start.at)) for start in starts]


def _lead(elements: Sequence[Element], at: int, conventions: Conventions) -> int | None:
    """The element with which the group of lines begins that holds the label at ``at``."""
    first = at
    while first > 0 and elements[first - 1].span.last + 1 >= elements[first].span.first:
        above = elements[first - 1]
        if isinstance(above.block, PointList):
            break  # a blank line follows a list
        if above.paragraph is None or conventions.label_of(above):
            return None
        first -= 1
    return first if first < at else None


def _led(elements: Sequence[Element], start: QuestionStart, lead: int | None) -> QuestionStart:
    if lead is None:
        return start
    head, _, rest = (elements[lead].paragraph or "").partition("\n")
    numbered = _NUMBERED.fullmatch(head)
    number = digits(numbered[1]) if numbered else start.number
    title = clean(head) if re.search(r"[^\W\d_]", head) else ""
    return QuestionStart(lead, title, number, "lead", True, rest=rest)


def _mark(at: int, label: Label) -> QuestionStart:
    title, number = clean(label.rest), label.number
    numbered = split_number(title) if number is None else None
    if numbered is not None:
        title, number = clean(numbered.rest), numbered.number
    return QuestionStart(at, title, number, "label", True)
