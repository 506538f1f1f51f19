"""Questions that are bold or italic paragraphs: ``**1.1 题**``, ``**题？** 答案 …``, ``_题？_``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.read.conventions import Conventions
from shuati.read.expand.lines import numbered_line
from shuati.read.expand.question_items import split_list
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, regular, title_start
from shuati.sources.element import Element
from shuati.sources.question_words import is_closing_title, is_lone_question

_FEWEST = 3  # paragraphs that lead to something, among others that do not
_WHOLE = re.compile(r"\W{0,3}(\*\*|__)(?P<title>(?:(?!\1).)+)\1\s*(?P<end>[:：?？]?)\s*")
_ITALIC = re.compile(r"\W{0,3}([*_])(?![*_])(?P<title>[^*_\n]+)\1(?P<end>[:：?？]?)\s*")
_NUMBER_OUTSIDE = re.compile(
    r"(?P<number>[\d.、（）()Q\s题目问第：:]{1,10})(\*\*|__)(?P<title>(?:(?!\2).)+)\2\s*"
)


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """Proposals: the bold, and the italic paragraphs that are numbered or sound asked.

    Others are all of them, and the bold ones that end in a colon.
    """
    conventions = given.conventions
    labelled = given.labels_expanded
    elements = [_lone_item(part) for element in labelled for part in split_list(element)]
    bold = [
        start for at, element in enumerate(elements) if (start := _mark(at, element, conventions))
    ]
    italic = _italics(elements, conventions)
    leading = [start for start in bold if _leads(elements[start.at])]
    if _FEWEST <= len(leading) < len(bold):
        yield Proposal("leading bold", tuple(elements), tuple(regular(leading)))
    for name, found in (("bold", bold), ("italic", italic)):
        starts = _questions(regular(found))
        if starts:
            yield Proposal(name, tuple(elements), tuple(starts))
        if len(starts) < len(found):
            yield Proposal(f"loose {name}", tuple(elements), tuple(regular(found)))


def _leads(element: Element) -> bool:
    """Whether a paragraph leads to what is below it: ``**题**：``."""
    return (element.paragraph or "").rstrip(" *_").endswith((":", "："))


def _questions(starts: Sequence[QuestionStart]) -> list[QuestionStart]:
    numbered = [start for start in starts if start.number is not None]
    if 2 * len(numbered) >= len(starts):
        starts = [start for start in starts if start.number is not None or start.asked >= 0.9]
    else:
        starts = [start for start in starts if start.asked >= 0.8]
    return [start for start in starts if not is_closing_title(start.title)]


def _lone_item(element: Element) -> Element:
    """``4. **题**`` among bold paragraphs, a list only to Markdown, as such a paragraph."""
    line = numbered_line(element)
    _, _, text = (line.paragraph or "").partition(" ") if line else ("", "", "")
    return line if line and _WHOLE.fullmatch(text) else element


def _mark(at: int, element: Element, conventions: Conventions) -> QuestionStart | None:
    text = element.paragraph
    if text is None or conventions.label(text):
        return None
    outside = _NUMBER_OUTSIDE.fullmatch(text)
    if outside:
        return title_start(at, outside["number"] + outside["title"])
    match = _WHOLE.match(text)
    if match is None:
        return None
    start = replace(
        title_start(at, match["title"] + match["end"]), rest=text[match.end() :].strip()
    )
    if start.rest and start.asked < 0.9 and not start.explicit:
        return None
    return start


def _italics(elements: Sequence[Element], conventions: Conventions) -> list[QuestionStart]:
    """The starts of italic paragraphs, and of questions that are not, where those are few."""
    italic, upright = [], []
    for at, element in enumerate(elements):
        text = element.paragraph
        if text is None or conventions.label(text):
            continue
        match = _ITALIC.fullmatch(text)
        if match is not None:
            italic.append(title_start(at, match["title"] + match["end"]))
        elif is_lone_question(text):
            upright.append(title_start(at, text))
    joined = italic + upright if len(italic) > 2 * len(upright) else italic
    return sorted(joined, key=lambda start: start.at)
