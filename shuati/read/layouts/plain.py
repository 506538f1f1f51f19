"""Questions that are numbered lines without any markup: ``1、题``, ``（1）题``, ``第1题 …``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Paragraph
from shuati.read.conventions import Conventions
from shuati.read.definitions import EVIDENCE, below_terms, split_term
from shuati.read.expand.heads import split_head
from shuati.read.expand.lines import numbered_line
from shuati.read.options import with_options
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, clean, title_start
from shuati.sources.element import Element, Role
from shuati.sources.numbering import alone, split_number
from shuati.sources.question_words import names_kind

_BOLD_TITLE = re.compile(r"\s*(\*\*|__)(?!\s*[\d.、．)）]+\s*\1)")  # not **1.** 题
_KIND = re.compile(r"\s*[【\[(（](?P<kind>\w{2,6})[】\])）]\s*(?=\S)")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """A proposal for every style of number that begins paragraphs."""
    conventions = given.conventions
    elements = [_as_line(element) for element in given.items_expanded]
    styles: dict[str, list[QuestionStart]] = {}
    terms = below_terms(elements)
    for at, element in enumerate(elements):
        text = element.paragraph
        if text is None or _BOLD_TITLE.match(text):
            continue
        title, _, rest = text.partition("\n")
        if (kind := _KIND.match(title)) and names_kind(kind["kind"]):
            start = QuestionStart(at, clean(title), None, "kind", True, rest=rest)
            styles.setdefault(start.style, []).append(start)
            continue
        if rest and (number := alone(title)):
            title, _, rest = rest.partition("\n")
            start = replace(title_start(at, title), number=number, style="01", rest=rest)
            styles.setdefault(start.style, []).append(start)
            continue
        numbered = split_number(text) if at in terms else None
        if numbered is not None and (term := split_term(numbered.rest)):
            start = replace(
                title_start(at, text), title=clean(term[0]), rest=term[1], evidence=EVIDENCE
            )
            styles.setdefault(start.style, []).append(start)
            continue
        if title.rstrip().endswith(("，", "、", ",")):
            title, rest = split_head(text)
        start = replace(title_start(at, title), rest=rest)
        if start.number is not None and start.style != "1":
            styles.setdefault(start.style, []).append(start)
    for style, starts in styles.items():
        every = with_options(elements, starts, conventions)
        kept = _answered(elements, list(every), conventions)
        if kept:
            yield Proposal(f"plain {style}", tuple(elements), tuple(kept))
        if len(kept) < len(every):
            yield Proposal(f"loose {style}", tuple(elements), tuple(every))


def _as_line(element: Element) -> Element:
    """The head of a list's item, or a list of one line, as the numbered line that it is."""
    if element.role is Role.ITEM and element.number is not None:
        text = f"{element.number}. {element.text}"
        return Element(Role.BLOCK, element.span, Paragraph(text, element.span))
    return numbered_line(element) or element


def _answered(
    elements: Sequence[Element], starts: list[QuestionStart], conventions: Conventions
) -> list[QuestionStart]:
    """The starts that are questions and not points of an answer.

    Where answers have labels: those directly before one, or those that sound asked.
    Elsewhere: those that sound asked, and those that fill a gap in their numbers.
    """
    ends = [start.at for start in starts[1:]] + [len(elements)]
    labelled = [
        any(conventions.opens_answer(element) for element in elements[start.at : end])
        for start, end in zip(starts, ends, strict=True)
    ]
    keep = [
        answered or start.explicit or start.asked >= 0.8
        for start, answered in zip(starts, labelled, strict=True)
    ]
    for at, start in enumerate(starts):
        if labelled[at] and start.rest.count("\n") < 2:  # the asking goes on over the line
            starts[at] = replace(start, title=f"{start.title}\n{start.rest}".strip(), rest="")
    if any(labelled) or 2 * sum(keep) < len(starts):
        return [start for at, start in enumerate(starts) if keep[at]]
    return _with_gaps_filled(elements, starts, [at for at in range(len(starts)) if keep[at]])


def _with_gaps_filled(
    elements: Sequence[Element], starts: list[QuestionStart], keep: list[int]
) -> list[QuestionStart]:
    """The starts at ``keep``, and those between whose numbers lead from one to the next.

    From 3 over 4 and 5 to 6, from a heading over 1 to 2, from the last on to the end; and
    the second of 3, 3, 4.
    """
    kept = set(keep)
    for before, after in zip([-1, *keep], keep, strict=False):
        first, number = _number(starts[before]) if before >= 0 else 0, _number(starts[after])
        if after == before + 2 and _numbers(starts[before + 1 : after]) == [first] == [number - 1]:
            kept.add(before + 1)
            continue
        begin = before + 1
        if before >= 0 and first >= number:  # the numbers begin again
            first, begin = 0, _below_heading(elements, starts, before, after)
        gap = [at for at in range(begin, after) if first < _number(starts[at]) < number]
        if _numbers([starts[at] for at in gap]) == list(range(first + 1, number)):
            kept.update(gap)
    last = keep[-1]
    for at in range(last + 1, len(starts)):
        if _number(starts[at]) == _number(starts[last]) + 1:
            kept.add(at)
            last = at
    return [starts[at] for at in sorted(kept)]


def _below_heading(
    elements: Sequence[Element], starts: Sequence[QuestionStart], before: int, after: int
) -> int:
    """The first start below the last heading between two starts; ``after`` where there is none."""
    between = range(starts[before].at, starts[after].at)
    heading = max((at for at in between if isinstance(elements[at].block, Heading)), default=None)
    if heading is None:
        return after
    return next(at for at in range(before, after + 1) if starts[at].at > heading)


def _numbers(starts: Sequence[QuestionStart]) -> list[int]:
    return [_number(start) for start in starts]


def _number(start: QuestionStart) -> int:
    """The number of a start, where it is a plain one; else one that follows none."""
    number = start.number or ""
    return int(number) if number.isdecimal() else -9
