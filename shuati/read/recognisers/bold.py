"""Questions that are bold paragraphs: ``**1.1 题**``, ``**题？** 答案 …``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Paragraph, Points
from shuati.read.blocks import Unit
from shuati.read.habits import Habits
from shuati.read.marks import Mark, Scheme, regular, title_mark
from shuati.read.open import open_labels, split_list
from shuati.read.wording import closes

_WHOLE = re.compile(r"\W{0,3}(\*\*|__)(?P<title>(?:(?!\1).)+)\1\s*(?P<end>[:：?？]?)\s*")
_NUMBER_OUTSIDE = re.compile(
    r"(?P<number>[\d.、（）()Q\s题目问第：:]{1,10})(\*\*|__)(?P<title>(?:(?!\2).)+)\2\s*"
)


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """At most one scheme: the bold paragraphs that are numbered or sound asked."""
    labelled = open_labels(units, habits)
    flow = [_lone_item(part) for unit in labelled for part in split_list(unit)]
    marks = regular([mark for at, unit in enumerate(flow) if (mark := _mark(at, unit, habits))])
    numbered = [mark for mark in marks if mark.number is not None]
    if 2 * len(numbered) >= len(marks):
        marks = [mark for mark in marks if mark.number is not None or mark.asked >= 0.9]
    else:
        marks = [mark for mark in marks if mark.asked >= 0.8]
    marks = [mark for mark in marks if not closes(mark.title)]
    if marks:
        yield Scheme("bold", tuple(flow), tuple(marks))


def _lone_item(unit: Unit) -> Unit:
    """``4. **题**`` among bold paragraphs, a list only to Markdown, as such a paragraph."""
    block = unit.block
    if not isinstance(block, Points) or not block.ordered or len(block.points) != 1:
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
