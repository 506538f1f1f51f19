"""Questions that a bare number counts, without a stop behind it: ``1 题``, ``2 题``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.read.expand.lines import cut_at
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, title_start
from shuati.sources.element import Element
from shuati.sources.question_words import sounds_asked

_COUNTED = re.compile(r"\s*(\d{1,3})[ \u3000]+(\D.*)")
_FEWEST = 3

_Line = tuple[int, int, str]  # element, line of it, title


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: lines ``1 题``, ``2 题`` … that count on, most of which ask."""
    elements = given.labels_expanded
    chosen = _chosen(elements)
    asking = sum(sounds_asked(title) >= 0.8 for _, _, title in chosen)
    if asking >= _FEWEST and 2 * asking > len(chosen):
        yield _cut(elements, {(at, line) for at, line, _ in chosen})


def _chosen(elements: Sequence[Element]) -> list[_Line]:
    """The lines that count from 1 on; of two with the same number the one that asks."""
    found: dict[int, list[_Line]] = {}  # number: element, line, title
    for at, element in enumerate(elements):
        for line, text in enumerate((element.paragraph or "").split("\n")):
            if text.lstrip()[:1].isdecimal() and (match := _COUNTED.fullmatch(text)):
                found.setdefault(int(match[1]), []).append((at, line, match[2]))
    chosen: list[_Line] = []
    while later := [one for one in found.get(len(chosen) + 1, ()) if one[:2] > _place(chosen)]:
        chosen.append(max(later, key=lambda one: sounds_asked(one[2]) >= 0.8))
    return chosen


def _cut(elements: Sequence[Element], begins: set[tuple[int, int]]) -> Proposal:
    """The proposal with paragraphs cut at ``begins`` (element and line), each a start."""
    parts = cut_at(elements, begins)
    starts = [_start(at, part) for at, (part, begin) in enumerate(parts) if begin]
    return Proposal("counted", tuple(part for part, _ in parts), tuple(starts))


def _start(at: int, element: Element) -> QuestionStart:
    """The start that the first line of a paragraph makes, the other lines below it."""
    title, _, rest = (element.paragraph or "").partition("\n")
    return replace(title_start(at, title), rest=rest)


def _place(chosen: Sequence[_Line]) -> tuple[int, int]:
    return chosen[-1][:2] if chosen else (-1, 0)
