"""The options of a choice, A to D: what has them below it is a question, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Block, Heading, Paragraph, PointList
from shuati.read.conventions import Habits
from shuati.read.cut import Mark
from shuati.sources.elements import Unit

_OPTION = re.compile(r"(?:\[[ xX]\]\s*)?[\W_]{0,3}([A-H])\s*(?:[.、．:：)）】\]]|\s(?=\S)|$)")
_STEM = 3  # blocks of the stem that may stand before its options
_FORM = 0.9  # as sure as the words of a question


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


def with_options(flow: Sequence[Unit], marks: Sequence[Mark], habits: Habits) -> list[Mark]:
    """``marks``, those of them strengthened that have options below their stem."""
    starts = {mark.at for mark in marks}
    return [replace(mark, form=_FORM) if _offers(flow, mark, starts, habits) else mark
            for mark in marks]  # fmt: skip


def _offers(flow: Sequence[Unit], mark: Mark, starts: set[int], habits: Habits) -> bool:
    stem: list[Block] = []
    if mark.rest:
        stem.append(Paragraph(mark.rest, flow[mark.at].span))
    for at in range(mark.at + 1, min(len(flow), mark.at + 2 * _STEM + 2)):
        unit = flow[at]
        if at in starts or isinstance(unit.block, Heading) or habits.opens_answer(unit):
            break
        if unit.block is not None:
            stem.append(unit.block)
        if have_options(stem[-_STEM:]):
            return True
    return False
