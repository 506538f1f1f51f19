"""Cases: a text under a heading of its own (案例一, 阅读材料) and questions about it.

A case is taken apart before any layout sees it, where its questions have numbers and each has
an answer of its own: below it, in a list below all of them, or in the key of the paper. Any other
case is left to the layouts, as one question or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Form, Heading, Kind, Paragraph, PointList
from shuati.read.conventions import Conventions, conventions_of
from shuati.read.exam.case_lines import (
    as_line,
    line_number,
    text_of,
)
from shuati.read.exam.case_names import names_case
from shuati.read.exam.case_study import BARE, SEVERAL, CaseStudy, case_of
from shuati.read.exam.key_items import AnswerKey
from shuati.read.exam.key_pages import names_key
from shuati.read.exam.part_kinds import part_form
from shuati.read.exam.shared_stems import announced
from shuati.read.segment import Segment
from shuati.sources.element import Element, Role
from shuati.sources.numbering import split_number

_RULES = re.compile(r"本大?题|[大小每]题|共.{0,6}[题分]|答题|各题|下列[各题]")
_OF_TEXT = re.compile(r"材料|资料|案例|病例|病案|综合|情[景境]|应用|实务")
_LONGEST = 40  # characters of a title
_TEXT_OF_PART = 25  # characters of the text of a case right below the heading of a part


def find_cases(elements: Sequence[Element]) -> list[CaseStudy]:
    """The cases among ``elements`` that have numbered questions."""
    heads = _heads(elements)
    if not heads:
        return []
    conventions = conventions_of(elements)
    found: list[CaseStudy] = []
    begin: int | None = None  # of a text that goes on below the next head
    for head, following in zip(heads, [*heads[1:], len(elements)], strict=True):
        begin = head if begin is None else begin
        end = _end(elements, begin, following)
        case = case_of(elements[begin:end], conventions)
        goes_on = end == following < len(elements) and SEVERAL.match(text_of(elements[following]))
        if case is None and goes_on:
            continue
        further = _end(elements, begin, following, conventions)
        if further > end and (case is None or not case.answered):
            longer = case_of(elements[begin:further], conventions)
            case = longer if longer is not None and longer.answered else case
        if case is not None:
            found.append(replace(case, of_part=_is_in_part(elements, begin)))
        begin = None
    return found


def with_cases(elements: Sequence[Element], cases: Sequence[CaseStudy]) -> list[Element]:
    """``elements`` with one element (`Role.CASE`) for each of ``cases``."""
    found: list[Element] = []
    left = list(cases)
    for element in elements:
        while left and left[0].span.last < element.span.first:
            left.pop(0)
        if not left or element.span.last < left[0].span.first:
            found.append(element)
        elif not found or found[-1].span != left[0].span:
            found.append(Element(Role.CASE, left[0].span))
    return found


def with_questions_of_cases(
    segments: Sequence[Segment], cases: Sequence[CaseStudy]
) -> list[Segment]:
    """``segments`` with the material, the questions and the answers of each case in its place."""
    by_place = {case.span.first: case for case in cases}
    found: list[Segment] = []
    for segment in segments:
        own: list[Element] = []  # since the last case
        for element in segment.elements:
            if element.role is Role.CASE:
                found += [Segment(None, tuple(own))] if own else []
                found += _taken_apart(by_place[element.span.first])
                own = []
            else:
                own.append(element)
        found += [Segment(segment.start, tuple(own))] if own else []
    return found


def with_keys_of_cases(keys: Sequence[AnswerKey], cases: Sequence[CaseStudy]) -> list[AnswerKey]:
    """The keys of a paper and of its cases in order; each answer is in one of them."""
    own = [case.key for case in cases if case.key is not None]
    taken = {id(item) for key in own for item in key.items}
    left = [
        replace(key, items=tuple(item for item in key.items if id(item) not in taken))
        for key in keys
    ]
    return sorted((*left, *own), key=lambda key: key.span.first)


def _taken_apart(case: CaseStudy) -> Iterator[Segment]:
    """The material of a case, its questions, and the answers below all of them."""
    levels = [one.start.level for one in case.questions if one.start]
    level = min(6, *(max(1, level - 1) for level in levels))  # above its questions
    title = Heading(level, case.title, case.stem.span) if case.title else None
    if not case.answered:
        yield case.whole
        return
    yield Segment(None, (Element(Role.STEM, case.stem.span, title),))
    yield from case.questions
    if case.key is not None and case.key.span.last <= case.span.last:
        yield Segment(None, (Element(Role.KEY, case.key.span),))


def _is_in_part(elements: Sequence[Element], head: int) -> bool:
    """Whether the heading above a case is that of a part with open questions."""
    block = elements[head].block
    level = block.level if isinstance(block, Heading) else 7
    above = (one.block for one in reversed(elements[:head]))
    part = next((one for one in above if isinstance(one, Heading) and one.level < level), None)
    return part is not None and part_form(part.text) is Form.OPEN


def _heads(elements: Sequence[Element]) -> list[int]:
    """The indices of the elements that may begin a case, outside of the keys of the paper."""
    found = []
    key = 0  # the level of the heading of a key, 0 outside of any
    for at, element in enumerate(elements):
        block = element.block
        if isinstance(block, Heading) and (block.level <= key or not key):
            key = block.level if names_key(block.text) else 0
        if not key and _is_head(elements, at):
            found.append(at)
    return found


def _is_head(elements: Sequence[Element], at: int) -> bool:
    """Whether the text of a case may begin here."""
    element = as_line(elements[at])
    if not isinstance(element.block, Heading | Paragraph) or announced(element):
        return False
    first = text_of(element).split("\n", 1)[0]
    if names_case(first, heading=isinstance(element.block, Heading)):
        return True
    if BARE.match(first) is not None:
        return True
    if not isinstance(element.block, Heading) or not _OF_TEXT.search(first):
        return False
    if part_form(first) is None or at + 1 == len(elements) or _is_head(elements, at + 1):
        return False
    below = text_of(elements[at + 1])
    rules = _RULES.search(below.split("\n", 1)[0][:_LONGEST])
    return len(below) >= _TEXT_OF_PART and not rules and split_number(below) is None


def _end(
    elements: Sequence[Element], head: int, following: int, conventions: Conventions | None = None
) -> int:
    """The index behind the last element of the case that begins at ``head``.

    With ``conventions`` a heading 参考答案 beside its own does not end it. One with a number
    ends at the next number.
    """
    number = _plain_number(elements[head])
    above = (one for one in reversed(elements[: head + 1]) if not line_number(text_of(one)))
    level = next((one.block.level for one in above if isinstance(one.block, Heading)), 0)
    end = following
    for at in range(head + 1, following):
        below = elements[at].block
        if number and (
            below.start == number + 1
            if isinstance(below, PointList) and below.ordered
            else _plain_number(elements[at]) == number + 1
        ):
            end = at
            break
        if isinstance(below, Heading) and below.level <= level:
            label = conventions.label_of(elements[at]) if conventions else None
            if label is None or label.kind is not Kind.ANSWER:
                end = at
                break
    while end > head + 1 and elements[end - 1].role is not Role.BLOCK:
        end -= 1
    return end


def _plain_number(element: Element) -> int:
    """The number of a line ``3. 阅读材料``, 0 for none."""
    found = split_number(text_of(as_line(element)))
    return int(found.number) if found is not None and found.style in ("1.", "1、") else 0
