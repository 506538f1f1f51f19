"""Cards for spaced repetition: ``题::答``, ``?`` alone between, a tag ``#card``, Anki's tab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Span
from shuati.read.expand.lines import paragraph_part
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import CARD, title_start
from shuati.sources.element import Element, Role
from shuati.sources.question_words import says_something, sounds_asked
from shuati.text.scripts import HAN

_FEWEST = 2
# Not `std::vector`: on one side of the colons is more than a name.
_INLINE = re.compile(
    rf"(?P<front>[^:`]*[^:`\w]|[^:`]*[^\x00-\x7f]|[^:`]+(?=:::?[\s{HAN}])):::?(?P<back>[^:].*)"
)
_PROPERTY = re.compile(  # what outliners write about a page or a bullet: tags:: 生化
    r"\s*(?:tags?|alias(?:es)?|title|type|id|icon|public|created|updated|collapsed|template|status"
    r"|date|author|source|categor(?:y|ies)|card-[\w-]+|logseq[\w.-]*)\s*",
    re.IGNORECASE,
)
_TABBED = re.compile(r"(?P<front>[^\t]*[^\t\s])\t(?P<back>.*\S.*)")
_BETWEEN = re.compile(r"\?{1,2}\s*")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: lines with ``::``, a tag or a tab, paragraphs with a line ``?``."""
    tabbed = _has_tabs(given.elements)
    elements = [part for element in given.elements for part in _cards(element, tabbed)]
    given_items = {id(element) for element in given.elements}
    starts = [
        replace(title_start(at, element.text), explicit=True)
        for at, element in enumerate(elements)
        if element.role is Role.ITEM and id(element) not in given_items
    ]
    if len(starts) >= _FEWEST:
        yield Proposal("cards", tuple(elements), tuple(starts))


def _has_tabs(elements: Sequence[Element]) -> bool:
    """Whether lines with a tab are cards: Anki says so, or most of them ask (no other table)."""
    lines = [line for element in elements for line in (element.paragraph or "").split("\n")]
    if any(line.startswith("#separator:") for line in lines):
        return True
    fronts = [match["front"] for line in lines if (match := _TABBED.fullmatch(line))]
    return 0 < len(fronts) <= 2 * sum(sounds_asked(front) >= 0.8 for front in fronts)


def _cards(element: Element, tabbed: bool) -> Iterator[Element]:
    """A paragraph's cards: the front of each as an item, its back as a paragraph."""
    lines = (element.paragraph or "").split("\n")
    if len(lines) != element.span.last - element.span.first + 1:
        yield element  # not the source's own lines
        return
    middle = next((at for at, line in enumerate(lines) if _BETWEEN.fullmatch(line)), None)
    if middle is not None and 0 < middle < len(lines) - 1:
        yield _item(element, 0, middle, "\n".join(lines[:middle]))
        yield _text(element, middle + 1, lines[middle + 1 :])
        return
    start = 0
    for at, line in enumerate(lines):
        fields = _fields(line, tabbed)
        if fields is None:
            continue
        if at > start:
            yield _text(element, start, lines[start:at])
        yield _item(element, at, at, fields[0])
        for field in fields[1:]:
            yield _text(element, at, [field])
        start = at + 1
    if start == 0:
        yield element
    elif start < len(lines):
        yield _text(element, start, lines[start:])


def _fields(line: str, tabbed: bool) -> list[str] | None:
    """The front of the card that a line begins, and what of its back is on the line; or None."""
    if (tag := CARD.search(line)) is not None and says_something(line[: tag.start()]):
        return [line[: tag.start()].strip()]
    match = _INLINE.fullmatch(line) or (_TABBED.fullmatch(line) if tabbed else None)
    if match is None or not match["front"].strip() or _PROPERTY.fullmatch(match["front"]):
        return None
    backs = (field.strip() for field in match["back"].split("\t"))
    return [match["front"].strip(), *filter(None, backs)]


def _item(element: Element, first: int, last: int, text: str) -> Element:
    span = Span(element.span.first + first, element.span.first + last)
    return Element(Role.ITEM, span, text=text)


def _text(element: Element, first: int, lines: Sequence[str]) -> Element:
    return paragraph_part(element, first, first + len(lines), "\n".join(lines).strip())
