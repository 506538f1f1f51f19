"""Questions that nothing marks but their own words: a line that ends in ``？`` on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.read.habits import Habits
from shuati.read.marks import Scheme, title_mark
from shuati.read.open import open_labels
from shuati.read.units import Unit
from shuati.read.wording import is_lone_question

_FEWEST = 3  # fewer are rhetorical questions of a text


def find(units: Sequence[Unit], habits: Habits) -> Iterator[Scheme]:
    """At most one scheme: paragraphs of one line that end in a question mark."""
    flow = open_labels(units, habits)
    marks = [
        title_mark(at, text)
        for at, unit in enumerate(flow)
        if (text := unit.paragraph) and is_lone_question(text) and not habits.label(text)
    ]
    if len(marks) >= _FEWEST:
        yield Scheme("bare", tuple(flow), tuple(marks))
