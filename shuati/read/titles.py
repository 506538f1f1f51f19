"""Lines between questions that are the titles of sections, although no mark makes them headings."""

from __future__ import annotations

import re
from dataclasses import replace

from shuati.model import Heading
from shuati.read.conventions import Habits
from shuati.read.cut import NO_LEVEL, Scheme
from shuati.sources.elements import Role, Unit
from shuati.text.numbering import SECTION_STYLES, split_number

_LONGEST = 30  # characters of such a title
_LEVEL = {"bold": 3, "bracket": 3, "第章": 1, "一、": 2, "(一)": 3}
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1")
_BRACKET = re.compile(r"[【\[［〖「『<《][^】\]］〗」』>》]+[】\]］〗」』>》]")


def with_titles(scheme: Scheme, habits: Habits) -> Scheme:
    """``scheme`` with a heading for every short line that stands right above a question.

    It is bold, in brackets, or numbered as sections are; what it could end is an answer,
    and no answer ends so. Not where most questions have one (then it is their answer).
    """
    if any(mark.level != NO_LEVEL for mark in scheme.marks):
        return scheme
    own = {mark.at for mark in scheme.marks}
    styles = {mark.style for mark in scheme.marks}
    found: dict[int, Unit] = {}
    weak = 0
    for mark in scheme.marks:
        at = mark.at - 1
        while at >= 0 and at not in own:
            unit = scheme.flow[at]
            if unit.block is not None or unit.role is Role.ITEM:
                kind = _kind(unit, habits)
                if kind is None or kind in styles:
                    break
                weak += kind in ("bold", "bracket")
                found[at] = replace(
                    unit, block=Heading(_LEVEL[kind], unit.paragraph or "", unit.span)
                )
            at -= 1
    if not found or 2 * weak > len(scheme.marks):
        return scheme
    flow = tuple(found.get(at, unit) for at, unit in enumerate(scheme.flow))
    return replace(scheme, flow=flow)


def _kind(unit: Unit, habits: Habits) -> str | None:
    """What makes a unit look like a title: 'bold', 'bracket', or the style of its number."""
    text = (unit.paragraph or "").strip()
    if not text or len(text) > _LONGEST or "\n" in text or habits.label(text):
        return None
    numbered = split_number(text)
    if numbered is not None and numbered.style in SECTION_STYLES:
        return numbered.style
    if _BOLD.fullmatch(text):
        return "bold"
    return "bracket" if _BRACKET.fullmatch(text) else None
