"""Sentences with marked words that are to be filled in: ``{{c1::词}}``, ``==词==``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Heading, Paragraph, PointList
from shuati.read.expand.lines import paragraph_part
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, clean
from shuati.sources.element import Element, element_of

_MARKED = re.compile(r"\{\{c\d+::[^{}]+\}\}")
_HIGHLIGHTED = re.compile(r"==(?=\S)[^=\n]+(?<=\S)==|\{\{[^{}:]+\}\}")
_FEWEST = 2  # sentences with highlights in a document of such
STYLE = "cloze"


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal; highlights count where most of the sentences have some."""
    elements = list(_sentences(given.elements))
    marked = [at for at, one in enumerate(elements) if _MARKED.search(one.paragraph or "")]
    if not marked:
        texts = [at for at, one in enumerate(elements) if _is_text(one)]
        marked = [at for at in texts if _HIGHLIGHTED.search(elements[at].paragraph or "")]
        if len(marked) < _FEWEST or 3 * len(marked) < 2 * len(texts):
            return
    starts = [
        replace(
            QuestionStart(at, clean(elements[at].paragraph or "", colon=True), None, STYLE, False),
            closed=True,
        )
        for at in marked
    ]
    if starts:
        yield Proposal("clozes", tuple(elements), tuple(starts))


def _is_text(element: Element) -> bool:
    return element.block is not None and not isinstance(element.block, Heading)


def _sentences(elements: Sequence[Element]) -> Iterator[Element]:
    """The lines of paragraphs with marked words, and the items of flat lists, one by one."""
    for element in elements:
        block = element.block
        if isinstance(block, Paragraph) and (
            _MARKED.search(block.text) or _HIGHLIGHTED.search(block.text)
        ):
            lines = block.text.split("\n")
            every = all(_MARKED.search(line) or _HIGHLIGHTED.search(line) for line in lines)
            if every and len(lines) == element.span.last - element.span.first + 1:
                for at, line in enumerate(lines):
                    yield paragraph_part(element, at, at + 1, line)
                continue
        if isinstance(block, PointList) and all(len(point.blocks) == 1 for point in block.points):
            inside = [point.blocks[0] for point in block.points]
            if all(
                isinstance(one, Paragraph)
                and (_MARKED.search(one.text) or _HIGHLIGHTED.search(one.text))
                for one in inside
            ):
                yield from map(element_of, inside)
                continue
        yield element


__all__ = ["STYLE", "propose"]
