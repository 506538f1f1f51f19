"""What a layout is given, and what it proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
