"""Questions that nothing marks but their own words: a line that ends in ``？`` on its own."""

from __future__ import annotations

from collections.abc import Iterator

from shuati.read.cut import Scheme, title_mark
from shuati.read.expand_lists import Page
from shuati.text.question_words import is_lone_question

_FEWEST = 3  # fewer are rhetorical questions of a text


def find(page: Page) -> Iterator[Scheme]:
    """At most one scheme: paragraphs of one line that end in a question mark."""
    habits = page.habits
    flow = page.labelled
    marks = [
        title_mark(at, text)
        for at, unit in enumerate(flow)
        if (text := unit.paragraph) and is_lone_question(text) and not habits.label(text)
    ]
    if len(marks) >= _FEWEST:
        yield Scheme("bare", tuple(flow), tuple(marks))
