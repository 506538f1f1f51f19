"""Questions that are numbered lines without any markup: ``1、题``, ``（1）题``, ``第1题 …``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Paragraph, PointList
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Scheme, clean, title_mark
from shuati.read.expand_lists import Page, split_head
from shuati.read.options import with_options
from shuati.read.terms import FORM, below_terms, split_term
from shuati.sources.elements import Role, Unit
from shuati.text.numbering import alone, split_number
from shuati.text.question_words import names_kind

_BOLD_TITLE = re.compile(r"\s*(\*\*|__)(?!\s*[\d.、．)）]+\s*\1)")  # not **1.** 题
_KIND = re.compile(r"\s*[【\[(（](?P<kind>\w{2,6})[】\])）]\s*(?=\S)")


def find(page: Page) -> Iterator[Scheme]:
    """A scheme for every style of number that begins paragraphs."""
    habits = page.habits
    flow = [_as_line(unit) for unit in page.items]
    styles: dict[str, list[Mark]] = {}
    terms = below_terms(flow)
    for at, unit in enumerate(flow):
        text = unit.paragraph
        if text is None or _BOLD_TITLE.match(text):
            continue
        title, _, rest = text.partition("\n")
        if (kind := _KIND.match(title)) and names_kind(kind["kind"]):
            mark = Mark(at, clean(title), None, "kind", True, rest=rest)
            styles.setdefault(mark.style, []).append(mark)
            continue
        if rest and (number := alone(title)):
            title, _, rest = rest.partition("\n")
            mark = replace(title_mark(at, title), number=number, style="01", rest=rest)
            styles.setdefault(mark.style, []).append(mark)
            continue
        numbered = split_number(text) if at in terms else None
        if numbered is not None and (term := split_term(numbered.rest)):
            mark = replace(title_mark(at, text), title=clean(term[0]), rest=term[1], form=FORM)
            styles.setdefault(mark.style, []).append(mark)
            continue
        if title.rstrip().endswith(("，", "、", ",")):
            title, rest = split_head(text)
        mark = replace(title_mark(at, title), rest=rest)
        if mark.number is not None and mark.style != "1":
            styles.setdefault(mark.style, []).append(mark)
    for style, marks in styles.items():
        kept = _answered(flow, with_options(flow, marks, habits), habits)
        if kept:
            yield Scheme(f"plain {style}", tuple(flow), tuple(kept))


def _as_line(unit: Unit) -> Unit:
    """The head of a list's item, or a list of one line, as the numbered line that it is."""
    if unit.role is Role.ITEM and unit.number is not None:
        text = f"{unit.number}. {unit.text}"
        return Unit(Role.BLOCK, unit.span, Paragraph(text, unit.span))
    block = unit.block
    if isinstance(block, PointList) and block.ordered and len(block.points) == 1:
        inside = block.points[0].blocks
        if len(inside) == 1 and isinstance(inside[0], Paragraph):
            text = f"{block.start}. {inside[0].text}"
            return Unit(Role.BLOCK, unit.span, Paragraph(text, unit.span))
    return unit


def _answered(flow: Sequence[Unit], marks: list[Mark], habits: Habits) -> list[Mark]:
    """The marks that are questions and not points of an answer.

    Where answers have labels: those directly before one, or those that sound asked.
    Elsewhere: those that sound asked, and those that fill a gap in their numbers.
    """
    ends = [mark.at for mark in marks[1:]] + [len(flow)]
    labelled = [
        any(habits.opens_answer(unit) for unit in flow[mark.at : end])
        for mark, end in zip(marks, ends, strict=True)
    ]
    keep = [
        answered or mark.explicit or mark.asked >= 0.8
        for mark, answered in zip(marks, labelled, strict=True)
    ]
    for at, mark in enumerate(marks):
        if labelled[at] and mark.rest.count("\n") < 2:  # the asking goes on over the line
            marks[at] = replace(mark, title=f"{mark.title}\n{mark.rest}".strip(), rest="")
    if any(labelled) or 2 * sum(keep) <= len(marks):
        return [mark for at, mark in enumerate(marks) if keep[at]]
    return _with_gaps_filled(flow, marks, [at for at in range(len(marks)) if keep[at]])


def _with_gaps_filled(flow: Sequence[Unit], marks: list[Mark], keep: list[int]) -> list[Mark]:
    """The marks at ``keep``, and those between whose numbers lead from one to the next.

    From 3 over 4 and 5 to 6, from a heading over 1 to 2, from the last on to the end; and
    the second of 3, 3, 4.
    """
    kept = set(keep)
    for before, after in zip([-1, *keep], keep, strict=False):
        first, number = _number(marks[before]) if before >= 0 else 0, _number(marks[after])
        if after == before + 2 and _numbers(marks[before + 1 : after]) == [first] == [number - 1]:
            kept.add(before + 1)
            continue
        begin = before + 1
        if before >= 0 and first >= number:  # the numbers begin again
            first, begin = 0, _below_heading(flow, marks, before, after)
        gap = [at for at in range(begin, after) if first < _number(marks[at]) < number]
        if _numbers([marks[at] for at in gap]) == list(range(first + 1, number)):
            kept.update(gap)
    last = keep[-1]
    for at in range(last + 1, len(marks)):
        if _number(marks[at]) == _number(marks[last]) + 1:
            kept.add(at)
            last = at
    return [marks[at] for at in sorted(kept)]


def _below_heading(flow: Sequence[Unit], marks: Sequence[Mark], before: int, after: int) -> int:
    """The first mark below the last heading between two marks; ``after`` where there is none."""
    between = range(marks[before].at, marks[after].at)
    heading = max((at for at in between if isinstance(flow[at].block, Heading)), default=None)
    if heading is None:
        return after
    return next(at for at in range(before, after + 1) if marks[at].at > heading)


def _numbers(marks: Sequence[Mark]) -> list[int]:
    return [_number(mark) for mark in marks]


def _number(mark: Mark) -> int:
    """The number of a mark, where it is a plain one; else one that follows none."""
    number = mark.number or ""
    return int(number) if number.isdecimal() else -9
