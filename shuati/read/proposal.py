"""What a layout is given, and what it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shuati.model import Kind
from shuati.read.conventions import Conventions
from shuati.read.expand.label_lines import expand_labels
from shuati.read.expand.question_items import expand_items
from shuati.read.question_start import QuestionStart
from shuati.sources.element import Element


@dataclass(frozen=True)
class LayoutInput:
    """The elements of a document, or of a part, also with lists expanded as layouts need it."""

    elements: Sequence[Element]
    conventions: Conventions

    @cached_property
    def labels_expanded(self) -> list[Element]:
        """The elements with lists of labels expanded, see `expand_labels`."""
        return expand_labels(self.elements, self.conventions)

    @cached_property
    def items_expanded(self) -> list[Element]:
        """The elements with lists of questions expanded, see `expand_items`."""
        return expand_items(self.elements, self.conventions)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the questions of a document begin, as one layout has it.

    ``name`` is the layout's, ``elements`` are the document's with lists expanded where the
    layout needs it, ``starts`` are places among them.
    """

    name: str
    elements: tuple[Element, ...]
    starts: tuple[QuestionStart, ...]


def with_words_below(proposal: Proposal, conventions: Conventions) -> Proposal:
    """``proposal`` whose starts without a title have the words of the paragraph below them."""
    if all(start.title for start in proposal.starts):
        return proposal
    starts = [
        start if start.title or start.rest else replace(start, below=below)
        for start in proposal.starts
        for below in [_words(proposal.elements[start.at + 1 : start.at + 2], conventions)]
    ]
    return replace(proposal, starts=tuple(starts))


def _words(below: Sequence[Element], conventions: Conventions) -> str:
    """What a paragraph asks or names, '' where it is the label of anything but a question."""
    text = (below[0].paragraph or "") if below else ""
    label = conventions.label_of(below[0]) if text else None
    if label is None or label.kind is None:
        return text
    return label.rest if label.kind is Kind.QUESTION else ""
