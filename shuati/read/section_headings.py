"""Paragraphs that are the headings of sections, although the source does not mark them so.

Some are by their own words; others only by their place above the start of a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from shuati.model import Block, Heading, Kind, Paragraph
from shuati.read.conventions import Conventions
from shuati.read.exam.part_kinds import is_part_title, part_form
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL
from shuati.sources import labels
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES, split_number
from shuati.sources.question_words import names_kind, sounds_asked

_LONGEST_TITLE = 30  # characters of such a title
_LEVEL = {"bold": 3, "bracket": 3, "第章": 1, "一、": 2, "(一)": 3}
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1")
_BRACKET = re.compile(r"[【\[［〖「『<《][^】\]］〗」』>》]+[】\]］〗」』>》]")


def with_section_headings(elements: Sequence[Element]) -> list[Element]:
    """``elements`` with a heading for every paragraph that is the title of a section or a key."""
    titled = [_titled(element) for element in elements]
    if any(isinstance(one.block, Heading) and part_form(one.block.text) for one in titled):
        titled = [_above_parts(one, made) for one, made in zip(elements, titled, strict=True)]
    return _with_keys(titled)


def _above_parts(element: Element, titled: Element) -> Element:
    """A chapter that became a heading, above the parts of a paper in it."""
    block = titled.block
    made = isinstance(element.block, Paragraph) and isinstance(block, Heading)
    if made and isinstance(block, Heading) and is_chapter(block.text):
        return replace(titled, block=replace(block, level=1))
    return titled


def _titled(element: Element) -> Element:
    title = _section_title(element.block)
    return replace(element, block=title) if title else element


def _section_title(block: Block | None) -> Heading | None:
    """``**二、简答题**`` or ``简答题`` on a line of its own, as a heading."""
    if not isinstance(block, Paragraph) or "\n" in block.text or len(block.text) > 120:
        return None
    if names_kind(block.text) or is_part_title(block.text):
        return Heading(2, block.text, block.span)
    if len(block.text) > 40:
        return None
    if is_chapter(block.text):
        return Heading(2, block.text, block.span)
    numbered = split_number(block.text)
    if numbered is None or numbered.style not in SECTION_STYLES:
        return None
    if numbered.style != "第章" and sounds_asked(numbered.rest) >= 0:
        return None
    if len(block.text) > 24 and not names_kind(numbered.rest):
        return None
    return Heading(2 if numbered.style != "(一)" else 3, block.text, block.span)


_LECTURE = re.compile(
    r"第\s*[\d一二三四五六七八九十百]{1,4}\s*(?:讲|单元)[\s:：]\s*\S[^。，；？?!！]{0,24}"
)


def is_chapter(line: str) -> bool:
    """Whether a line is the title of a chapter: 第二章 生理, 第3讲 伦理."""
    if _LECTURE.fullmatch(line.strip()):
        return True
    numbered = split_number(line) if len(line) <= _LONGEST_TITLE else None
    return (
        numbered is not None
        and numbered.style == "第章"
        and not re.search(r"[。？?！，,；;]", line)
        and sounds_asked(numbered.rest) < 0.8
    )


def _with_keys(elements: list[Element]) -> list[Element]:
    """``参考答案`` alone on a line above the title of a section: the title of a paper's key."""
    for at, (element, below) in enumerate(pairwise(elements)):
        if not isinstance(below.block, Heading) or not isinstance(element.block, Paragraph):
            continue
        label = labels.parse(element.block.text, heading=True)
        if label and label.kind is Kind.ANSWER and not label.rest and len(label.word) > 1:
            level = max(below.block.level - 1, 1)
            elements[at] = replace(element, block=Heading(level, element.block.text, element.span))
    return elements


def with_headings_above_starts(proposal: Proposal, conventions: Conventions) -> Proposal:
    """``proposal`` with a heading for every short line right above a question.

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
    """What makes an element look like a title: 'bold', 'bracket', or the style of its number."""
    text = (element.paragraph or "").strip()
    if not text or len(text) > _LONGEST_TITLE or "\n" in text or conventions.label(text):
        return None
    numbered = split_number(text)
    if numbered is not None and numbered.style in SECTION_STYLES:
        return numbered.style
    if _BOLD.fullmatch(text):
        return "bold"
    return "bracket" if _BRACKET.fullmatch(text) else None
