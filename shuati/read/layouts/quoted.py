"""Questions that are quotes of one line, with the answer below: ``> 题``."""

from __future__ import annotations

from collections.abc import Iterator

from shuati.model import Heading, Paragraph, Quote
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import title_start
from shuati.sources.element import Element, Role
from shuati.sources.question_words import says_something, sounds_asked

_FEWEST = 3  # quotes
_SHARE = 0.6  # of the quotes that are titles with something below
_NAMING = 0.5  # of these that ask or name a topic
_LONGEST = 60  # characters of a title


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: the quotes of a document, most of which ask or name a topic."""
    elements = list(given.labels_expanded)
    quotes = [at for at, element in enumerate(elements) if isinstance(element.block, Quote)]
    titles = {at: title for at in quotes if (title := _title(elements, at))}
    naming = sum(sounds_asked(title) > 0 for title in titles.values())
    if len(titles) < max(_FEWEST, _SHARE * len(quotes)) or naming < _NAMING * len(titles):
        return
    for at, title in titles.items():
        elements[at] = Element(Role.ITEM, elements[at].span, text=title)
    starts = [title_start(at, title) for at, title in titles.items()]
    yield Proposal("quoted", tuple(elements), tuple(starts))


def _title(elements: list[Element], at: int) -> str:
    """The line that a quote is, with something below it; '' of any other quote."""
    block = elements[at].block
    inside = block.blocks if isinstance(block, Quote) else ()
    below = elements[at + 1].block if at + 1 < len(elements) else None
    if len(inside) != 1 or not isinstance(inside[0], Paragraph):
        return ""
    text = inside[0].text.strip()
    titled = "\n" not in text and len(text) <= _LONGEST and says_something(text)
    return text if titled and not isinstance(below, Heading | Quote | None) else ""
