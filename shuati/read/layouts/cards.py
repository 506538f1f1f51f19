"""Questions for spaced repetition: ``题::答``, ``?`` alone between the two, or Anki's tab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Paragraph, Span
from shuati.read.cut import Scheme, title_mark
from shuati.read.expand_lists import Page
from shuati.sources.elements import Role, Unit
from shuati.text.question_words import sounds_asked

_FEWEST = 2
# No `std::vector`: on one side of the colons stands more than a name.
_INLINE = re.compile(
    r"(?P<front>[^:`]*[^:`\w]|[^:`]*[^\x00-\x7f]|[^:`]+(?=:::?\s)):::?(?P<back>[^:].*)"
)
_PROPERTY = re.compile(  # what outliners write about a page or a bullet: tags:: 生化
    r"\s*(?:tags?|alias(?:es)?|title|type|id|icon|public|created|updated|collapsed|template|status"
    r"|date|author|source|categor(?:y|ies)|card-[\w-]+|logseq[\w.-]*)\s*",
    re.IGNORECASE,
)
_TABBED = re.compile(r"(?P<front>[^\t]*[^\t\s])\t(?P<back>.*\S.*)")
_BETWEEN = re.compile(r"\?{1,2}\s*")


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: lines with ``::`` or a tab, paragraphs with a line ``?`` in them."""
    tabbed = _has_tabs(page.units)
    flow = [part for unit in page.units for part in _cards(unit, tabbed)]
    marks = [
        replace(title_mark(at, unit.text), explicit=True)
        for at, unit in enumerate(flow)
        if unit.role is Role.ITEM
    ]
    if len(marks) >= _FEWEST:
        yield Scheme("cards", tuple(flow), tuple(marks))


def _has_tabs(units: Sequence[Unit]) -> bool:
    """Whether lines with a tab are cards: Anki says so, or most of them ask (no other table)."""
    lines = [line for unit in units for line in (unit.paragraph or "").split("\n")]
    if any(line.startswith("#separator:") for line in lines):
        return True
    fronts = [match["front"] for line in lines if (match := _TABBED.fullmatch(line))]
    return 0 < len(fronts) <= 2 * sum(sounds_asked(front) >= 0.8 for front in fronts)


def _cards(unit: Unit, tabbed: bool) -> Iterator[Unit]:
    """A paragraph's cards: the front of each as an item, its back as a paragraph."""
    lines = (unit.paragraph or "").split("\n")
    if len(lines) != unit.span.last - unit.span.first + 1:
        yield unit  # not the source's own lines
        return
    middle = next((at for at, line in enumerate(lines) if _BETWEEN.fullmatch(line)), None)
    if middle is not None and 0 < middle < len(lines) - 1:
        yield _item(unit, 0, middle, "\n".join(lines[:middle]))
        yield _text(unit, middle + 1, lines[middle + 1 :])
        return
    start = 0
    for at, line in enumerate(lines):
        match = _INLINE.fullmatch(line) or (_TABBED.fullmatch(line) if tabbed else None)
        if match is None or not match["front"].strip() or _PROPERTY.fullmatch(match["front"]):
            continue
        if at > start:
            yield _text(unit, start, lines[start:at])
        yield _item(unit, at, at, match["front"].strip())
        for field in match["back"].split("\t"):
            if field.strip():
                yield _text(unit, at, [field.strip()])
        start = at + 1
    if start == 0:
        yield unit
    elif start < len(lines):
        yield _text(unit, start, lines[start:])


def _item(unit: Unit, first: int, last: int, text: str) -> Unit:
    return Unit(Role.ITEM, Span(unit.span.first + first, unit.span.first + last), text=text)


def _text(unit: Unit, first: int, lines: Sequence[str]) -> Unit:
    span = Span(unit.span.first + first, unit.span.first + first + len(lines) - 1)
    return Unit(Role.BLOCK, span, Paragraph("\n".join(lines).strip(), span))
