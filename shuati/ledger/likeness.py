"""How alike an entry and a record are, in what is asked, in the answer, and in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuati.ledger.fingerprint import alike, grams
from shuati.ledger.store import Record, Variant
from shuati.match.normal import wording

_NAME = re.compile(r"[a-z0-9][a-z0-9+#.]*")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Evidence that an entry is a record's, each from 0 to 1.

    ``swapped``: each question names something in Latin or digits that the other does not,
    as HTTP and HTTPS; ``common``: others are asked with the same words, as 小结.
    """

    question: float
    answer: float
    place: float
    swapped: bool = False
    common: bool = False

    @property
    def score(self) -> float:
        """All evidence as one number, from 0 to 1."""
        return 0.4 * self.question + 0.4 * self.answer + 0.2 * self.place

    @property
    def speaks(self) -> bool:
        """Whether question and answer allow that it is the same, wherever it stands."""
        if self.swapped:
            return self.answer >= 0.6
        if self.common:
            return self.answer >= 0.3
        if self.question >= 0.95 or self.answer >= 0.5:
            return True
        return self.question >= 0.3 and self.answer >= 0.2


@dataclass(frozen=True, slots=True)
class Wording:
    """A question's grams and the names in it."""

    grams: frozenset[str]
    names: frozenset[str]


def wording_of(question: str) -> Wording:
    """What ``question`` (inline Markdown) is compared by."""
    folded = wording(question)
    return Wording(frozenset(grams(folded)), frozenset(_NAME.findall(folded)))


def questions_alike(a: Wording, b: Wording) -> float:
    """The share of grams that two questions have in common (Dice), from 0 to 1."""
    both = len(a.grams) + len(b.grams)
    return 2 * len(a.grams & b.grams) / both if both else 0.0


def answers_alike(variants: Sequence[Variant], record: Record) -> float:
    """How alike the nearest two answers are; half of the grams in common count as all."""
    return max(
        min(1.0, 2 * alike(one.sketch, other.sketch))
        for one in variants
        for other in record.variants
    )


def swapped(a: Wording, b: Wording) -> bool:
    """Whether each of two questions names something that the other does not."""
    return bool(a.names - b.names and b.names - a.names)
