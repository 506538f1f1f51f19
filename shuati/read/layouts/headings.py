"""Questions that are headings: ``#### 题目3：…``, ``### 3. …``, ``## …？``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Kind
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Scheme, has_body, headings, regular, title_mark
from shuati.read.expand_lists import Page, lists_questions
from shuati.sources.elements import Role, Unit
from shuati.text.numbering import SECTION_STYLES
from shuati.text.question_words import closes

_FORM = 0.9  # how much a heading is a question that has one 问题 below it


def find(page: Page) -> Iterator[Scheme]:
    """A scheme for every level of heading, with headings of other levels that fit it."""
    habits = page.habits
    flow = page.labelled
    titles = _Titles(flow, habits)
    named = next((unit.text for unit in page.units if unit.role is Role.MATTER), "")
    for level in sorted({mark.level for mark in titles.marks}):
        marks = titles.at_level(level)
        if marks and len(marks) > 1 and _names(named, marks[0]):
            del marks[0]  # the title of the whole, as the front matter has it
        if marks:
            yield Scheme(f"heading {level}", tuple(flow), tuple(marks))


class _Titles:
    """The headings of a document and what stands directly under each."""

    def __init__(self, flow: Sequence[Unit], habits: Habits) -> None:
        found = headings(flow, habits)
        ends = [at for at, _ in found[1:]] + [len(flow)] * bool(found)
        self.marks = [_mark(at, block, habits) for at, block in found]
        self.above, self.ends = _nesting([mark.level for mark in self.marks])
        bodies = [flow[at + 1 : end] for (at, _), end in zip(found, ends, strict=True)]
        self.answered = [any(habits.opens_answer(unit) for unit in body) for body in bodies]
        self.bodied = [has_body(body) for body in bodies]
        self.any_body = any(self.bodied)
        self.listing = [lists_questions(body, habits) for body in bodies]
        asked = [sum(_asks(unit, habits) for unit in body) for body in bodies]
        self.asking = [count > 0 for count in asked]
        self.labelled = sum(self.answered) >= 2
        self.paired = sum(self.asking) >= 2
        for at, count in enumerate(asked):
            if self.paired and count == 1:
                self.marks[at] = replace(self.marks[at], form=_FORM)

    def at_level(self, level: int) -> list[Mark]:
        """The marks of the scheme in which headings of ``level`` are the questions."""
        own = [at for at, mark in enumerate(self.marks) if mark.level == level]
        for at, mark in zip(own, regular([self.marks[at] for at in own]), strict=True):
            self.marks[at] = mark
        numbered = 10 * sum(self.marks[at].number is not None for at in own) >= 7 * len(own)
        silent = not any(self.bodied[at] for at in own)
        kept = {at for at in own if self._fits(at, numbered) or (silent and self._stands_alone(at))}
        if not kept:
            return []
        kept |= {at for at, mark in enumerate(self.marks) if self._joins(at, mark, level, kept)}
        return [self.marks[at] for at in sorted(kept)]

    def _fits(self, at: int, numbered: bool) -> bool:
        """Whether a heading at the level of the questions is one of them."""
        mark = self.marks[at]
        asked = mark.asked
        if self.answered[at]:
            return True
        if closes(mark.title) and not mark.explicit and asked < 0.8:
            return False
        if mark.explicit:
            return True
        if self.paired and not self.asking[at]:
            return False
        if self.listing[at] and mark.number is None and asked < 0.8:
            return False
        if not self.bodied[at] and not self._has_answer_below(at):
            counted = numbered and mark.style not in SECTION_STYLES and not self._below(at)
            return mark.number is not None and (asked >= 0.8 or (counted and asked >= 0))
        if asked < 0 and (self.labelled or mark.number is None):
            return False
        if numbered and mark.number is None:
            return asked >= 0.9
        return (
            not self.labelled
            or asked >= 0.8
            or mark.number is not None
            or self._has_answer_below(at)
        )

    def _stands_alone(self, at: int) -> bool:
        """Whether a heading without any body, among such, is a question nobody answered."""
        return not self._below(at) and self.marks[at].asked >= 0

    def _has_answer_below(self, at: int) -> bool:
        """Whether the deeper headings under this one are parts of one answer, no questions."""
        below = self._below(at)
        if not self.labelled:
            return any(self.bodied[inner] for inner in below)
        answered = [inner for inner in below if self.answered[inner]]
        return len(answered) == 1 and not self._is_question(answered[0])

    def _is_question(self, at: int) -> bool:
        mark = self.marks[at]
        return mark.explicit or mark.number is not None or mark.asked >= 0.8

    def _below(self, at: int) -> range:
        """The headings under a heading, those under them too."""
        return range(at + 1, self.ends[at])

    def _joins(self, at: int, mark: Mark, level: int, kept: set[int]) -> bool:
        """Whether a heading of another level is a question among those of ``level``."""
        if mark.level == level or closes(mark.title):
            return False
        if self.paired and not self.asking[at]:
            return False
        if not self.bodied[at]:
            return not self.any_body and mark.asked >= 0.8
        if mark.level > level:
            owners = [other for other in self.above[at] if other in kept]
            if any(self.answered[other] or not self.labelled for other in owners):
                return False
            return self.answered[at] and not owners
        if not self.answered[at] and any(inner in kept for inner in self._below(at)):
            return False
        if self.answered[at]:
            return not self.asking[at] or mark.number is not None or mark.asked >= 0.8
        return not self.labelled and mark.asked >= 0.8


def _names(matter: str, mark: Mark) -> bool:
    """Whether front matter has the words of a mark as the document's title."""
    title = re.escape(mark.title)
    return (
        bool(title) and re.search(rf"^title:\s*[\"']?{title}[\"']?\s*$", matter, re.M) is not None
    )


def _nesting(levels: Sequence[int]) -> tuple[list[tuple[int, ...]], list[int]]:
    """For every heading those it stands under, outermost first, and where what is under it ends."""
    above: list[tuple[int, ...]] = []
    ends = [len(levels)] * len(levels)
    stack: list[int] = []
    for at, level in enumerate(levels):
        while stack and levels[stack[-1]] >= level:
            ends[stack.pop()] = at
        above.append(tuple(stack))
        stack.append(at)
    return above, ends


def _asks(unit: Unit, habits: Habits) -> bool:
    label = habits.label_of(unit)
    return label is not None and label.kind is Kind.QUESTION


def _mark(at: int, block: Heading, habits: Habits) -> Mark:
    label = habits.label(block.text, heading=True)
    if label is not None and label.kind is Kind.QUESTION and label.rest:
        return Mark(at, label.rest, label.number, "label", True, block.level)
    return title_mark(at, block.text, block.level)
