"""How often answers begin among elements: one question has one, several have more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuati.model import Heading
from shuati.read.conventions import Conventions
from shuati.sources.element import Element


def _answers(elements: Sequence[Element], conventions: Conventions) -> Counter[str]:
    """How often each word opens an answer; an opening right behind another is the same one."""
    found: Counter[str] = Counter()
    behind = False
    for element in elements:
        word = conventions.opens_answer(element)
        if word is not None and not behind:
            found[word] += 1
        if word is not None:
            label = conventions.label_of(element)
            behind = not (label and label.rest) or isinstance(element.block, Heading)
        elif element.block is not None:
            behind = False
    return found


def most_answers(elements: Sequence[Element], conventions: Conventions) -> int:
    """How often the most frequent word opens an answer among ``elements``."""
    return max(_answers(elements, conventions).values(), default=0)
