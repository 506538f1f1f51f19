"""The answers of an entry's variants as units, before any of them is dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from shuati.config import strings
from shuati.merge.terms import term_key
from shuati.merge.units import MergeList, MergeUnit, Slot, units_of
from shuati.model import (
    Block,
    Heading,
    Kind,
    Paragraph,
    PictureNames,
    Point,
    PointList,
    Question,
    Section,
)
from shuati.model.views import all_text, sources
from shuati.text.fold import fold_letters
from shuati.text.markdown import picture_addresses

_LONGEST_LABEL = 10  # characters of a line before a list that names it: 优点：
_STEPS = re.compile(r"步骤|流程|顺序|次序|先后")
_STEP = re.compile(
    r"第[一二三四五六七八九十\d]+[步阶]|步骤[一二三四五六七八九十\d]|首先|其次|然后|接着|随后|最后"
)

Answer = list[tuple[Section, list[Slot]]]
"""The sections of an answer, each with a slot for every block."""


def answer_of(
    question: Question, variant: int, pictures: PictureNames = (), *, alone: bool = False
) -> Answer:
    """The answer of ``question``, the variant at an index.

    ``alone``: there is no other, and no unit of it will be compared.
    """
    names = {address: name for document, address, name in pictures if document == question.path}

    def unit(part: Block | Point, kind: Kind, context: str = "") -> MergeUnit:
        if alone:
            return MergeUnit(part, kind, variant)
        point = part if isinstance(part, Point) else Point("", (part,), part.span)
        texts = (point.term or "", *sources(point.blocks))
        addresses = {address for text in texts for address in picture_addresses(text)}
        shown = frozenset(names.get(address, address) for address in addresses)
        return MergeUnit(part, kind, variant, shown, context)

    answer: Answer = []
    for section in question.sections:
        slots: list[Slot] = []
        for block, context in _with_context(section):
            if isinstance(block, PointList):
                items = [unit(point, section.kind, context) for point in block.points]
                slots.append(MergeList(block, items, True))
            else:
                slots.append(unit(block, section.kind))
        answer.append((section, slots))
    if not alone:
        _mark_repeated_terms(points_of(answer))
    return answer


def points_of(answer: Answer) -> list[MergeUnit]:
    """The items of the lists of ``answer``, those of its question apart."""
    return [
        unit for _, slots in answer for slot in slots for unit in units_of(slot) if unit.is_point
    ]


def is_sequence(steps: MergeList) -> bool:
    """Whether the order of a list says something: it has a term twice, counts its steps, or is
    numbered below a label that names steps."""
    terms = [key for unit in steps.items if (key := term_key(unit.term))]
    counted = sum(_STEP.match(unit.text) is not None for unit in steps.items)
    named = steps.block.ordered and _STEPS.search(steps.items[0].context) is not None
    return len(set(terms)) < len(terms) or counted > 1 or named


def asks_for_steps(question: str) -> bool:
    """Whether ``question`` asks for steps, so that the order of its points says something."""
    return _STEPS.search(question) is not None


def _with_context(section: Section) -> Iterator[tuple[Block, str]]:
    """The blocks of a section, each with its label, and the heading or short line above it."""
    plainly = section.label in strings.PLAIN_LABELS.get(section.kind, frozenset())
    label = "" if plainly else fold_letters(section.label)
    heading = line = ""
    for block in section.blocks:
        yield block, label + (line or heading)
        text = all_text((block,)) if isinstance(block, Heading | Paragraph) else ""
        if isinstance(block, Heading):
            heading = fold_letters(text)
        leads = text.endswith(("：", ":")) and len(text) <= _LONGEST_LABEL
        line = fold_letters(text) if leads else ""


def _mark_repeated_terms(points: Sequence[MergeUnit]) -> None:
    keys = [(unit.role, term_key(unit.term)) for unit in points]
    count = Counter(keys)
    for unit, key in zip(points, keys, strict=True):
        unit.sole_term = count[key] == 1
