"""Questions that are headings: ``#### 题目3：…``, ``### 3. …``, ``## …？``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Kind
from shuati.read.conventions import Conventions
from shuati.read.expand.question_lists import lists_questions
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, regular, title_start
from shuati.read.report_fields import is_report_field
from shuati.read.segment import has_body, headings
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES
from shuati.sources.question_words import is_closing_title

EVERY = "heading all"  # the name of the proposal of every heading
_EVIDENCE = 0.9  # how much a heading is a question that has one 问题 below it


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """A proposal for every level of heading, with headings of other levels that fit it."""
    conventions = given.conventions
    elements = given.labels_expanded
    titles = _Titles(elements, conventions)
    named = next(
        (element.text for element in given.elements if element.role is Role.FRONT_MATTER), ""
    )
    for level in sorted({start.level for start in titles.starts}):
        starts = titles.at_level(level)
        if starts and len(starts) > 1 and _names(named, starts[0]):
            del starts[0]  # the title of the whole, as the front matter has it
        if starts:
            yield Proposal(f"heading {level}", tuple(elements), tuple(starts))


def every_heading(given: LayoutInput) -> Proposal | None:
    """All headings that are no labels, at whatever level; None where there are none."""
    starts = _Titles(given.labels_expanded, given.conventions).starts
    if not starts:
        return None
    by_level: dict[int, list[QuestionStart]] = {}
    for start in starts:
        by_level.setdefault(start.level, []).append(start)
    numbered = [start for own in by_level.values() for start in regular(own)]
    starts = sorted(numbered, key=lambda start: start.at)
    return Proposal(EVERY, tuple(given.labels_expanded), tuple(starts))


class _Titles:
    """The headings of a document and what is directly under each."""

    def __init__(self, elements: Sequence[Element], conventions: Conventions) -> None:
        found = headings(elements, conventions)
        ends = [at for at, _ in found[1:]] + [len(elements)] * bool(found)
        self.starts = [_mark(at, block, conventions) for at, block in found]
        self.above, self.ends = _nesting([start.level for start in self.starts])
        bodies = [elements[at + 1 : end] for (at, _), end in zip(found, ends, strict=True)]
        self.answered = [
            any(conventions.opens_answer(element) for element in body) for body in bodies
        ]
        self.bodied = [has_body(body) for body in bodies]
        self.any_body = any(self.bodied)
        self.listing = [lists_questions(body, conventions) for body in bodies]
        asked = [sum(_asks(body, at, conventions) for at in range(len(body))) for body in bodies]
        self.asking = [count > 0 for count in asked]
        self.labelled = sum(self.answered) >= 2
        self.paired = sum(self.asking) >= 2
        for at, count in enumerate(asked):
            if self.paired and count == 1:
                self.starts[at] = replace(self.starts[at], evidence=_EVIDENCE)

    def at_level(self, level: int) -> list[QuestionStart]:
        """The starts of the proposal in which headings of ``level`` are the questions."""
        own = [at for at, start in enumerate(self.starts) if start.level == level]
        for at, start in zip(own, regular([self.starts[at] for at in own]), strict=True):
            self.starts[at] = start
        numbered = 10 * sum(self.starts[at].number is not None for at in own) >= 7 * len(own)
        silent = not any(self.bodied[at] for at in own)
        kept = {at for at in own if self._fits(at, numbered) or (silent and self._stands_alone(at))}
        if not kept:
            return []
        kept |= {at for at, start in enumerate(self.starts) if self._joins(at, start, level, kept)}
        return [self.starts[at] for at in sorted(kept)]

    def _fits(self, at: int, numbered: bool) -> bool:
        """Whether a heading at the level of the questions is one of them."""
        start = self.starts[at]
        asked = start.asked
        if self.answered[at]:
            return True
        if is_closing_title(start.title) and not start.explicit and asked < 0.8:
            return False
        if start.explicit:
            return True
        if self.paired and not self.asking[at]:
            return False
        if self.listing[at] and start.number is None and asked < 0.8:
            return False
        if not self.bodied[at] and not self._has_answer_below(at):
            counted = numbered and start.style not in SECTION_STYLES and not self._below(at)
            return start.number is not None and (asked >= 0.8 or (counted and asked >= 0))
        if asked < 0 and (self.labelled or start.number is None):
            return False
        if numbered and start.number is None:
            return asked >= 0.9
        return (
            not self.labelled
            or asked >= 0.8
            or start.number is not None
            or self._has_answer_below(at)
        )

    def _stands_alone(self, at: int) -> bool:
        """Whether a heading without any body, among such, is a question without an answer."""
        return not self._below(at) and self.starts[at].asked >= 0

    def _has_answer_below(self, at: int) -> bool:
        """Whether the deeper headings under this one are parts of one answer, no questions."""
        below = self._below(at)
        if not self.labelled:
            return any(self.bodied[inner] for inner in below)
        answered = [inner for inner in below if self.answered[inner]]
        return len(answered) == 1 and not self._is_question(answered[0])

    def _is_question(self, at: int) -> bool:
        start = self.starts[at]
        return start.explicit or start.number is not None or start.asked >= 0.8

    def _below(self, at: int) -> range:
        """The headings under a heading, those under them too."""
        return range(at + 1, self.ends[at])

    def _joins(self, at: int, start: QuestionStart, level: int, kept: set[int]) -> bool:
        """Whether a heading of another level is a question among those of ``level``."""
        if start.level == level or is_closing_title(start.title):
            return False
        if self.paired and not self.asking[at]:
            return False
        if not self.bodied[at]:
            return not self.any_body and start.asked >= 0.8
        if start.level > level:
            owners = [other for other in self.above[at] if other in kept]
            if any(self.answered[other] or not self.labelled for other in owners):
                return False
            return self.answered[at] and not owners
        if not self.answered[at] and any(inner in kept for inner in self._below(at)):
            return False
        if self.answered[at]:
            return not self.asking[at] or start.number is not None or start.asked >= 0.8
        return not self.labelled and start.asked >= 0.8


def _names(matter: str, start: QuestionStart) -> bool:
    """Whether front matter has the words of a start as the document's title."""
    title = re.escape(start.title)
    return (
        bool(title) and re.search(rf"^title:\s*[\"']?{title}[\"']?\s*$", matter, re.M) is not None
    )


def _nesting(levels: Sequence[int]) -> tuple[list[tuple[int, ...]], list[int]]:
    """For every heading those above it, outermost first, and where what is under it ends."""
    above: list[tuple[int, ...]] = []
    ends = [len(levels)] * len(levels)
    stack: list[int] = []
    for at, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            ends[stack.pop()] = at
        above.append(tuple(stack))
        stack.append(at)
    return above, ends


def _asks(body: Sequence[Element], at: int, conventions: Conventions) -> bool:
    """Whether an element of what is under a heading is the label of a question."""
    label = conventions.label_of(body[at])
    asks = label is not None and label.kind is Kind.QUESTION
    return asks and not is_report_field(body, at, conventions)


def _mark(at: int, block: Heading, conventions: Conventions) -> QuestionStart:
    label = conventions.label(block.text, heading=True)
    if label is not None and label.kind is Kind.QUESTION and label.rest:
        return QuestionStart(at, label.rest, label.number, "label", True, block.level)
    return title_start(at, block.text, block.level)
