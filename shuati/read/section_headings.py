"""Paragraphs that are the headings of sections, although the source does not mark them so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from shuati.model import Block, Heading, Kind, Paragraph
from shuati.sources.element import Element
from shuati.text import labels
from shuati.text.numbering import SECTION_STYLES, split_number
from shuati.text.question_words import names_kind, sounds_asked


def with_section_headings(elements: Sequence[Element]) -> list[Element]:
    """``elements`` with a heading for every paragraph that is the title of a section or a key."""
    titled = [_titled(element) for element in elements]
    return _with_keys(titled)


def _titled(element: Element) -> Element:
    title = _section_title(element.block)
    return replace(element, block=title) if title else element


def _section_title(block: Block | None) -> Heading | None:
    """``**二、简答题**`` or ``简答题`` on a line of its own, as a heading."""
    if not isinstance(block, Paragraph) or len(block.text) > 40 or "\n" in block.text:
        return None
    if names_kind(block.text):
        return Heading(2, block.text, block.span)
    numbered = split_number(block.text)
    if numbered is None or numbered.style not in SECTION_STYLES:
        return None
    if numbered.style != "第章" and sounds_asked(numbered.rest) >= 0:
        return None
    if len(block.text) > 24 and not names_kind(numbered.rest):
        return None
    return Heading(2 if numbered.style != "(一)" else 3, block.text, block.span)


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
