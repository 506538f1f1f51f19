"""Elements are cut into segments at the starts of a proposal and where a question surely ends."""

from __future__ import annotations

from dataclasses import replace

from shuati.model import Span
from shuati.read.answer_keys import answer_keys, names_answer_key
from shuati.read.conventions import Conventions
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL, QuestionStart
from shuati.read.segment import OF_SEVERAL, Segment, has_body, headings
from shuati.sources.element import Element, Role
from shuati.sources.question_words import says_something


def cut(proposal: Proposal, conventions: Conventions) -> list[Segment]:
    """The segments of a proposal, in reading order.

    A question ends at the next start, at a heading that is not below its own level (or,
    where it has none, below the heading it is under), and at the end of the ``<details>``
    that it opened. Below the answer key of a paper none begins.
    """
    return _joined_separators(_Cutter(proposal, conventions).walk())


class _Cutter:
    """A walk over the elements of a proposal: what has been collected, and where it is.

    Levels are those of headings, 1 to 6; 0 is none.
    """

    def __init__(self, proposal: Proposal, conventions: Conventions) -> None:
        self._all = proposal.elements
        self._starts = {start.at: start for start in proposal.starts}
        self._headings = dict(headings(proposal.elements, conventions))
        self._keys = answer_keys(proposal, conventions)
        self._segments: list[Segment] = []
        self._start: QuestionStart | None = None  # of the question being collected
        self._elements: list[Element] = []  # collected since the last cut
        self._level_above = 0  # of the last heading
        self._end_level = 0  # a heading of this level, or of one above it, ends the question
        self._key_level = 0  # of the answer key that the walk is in
        self._open_folds: int | None = None  # <details> open in a question that is a summary

    def walk(self) -> list[Segment]:
        for at, element in enumerate(self._all):
            heading = self._headings.get(at)
            if element.role in OF_SEVERAL:
                self._close()
                self._segments.append(Segment(None, (element,)))
                continue
            if heading is not None and heading.level <= self._key_level:
                self._key_level = 0
            if at in self._starts and not self._key_level:
                self._begin(self._starts[at], element)
            else:
                self._end_before(at, element)
                self._elements.append(element)
                self._end_with_fold()
        self._close()
        return self._segments

    def _close(self) -> None:
        """End the segment that is being collected; what follows belongs to no question."""
        if self._elements:
            self._segments.append(Segment(self._start, tuple(self._elements)))
        self._start, self._elements = None, []

    def _begin(self, start: QuestionStart, element: Element) -> None:
        """Begin a question; the ``<details>`` right before its summary is part of it."""
        opens = bool(self._elements) and self._elements[-1].role is Role.OPEN
        first = self._elements.pop() if opens else element
        self._close()
        self._start = start
        self._elements = [replace(element, span=Span(first.span.first, element.span.last))]
        self._open_folds = 0 if element.role is Role.SUMMARY else None
        if start.level != NO_LEVEL:
            self._level_above = start.level
        self._end_level = self._level_above

    def _end_before(self, at: int, element: Element) -> None:
        """End the question where ``element`` is the first thing that is not in it."""
        heading = self._headings.get(at)
        if self._begins_key(at):
            self._close()
            self._end_level, self._key_level = 0, self._keys[at].level
        elif heading is not None:
            nothing_above = self._end_level == 0 and self._level_above == 0
            if self._start is None or heading.level <= self._end_level or nothing_above:
                self._close()
                self._level_above = heading.level
        elif element.role is Role.ITEM and self._start and not says_something(element.text):
            self._close()  # a link or dots among the questions
        elif self._open_folds is not None:
            self._open_folds += (element.role is Role.OPEN) - (element.role is Role.CLOSE)

    def _begins_key(self, at: int) -> bool:
        """Whether the answer key of a section or paper begins here, and not a question's answer."""
        key = self._keys.get(at)
        return (
            key is not None
            and self._open_folds is None
            and (key.level <= self._end_level or names_answer_key(key.text))
        )

    def _end_with_fold(self) -> None:
        """End a question whose ``<details>`` was closed, unless that held the title only."""
        if self._open_folds is not None and self._open_folds < 0:
            if has_body(self._elements[1:]):
                self._close()
            self._open_folds = None


def _joined_separators(segments: list[Segment]) -> list[Segment]:
    """``segments`` with rules and comments behind a question as a part of it."""
    joined: list[Segment] = []
    for segment in segments:
        role = segment.elements[0].role
        empty = not has_body(segment.elements) and role not in (Role.ITEM, *OF_SEVERAL)
        if segment.start is None and joined and empty and joined[-1].start:
            joined[-1] = Segment(joined[-1].start, joined[-1].elements + segment.elements)
        else:
            joined.append(segment)
    return joined
