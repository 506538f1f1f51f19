"""Questions that a bare number counts, without a stop behind it: ``1 题``, ``2 题``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Paragraph, Span
from shuati.read.cut import Mark, Scheme, title_mark
from shuati.read.expand_lists import Page
from shuati.sources.elements import Role, Unit
from shuati.text.question_words import sounds_asked

_COUNTED = re.compile(r"\s*(\d{1,3})[ \u3000]+(\D.*)")
_FEWEST = 3

_Line = tuple[int, int, str]  # unit, line of it, title


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: lines ``1 题``, ``2 题`` … that count on, most of which ask."""
    flow = page.labelled
    chosen = _chosen(flow)
    asking = sum(sounds_asked(title) >= 0.8 for _, _, title in chosen)
    if asking >= _FEWEST and 2 * asking > len(chosen):
        yield _cut(flow, {(at, line) for at, line, _ in chosen})


def _chosen(flow: Sequence[Unit]) -> list[_Line]:
    """The lines that count from 1 on; of two with the same number the one that asks."""
    found: dict[int, list[_Line]] = {}  # number: unit, line, title
    for at, unit in enumerate(flow):
        for line, text in enumerate((unit.paragraph or "").split("\n")):
            if text.lstrip()[:1].isdecimal() and (match := _COUNTED.fullmatch(text)):
                found.setdefault(int(match[1]), []).append((at, line, match[2]))
    chosen: list[_Line] = []
    while later := [one for one in found.get(len(chosen) + 1, ()) if one[:2] > _place(chosen)]:
        chosen.append(max(later, key=lambda one: sounds_asked(one[2]) >= 0.8))
    return chosen


def _cut(flow: Sequence[Unit], starts: set[tuple[int, int]]) -> Scheme:
    """The flow with its paragraphs cut at ``starts`` (unit and line), a mark at each."""
    parts: list[Unit] = []
    marks: list[Mark] = []
    for at, unit in enumerate(flow):
        lines = (unit.paragraph or "").split("\n")
        cuts = [line for line in range(1, len(lines)) if (at, line) in starts]
        if unit.paragraph is None or len(lines) != unit.span.last - unit.span.first + 1:
            cuts = []
        for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
            if (at, start) in starts:
                mark = title_mark(len(parts), lines[start])
                marks.append(replace(mark, rest="\n".join(lines[start + 1 : end])))
            parts.append(_part(unit, lines, start, end) if cuts else unit)
    return Scheme("counted", tuple(parts), tuple(marks))


def _place(chosen: Sequence[_Line]) -> tuple[int, int]:
    return chosen[-1][:2] if chosen else (-1, 0)


def _part(unit: Unit, lines: Sequence[str], start: int, end: int) -> Unit:
    span = Span(unit.span.first + start, unit.span.first + end - 1)
    return Unit(Role.BLOCK, span, Paragraph("\n".join(lines[start:end]), span))
