"""Questions that nothing marks but the answer below them: the lines above ``答：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Heading, Paragraph, Span
from shuati.read.conventions import Habits
from shuati.read.cut import Scheme, title_mark
from shuati.read.expand_lists import Page
from shuati.sources.elements import Role, Unit

_FEWEST = 2  # or one that asks
_LONGEST = 200  # characters of a question
_ENDS = re.compile(r"[。！；!;…]\s*$")


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: what stands right above the label of an answer is a question."""
    habits = page.habits
    flow: list[Unit] = []
    marks = []
    for unit in page.labelled:
        if flow and habits.opens_answer(unit) and not isinstance(unit.block, Heading):
            *before, last = _split(flow[-1], unit, habits)
            text = last.paragraph
            if text is not None and len(text) <= _LONGEST and not habits.label(text):
                flow[-1:] = [*before, last]
                marks.append(title_mark(len(flow) - 1, text))
        flow.append(unit)
    if len(marks) >= _FEWEST or (marks and marks[0].asked >= 0.9):
        yield Scheme("asked", tuple(flow), tuple(marks))


def _split(above: Unit, label: Unit, habits: Habits) -> list[Unit]:
    """The unit above a label, cut where the question begins that the label answers.

    Without a blank line between them the answer before it goes on to its last full stop.
    """
    lines = (above.paragraph or "").split("\n")
    tight = above.span.last + 1 == label.span.first
    if not tight or len(lines) != above.span.last - above.span.first + 1:
        return [above]
    starts = [at + 1 for at, line in enumerate(lines[:-1]) if _ENDS.search(line)]
    if not starts:
        return [above]
    return [_part(above, lines, 0, starts[-1]), _part(above, lines, starts[-1], len(lines))]


def _part(unit: Unit, lines: Sequence[str], start: int, end: int) -> Unit:
    span = Span(unit.span.first + start, unit.span.first + end - 1)
    return Unit(Role.BLOCK, span, Paragraph("\n".join(lines[start:end]), span))
