"""A segment: a stretch of elements that is a question, or what lies between two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Heading
from shuati.read.conventions import Conventions
from shuati.read.question_start import QuestionStart
from shuati.sources.element import Element, Role

_REMARK = re.compile(r"[（(【\[][^\W\d_][^（()）【】\[\]]*[)）】\]]\W*")
OF_SEVERAL = (Role.KEY, Role.STEM, Role.CASE)  # elements that belong to several questions


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of elements: a question, whose ``start`` is ``elements[0]``, or what is none."""

    start: QuestionStart | None
    elements: tuple[Element, ...]


def headings(elements: Sequence[Element], conventions: Conventions) -> list[tuple[int, Heading]]:
    """The headings that are no labels, with their places."""
    return [
        (at, element.block)
        for at, element in enumerate(elements)
        if isinstance(element.block, Heading) and not conventions.is_label_heading(element)
    ]


def has_body(elements: Sequence[Element]) -> bool:
    """Whether there is any content, and not only rules and comments."""
    return any(element.block is not None for element in elements)


def first_question(segments: Sequence[Segment]) -> int:
    """The index of the first segment that is a question; their number where none is."""
    return next((at for at, segment in enumerate(segments) if segment.start), len(segments))


def is_remark(segment: Segment) -> bool:
    """Whether a question has but a remark in its place, and nothing below it: 3. （题干缺）."""
    start = segment.start
    if start is None or start.rest or _REMARK.fullmatch(start.title) is None:
        return False
    return not has_body(segment.elements[1:])
