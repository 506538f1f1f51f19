"""Questions that nothing marks but the answer below them: the lines above ``答：…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Kind
from shuati.read.conventions import Conventions
from shuati.read.expand.lines import paragraph_part
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import title_start
from shuati.sources.element import Element

_FEWEST = 2  # or one that asks
_EVIDENCE = 0.9  # how much a text above options and the label of an answer is a question
_LONGEST = 200  # characters of a question
_OPTION = re.compile(r"\s*[(（]?[A-Ha-h]\s*[、.．)）:：]")
_ENDS = re.compile(r"[。！；!;…]\s*$")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: what is right above the label of an answer is a question."""
    conventions = given.conventions
    elements: list[Element] = []
    starts = []
    for element in given.labels_expanded:
        if (
            elements
            and conventions.opens_answer(element)
            and not isinstance(element.block, Heading)
        ):
            stem = _stem(elements, conventions)
            *before, last = _split(elements[stem], elements[stem + 1 :] or [element])
            text = last.paragraph
            if text is not None and len(text) <= _LONGEST and not conventions.label(text):
                elements[stem : stem + 1] = [*before, last]
                start = title_start(stem + len(before), text)
                chosen = stem + len(before) + 1 < len(elements)
                starts.append(replace(start, evidence=_EVIDENCE) if chosen else start)
        elements.append(element)
    if len(starts) >= _FEWEST or (starts and starts[0].asked >= 0.9):
        yield Proposal("asked", tuple(elements), tuple(starts))


def _stem(elements: Sequence[Element], conventions: Conventions) -> int:
    """The index of the last element, or of what is above the options that the last ones are.

    Above the right answer there may be what the learner answered: 你的答案：B.
    """
    at = len(elements) - 1
    while at > 0 and (label := conventions.label_of(elements[at])) and label.kind is Kind.NOTE:
        at -= 1
    noted = at
    while at > 0 and _OPTION.match(elements[at].paragraph or ""):
        at -= 1
    return at if noted - at > 1 and elements[at].paragraph is not None else noted


def _split(above: Element, below: Sequence[Element]) -> list[Element]:
    """The element above options or a label, cut where the question begins that they belong to.

    Without a blank line between them the answer before it goes on to its last full stop.
    """
    lines = (above.paragraph or "").split("\n")
    tight = above.span.last + 1 == below[0].span.first
    if not tight or len(lines) != above.span.last - above.span.first + 1:
        return [above]
    starts = [at + 1 for at, line in enumerate(lines[:-1]) if _ENDS.search(line)]
    if not starts:
        return [above]
    cut = starts[-1]
    return [
        paragraph_part(above, 0, cut, "\n".join(lines[:cut])),
        paragraph_part(above, cut, len(lines), "\n".join(lines[cut:])),
    ]
