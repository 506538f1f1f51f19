"""The evidence of where a start is among the lines of its proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Heading, Kind, Paragraph, PointList
from shuati.read.conventions import Conventions
from shuati.read.evidence.extent import asks
from shuati.read.evidence.kinds import Evidence
from shuati.read.expand.heads import head_of
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL, QuestionStart, is_next
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES, split_number
from shuati.sources.question_words import (
    ends_in_question_mark,
    names_question_part,
    ornament,
    sounds_asked,
)

_FEWEST = 2  # starts that ask, whose marks are those of questions
_BOLD = re.compile(r"\W*(?:\*\*|__)")


def led_by(proposal: Proposal, conventions: Conventions) -> Iterator[Evidence]:
    """The evidence of the line above the enumeration that a start is in, for every start.

    ``led``: that line leads to the points below it (包括以下几点：); ``led by a question``: it has
    a number too, or asks.
    """
    for start in proposal.starts:
        lead = _line_above(proposal.elements, start) if start.level == NO_LEVEL else None
        led = lead is not None and _leads(lead, conventions)
        yield {
            "led": float(led),
            "led by a question": float(led and lead is not None and _is_question(lead)),
        }


def unlike_asking(proposal: Proposal) -> list[bool]:
    """For every start whether it asks nothing and is not marked as those that ask.

    They all begin with a sign or with bold type, it does not; and no count (1, 2, 3) has both.
    """
    asking = [_marks(proposal.elements[one.at]) for one in proposal.starts if asks(one)]
    marks = set.intersection(*asking) if len(asking) >= _FEWEST else set()
    if not marks:
        return [False] * len(proposal.starts)
    return [
        _is_unasked(start) and not counted and not marks <= _marks(proposal.elements[start.at])
        for start, counted in zip(
            proposal.starts, _counted_with_asking(proposal.starts), strict=True
        )
    ]


def _is_unasked(start: QuestionStart) -> bool:
    return not asks(start) and start.row is None


def _text(element: Element) -> str:
    block = element.block
    return block.text if isinstance(block, Heading | Paragraph) else element.text


def _line_above(elements: Sequence[Element], start: QuestionStart) -> str | None:
    """The line above the enumeration that a start is a point of; None where none is above it.

    The points of an enumeration are one below the other, with nothing between them.
    """
    at = start.at
    while at > 0 and _is_point_before(elements[at - 1], elements[at]):
        at -= 1
    if at == 0 or _number(elements[at]) not in (None, "1"):
        return None
    return _last_line(elements[at - 1])


def _number(element: Element) -> str | None:
    """The number of a point."""
    numbered = None if element.role is Role.ITEM else split_number(_text(element))
    return numbered.number if numbered else element.number


def _last_line(element: Element) -> str | None:
    """The last line of a paragraph or an item, or of the last point of a list of such."""
    block = element.block
    if isinstance(block, PointList):
        head = head_of(block.points[-1]) or ""
        return f"{block.start + len(block.points) - 1}. {head}" if block.ordered else head
    if element.role is Role.ITEM:
        return f"{element.number}. {element.text}" if element.number else element.text
    return element.paragraph.rsplit("\n", 1)[-1] if element.paragraph else None


def _is_point_before(above: Element, below: Element) -> bool:
    """Whether two elements are points of one list, or lines whose numbers follow each other."""
    if above.role is Role.ITEM and below.role is Role.ITEM:
        return (above.number is None) == (below.number is None)
    if not (above.paragraph and below.paragraph):
        return False
    first, second = split_number(above.paragraph), split_number(below.paragraph)
    if first is None or second is None or first.style != second.style:
        return False
    numbers = (first.number, second.number)
    return all(map(str.isdecimal, numbers)) and int(numbers[1]) == int(numbers[0]) + 1


def _leads(line: str, conventions: Conventions) -> bool:
    """Whether a line leads to points below it, and does not say that they are questions."""
    label = conventions.label(line)
    if (label is not None and label.kind is Kind.QUESTION) or names_question_part(line):
        return False
    return line.rstrip(" *_").endswith((":", "：")) or _is_question(line)


def _is_question(line: str) -> bool:
    """Whether a line has a number that is not one of a section, or has a question mark."""
    numbered = split_number(line)
    if numbered is not None and numbered.style not in SECTION_STYLES:
        return line.rstrip(" *_").endswith((":", "：")) or sounds_asked(line) >= 0.8
    return ends_in_question_mark(line)


def _counted_with_asking(starts: Sequence[QuestionStart]) -> list[bool]:
    """For every start whether it is in one count (1, 2, 3) with a start that asks."""
    counts: list[list[QuestionStart]] = []
    for start in starts:
        if counts and is_next(counts[-1][-1], start):
            counts[-1].append(start)
        else:
            counts.append([start])
    return [any(map(asks, count)) for count in counts for _ in count]


def _marks(element: Element) -> set[str]:
    """``sign`` where an element begins with a picture, ``bold`` where with bold type."""
    text = _text(element)
    found = {"bold"} if _BOLD.match(text) else set()
    return found | {"sign"} if text[: ornament(text)].strip(" *_#>•·●◆■▶\t\u3000") else found
