"""Fields of reports, line by line: 日期：…, 问题：…, 状态：…. None of them asks."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.model import Heading, Kind
from shuati.read.conventions import Conventions
from shuati.sources.element import Element
from shuati.sources.labels import bold_words, kind_of


def is_report_field(elements: Sequence[Element], at: int, conventions: Conventions) -> bool:
    """Whether the label 问题 at ``elements[at]`` is one of the fields of a report.

    Right above or below it is a field that no question has, and no answer follows up to the next
    heading.
    """
    label = conventions.label_of(elements[at])
    if label is None or label.kind is not Kind.QUESTION or isinstance(elements[at].block, Heading):
        return False
    span = elements[at].span
    beside = [
        one
        for one in (*elements[max(0, at - 1) : at], *elements[at + 1 : at + 2])
        if one.span.first <= span.last + 1 and one.span.last >= span.first - 1
    ]
    words = [word for one in beside if (word := bold_words(one.paragraph or ""))]
    if all(kind_of(word) is not None for word in words):
        return False
    below = elements[at + 1 :]
    end = next((i for i, one in enumerate(below) if isinstance(one.block, Heading)), len(below))
    return not any(map(conventions.opens_answer, below[:end]))
