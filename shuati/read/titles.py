"""Lines between questions that are the titles of sections, although they are no headings."""

from __future__ import annotations

import re
from dataclasses import replace

from shuati.model import Heading
from shuati.read.conventions import Conventions
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL
from shuati.sources.element import Element, Role
from shuati.text.numbering import SECTION_STYLES, split_number

_LONGEST = 30  # characters of such a title
_LEVEL = {"bold": 3, "bracket": 3, "第章": 1, "一、": 2, "(一)": 3}
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1")
_BRACKET = re.compile(r"[【\[［〖「『<《][^】\]］〗」』>》]+[】\]］〗」』>》]")


def with_titles(proposal: Proposal, conventions: Conventions) -> Proposal:
    """``proposal`` with a heading for every short line that stands right above a question.

    It is bold, in brackets, or numbered as sections are; what it could end is an answer,
    and no answer ends so. Not where most questions have one (then it is their answer).
    """
    if any(start.level != NO_LEVEL for start in proposal.starts):
        return proposal
    own = {start.at for start in proposal.starts}
    styles = {start.style for start in proposal.starts}
    found: dict[int, Element] = {}
    weak = 0
    for start in proposal.starts:
        at = start.at - 1
        while at >= 0 and at not in own:
            element = proposal.elements[at]
            if element.block is not None or element.role is Role.ITEM:
                kind = _kind(element, conventions)
                if kind is None or kind in styles:
                    break
                weak += kind in ("bold", "bracket")
                found[at] = replace(
                    element, block=Heading(_LEVEL[kind], element.paragraph or "", element.span)
                )
            at -= 1
    if not found or 2 * weak > len(proposal.starts):
        return proposal
    elements = tuple(found.get(at, element) for at, element in enumerate(proposal.elements))
    return replace(proposal, elements=elements)


def _kind(element: Element, conventions: Conventions) -> str | None:
    """What makes a element look like a title: 'bold', 'bracket', or the style of its number."""
    text = (element.paragraph or "").strip()
    if not text or len(text) > _LONGEST or "\n" in text or conventions.label(text):
        return None
    numbered = split_number(text)
    if numbered is not None and numbered.style in SECTION_STYLES:
        return numbered.style
    if _BOLD.fullmatch(text):
        return "bold"
    return "bracket" if _BRACKET.fullmatch(text) else None
