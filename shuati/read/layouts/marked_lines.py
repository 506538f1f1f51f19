"""Questions that are lines with a sign in front, in a text without numbers: ``★题``, ``◆ 题``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.read.expand.lines import cut_at
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, title_start
from shuati.sources.element import Element
from shuati.sources.question_words import sounds_asked

_FEWEST = 3  # lines with one sign
_SHARE = 0.6  # of them that ask or name a topic
_SIGNED = re.compile(r"\s*(?P<sign>[★☆●◆◇■□▶►▲△◎○※✦✿➤→#])\s*(?P<title>[^\s★☆][^\n]{2,79})")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """A proposal for every sign, below most of whose lines something is said."""
    elements = given.elements
    lines: dict[str, list[tuple[int, int, str]]] = {}  # by sign: element, line of it, title
    for at, element in enumerate(elements):
        for line, text in enumerate((element.paragraph or "").split("\n")):
            if match := _SIGNED.fullmatch(text):
                lines.setdefault(match["sign"], []).append((at, line, match["title"]))
    for sign, signed in lines.items():
        naming = sum(sounds_asked(title) > 0 for _, _, title in signed)
        if len(signed) >= _FEWEST and naming >= _SHARE * len(signed):
            yield _proposal(f"marked {sign}", elements, {(at, line) for at, line, _ in signed})


def _proposal(name: str, elements: Sequence[Element], begins: set[tuple[int, int]]) -> Proposal:
    parts = cut_at(elements, begins)
    starts = [_start(at, part) for at, (part, begin) in enumerate(parts) if begin]
    return Proposal(name, tuple(part for part, _ in parts), tuple(starts))


def _start(at: int, element: Element) -> QuestionStart:
    """The start that a line makes, without its sign, the other lines of its paragraph below it."""
    title, _, rest = (element.paragraph or "").partition("\n")
    return replace(title_start(at, title.lstrip()[1:]), rest=rest)
