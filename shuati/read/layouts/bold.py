"""Questions that are bold or italic paragraphs: ``**1.1 题**``, ``**题？** 答案 …``, ``_题？_``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Paragraph, PointList
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Scheme, regular, title_mark
from shuati.read.expand_lists import Page, split_list
from shuati.sources.elements import Unit
from shuati.text.question_words import closes, is_lone_question

_WHOLE = re.compile(r"\W{0,3}(\*\*|__)(?P<title>(?:(?!\1).)+)\1\s*(?P<end>[:：?？]?)\s*")
_ITALIC = re.compile(r"\W{0,3}([*_])(?![*_])(?P<title>[^*_\n]+)\1(?P<end>[:：?？]?)\s*")
_NUMBER_OUTSIDE = re.compile(
    r"(?P<number>[\d.、（）()Q\s题目问第：:]{1,10})(\*\*|__)(?P<title>(?:(?!\2).)+)\2\s*"
)


def find(page: Page) -> Iterator[Scheme]:
    """Two schemes: the bold, and the italic paragraphs that are numbered or sound asked."""
    habits = page.habits
    labelled = page.labelled
    flow = [_lone_item(part) for unit in labelled for part in split_list(unit)]
    bold = [mark for at, unit in enumerate(flow) if (mark := _mark(at, unit, habits))]
    italic = _italics(flow, habits)
    for name, found in (("bold", bold), ("italic", italic)):
        marks = _questions(regular(found))
        if marks:
            yield Scheme(name, tuple(flow), tuple(marks))


def _questions(marks: Sequence[Mark]) -> list[Mark]:
    numbered = [mark for mark in marks if mark.number is not None]
    if 2 * len(numbered) >= len(marks):
        marks = [mark for mark in marks if mark.number is not None or mark.asked >= 0.9]
    else:
        marks = [mark for mark in marks if mark.asked >= 0.8]
    return [mark for mark in marks if not closes(mark.title)]


def _lone_item(unit: Unit) -> Unit:
    """``4. **题**`` among bold paragraphs, a list only to Markdown, as such a paragraph."""
    block = unit.block
    if not isinstance(block, PointList) or not block.ordered or len(block.points) != 1:
        return unit
    inside = block.points[0].blocks
    if (
        len(inside) != 1
        or not isinstance(inside[0], Paragraph)
        or not _WHOLE.fullmatch(inside[0].text)
    ):
        return unit
    return replace(unit, block=replace(inside[0], text=f"{block.start}. {inside[0].text}"))


def _mark(at: int, unit: Unit, habits: Habits) -> Mark | None:
    text = unit.paragraph
    if text is None or habits.label(text):
        return None
    outside = _NUMBER_OUTSIDE.fullmatch(text)
    if outside:
        return title_mark(at, outside["number"] + outside["title"])
    match = _WHOLE.match(text)
    if match is None:
        return None
    mark = replace(title_mark(at, match["title"] + match["end"]), rest=text[match.end() :].strip())
    if mark.rest and mark.asked < 0.9 and not mark.explicit:
        return None
    return mark


def _italics(flow: Sequence[Unit], habits: Habits) -> list[Mark]:
    """The marks of italic paragraphs, and of the few questions that forgot to be italic."""
    italic, upright = [], []
    for at, unit in enumerate(flow):
        text = unit.paragraph
        if text is None or habits.label(text):
            continue
        match = _ITALIC.fullmatch(text)
        if match is not None:
            italic.append(title_mark(at, match["title"] + match["end"]))
        elif is_lone_question(text):
            upright.append(title_mark(at, text))
    joined = italic + upright if len(italic) > 2 * len(upright) else italic
    return sorted(joined, key=lambda mark: mark.at)
