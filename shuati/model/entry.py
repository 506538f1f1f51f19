"""One thing worth knowing, made of all questions that ask it."""

from __future__ import annotations

from dataclasses import dataclass

from shuati.model.blocks import Block
from shuati.model.question import Kind, Question


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A section of a merged answer; ``variant`` is the index of the question it comes from."""

    label: str
    kind: Kind
    blocks: tuple[Block, ...]
    variant: int


@dataclass(frozen=True, slots=True)
class MergedPoint:
    """A point of an entry as plain text; ``variants`` are the indices of its questions."""

    term: str | None
    text: str
    variants: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing worth knowing; ``variants`` are the questions that ask it.

    ``variants[0]`` is the representative. ``parts`` is the merged answer: the parts of the
    representative first, in its order, then what other variants add (``part.variant > 0``).
    ``code``, ``guid`` and ``related`` (codes) are set by the ledger's stage, ``tags`` and
    ``keywords`` by that of tags; before, they are empty.
    """

    question: str
    variants: tuple[Question, ...]
    parts: tuple[AnswerPart, ...]
    points: tuple[MergedPoint, ...]
    code: str = ""
    guid: str = ""
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether a source gives an answer."""
        return any(variant.answered for variant in self.variants)

    def is_studied(self, unanswered: bool) -> bool:
        """Whether it becomes cards and is printed: it asks something, and has an answer.

        Without one only where ``unanswered`` questions are wanted.
        """
        return bool(self.question) and (self.answered or unanswered)
