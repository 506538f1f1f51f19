"""The options of a choice, A to D: what is above them is a question, whatever its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Block, Heading, Paragraph, PointList
from shuati.read.conventions import Conventions
from shuati.read.question_start import QuestionStart
from shuati.sources.element import Element

_OPTION = re.compile(r"(?:\[[ xX]\]\s*)?[\W_]{0,3}([A-H])\s*(?:[.、．:：)）】\]]|\s(?=\S)|$)")
_STEM = 3  # blocks of the stem that may be above its options
_EVIDENCE = 0.9  # as sure as the words of a question


def have_options(blocks: Sequence[Block]) -> bool:
    """Whether ``blocks`` hold an option A and, further down, an option B."""
    letters = [match[1] for line in _lines(blocks) if (match := _OPTION.match(line))]
    return letters[:2] == ["A", "B"]


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        elif isinstance(block, PointList):
            for point in block.points:
                yield from _lines(point.blocks[:1])


def with_options(
    elements: Sequence[Element], starts: Sequence[QuestionStart], conventions: Conventions
) -> list[QuestionStart]:
    """``starts`` with more evidence for those that have options below their stem."""
    begins = {start.at for start in starts}
    return [
        replace(start, evidence=_EVIDENCE)
        if _offers(elements, start, begins, conventions)
        else start
        for start in starts
    ]


def _offers(
    elements: Sequence[Element], start: QuestionStart, begins: set[int], conventions: Conventions
) -> bool:
    stem: list[Block] = []
    if start.rest:
        stem.append(Paragraph(start.rest, elements[start.at].span))
    for at in range(start.at + 1, min(len(elements), start.at + 2 * _STEM + 2)):
        element = elements[at]
        if at in begins or isinstance(element.block, Heading) or conventions.opens_answer(element):
            break
        if element.block is not None:
            stem.append(element.block)
        if have_options(stem[-_STEM:]):
            return True
    return False
