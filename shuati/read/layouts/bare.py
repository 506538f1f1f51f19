"""Questions that nothing marks but their own words: a line that ends in ``？`` on its own."""

from __future__ import annotations

from collections.abc import Iterator

from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import title_start
from shuati.sources.question_words import is_lone_question

_FEWEST = 3  # fewer are rhetorical questions of a text


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: paragraphs of one line that end in a question mark."""
    conventions = given.conventions
    elements = given.labels_expanded
    starts = [
        title_start(at, text)
        for at, element in enumerate(elements)
        if (text := element.paragraph) and is_lone_question(text) and not conventions.label(text)
    ]
    if len(starts) >= _FEWEST:
        yield Proposal("bare", tuple(elements), tuple(starts))
