"""How similar an entry and a record are: in question, answer and context.

Nothing here knows words of a language: what many questions of the bank have in common
identifies none of them, and how many have it is counted in the bank itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import takewhile

from shuati.ledger.fingerprint import certainty, components, grams
from shuati.model import Question
from shuati.model.keys import answer_key
from shuati.text.normalise import wording

_RARITY_EXPONENT = 0.6  # 0 would give all grams one weight
_RARE = 0.05  # a gram that at most this share of records and entries has is rare
_NAME = re.compile(r"[a-z0-9][a-z0-9+#.]*")


class Subject(Enum):
    """Whether two questions ask about one thing, as far as the bank shows."""

    SAME = auto()  # they share a rare gram that the answer repeats, or in another place
    UNCLEAR = auto()  # they share rare grams at their start or end, and the answer repeats none
    OTHER = auto()  # they share nothing but what many questions have, or words of asking


@dataclass(frozen=True, slots=True)
class Likeness:
    """Evidence that an entry is a record's, each number from 0 to 1.

    ``overlap`` is the share of the answers that is the same; ``answer`` is 1 from a half on.
    ``names_differ``: each question names something in Latin letters or digits that the
    other does not, as HTTP and HTTPS. ``often_asked``: other questions have the same words,
    as 小结. ``subject`` is OTHER for 什么是闭包 and 什么是索引.
    """

    question: float
    answer: float
    overlap: float
    context: float
    names_differ: bool = False
    often_asked: bool = False
    subject: Subject = Subject.SAME

    @property
    def score(self) -> float:
        """All evidence as one number, from 0 to 1."""
        return 0.4 * self.question + 0.4 * self.answer + 0.2 * self.context

    @property
    def plausible(self) -> bool:
        """Whether question and answer have the least that is needed in this context."""
        if self.subject is Subject.OTHER:
            return self.overlap >= 0.75
        if self.names_differ:
            return self.answer >= 0.6
        if self.often_asked:
            return self.answer >= 0.3
        elsewhere = not self.context  # in another document, so that 索引 alone is no subject
        if self.question >= 0.95 or self.overlap >= (0.5 if elsewhere else 0.35):
            return True
        alike = self.question >= 0.3 and self.answer >= 0.2
        return self.subject is Subject.SAME and alike and not elsewhere

    @property
    def conceivable(self) -> bool:
        """Whether a person should be asked about a pair that is not plausible."""
        return self.subject is not Subject.OTHER or self.overlap >= 0.5


@dataclass(frozen=True, slots=True)
class QuestionGrams:
    """A question's grams, the names in it, and the grams that its own answer repeats.

    What the answer repeats is the subject: it seldom repeats the words of asking.
    """

    text: str  # normalised
    all: frozenset[str]
    names: frozenset[str]
    repeated: frozenset[str]


def grams_of(question: Question) -> QuestionGrams:
    """What ``question`` is compared by."""
    asked = grams_of_text(question.text)
    repeated = asked.all & frozenset(grams(wording(answer_key(question))))
    return QuestionGrams(asked.text, asked.all, asked.names, repeated)


@lru_cache(maxsize=4096)
def grams_of_text(question: str) -> QuestionGrams:
    """What a question is compared by of which only the text (inline Markdown) is left."""
    folded = wording(question)
    own = frozenset(grams(folded))
    return QuestionGrams(folded, own, frozenset(_NAME.findall(folded)), frozenset())


class Rarity:
    """The weight of a gram of a question, or of a component of an answer's signature.

    ``groups`` are the grams and components of every record and every entry. What only one
    has on either side counts 1, what more have less.
    """

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        counted = [*groups]
        self._often = Counter(word for group in counted for word in group)
        self._rare = max(2.0, _RARE * len(counted))

    def weight(self, word: str) -> float:
        """From 0 to 1."""
        return float((2 / max(2, self._often[word])) ** _RARITY_EXPONENT)

    def is_rare(self, word: str) -> bool:
        """Whether so few questions have it that sharing it means something."""
        return self._often[word] <= self._rare

    def questions(self, a: QuestionGrams, b: QuestionGrams) -> float:
        """The weighted share of grams that two questions have in common (Dice), 0 to 1."""
        both = sum(map(self.weight, a.all)) + sum(map(self.weight, b.all))
        return 2 * sum(map(self.weight, a.all & b.all)) / both if both else 0.0

    def answers(self, a: str, b: str) -> tuple[float, float]:
        """How alike two answers are, from 0 to 1, by their signatures, with rare things first.

        The first number is 1 from a half in common on, the second the share in common. Both
        are less where the answers are short.
        """
        matched = used = 0.0
        count = 0
        for x, y in zip(components(a), components(b), strict=False):
            if x or y:
                count += 1
                weight = (self.weight(x or y) + self.weight(y or x)) / 2
                used += weight
                matched += weight * (x == y)
        if not used:
            return 0.0, 0.0
        share = matched / used
        return min(1.0, 2 * share) * certainty(count), share * certainty(count)

    def subject(self, entry: Iterable[QuestionGrams], record: QuestionGrams) -> Subject:
        """Whether a question of ``entry`` has the subject of ``record``'s."""
        found = Subject.OTHER
        for one in entry:
            rare = set(filter(self.is_rare, one.all))
            if rare & one.repeated & record.all:
                return Subject.SAME
            if not rare & one.repeated and rare & record.all:
                if rare & _shared_inside(one.text, record.text):
                    return Subject.SAME
                found = Subject.UNCLEAR
        return found


def _shared_inside(a: str, b: str) -> set[str]:
    """The grams that two texts share beside their common beginning and end.

    Questions with other subjects share words of asking there: 谈谈你对闭包的理解.
    """
    start = _common_start(a, b)
    a, b = a[start:], b[start:]
    end = _common_start(a[::-1], b[::-1])
    return {*grams(a[: len(a) - end])} & {*grams(b[: len(b) - end])}


def _common_start(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def names_differ(a: QuestionGrams, b: QuestionGrams) -> bool:
    """Whether each of two questions names something that the other does not."""
    return bool(a.names - b.names and b.names - a.names)
