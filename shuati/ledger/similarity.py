"""How alike an entry and a record are, in what is asked, in the answer, and in their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from shuati.ledger.fingerprint import bins, grams
from shuati.match.parse_question import fold
from shuati.match.vocabulary import intent_lexicon
from shuati.text.normalise import wording

_COMMON_TELLS_LESS = 0.6  # 0 would count all words alike
_NAME = re.compile(r"[a-z0-9][a-z0-9+#.]*")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Evidence that an entry is a record's, each from 0 to 1.

    ``swapped``: each question names something in Latin or digits that the other does not,
    as HTTP and HTTPS; ``common``: others are asked with the same words, as 小结; ``apart``:
    they have nothing in common but words of asking, as 什么是闭包 and 什么是索引.
    """

    question: float
    answer: float
    place: float
    swapped: bool = False
    common: bool = False
    apart: bool = False

    @property
    def score(self) -> float:
        """All evidence as one number, from 0 to 1."""
        return 0.4 * self.question + 0.4 * self.answer + 0.2 * self.place

    @property
    def speaks(self) -> bool:
        """Whether question and answer allow that it is the same, wherever it stands."""
        if self.apart:
            return self.answer >= 0.9
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


@lru_cache(maxsize=4096)
def subject_of(question: str) -> frozenset[str]:
    """The grams of what ``question`` (inline Markdown) asks about, less the words of asking."""
    known = intent_lexicon()
    rest = fold(question)
    for old, new in known.rewrites:
        rest = old.sub(new, rest)
    for _, pattern in known.patterns:
        rest = pattern.sub(" ", rest)
    return frozenset(grams(wording(_empty().sub(" ", rest))))


@cache
def _empty() -> re.Pattern[str]:
    """The words that say nothing of what is asked about, the longest first."""
    words = sorted(intent_lexicon().stop_words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def apart(a: Iterable[str], b: str) -> bool:
    """Whether each of the questions ``a`` and the question ``b`` have no subject in common."""
    other = subject_of(b)
    own = [subject_of(question) for question in a]
    return bool(other) and all(own) and not any(one & other for one in own)


class Rarity:
    """How much a gram of a question, or what a bin of an answer's sketch keeps, tells.

    What many questions of the bank have, the words of asking above all, tells little of
    which one it is; what only one has on either side counts 1.
    """

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._often = Counter(word for group in groups for word in group)

    def weight(self, word: str) -> float:
        return float((2 / max(2, self._often[word])) ** _COMMON_TELLS_LESS)

    def questions(self, a: Wording, b: Wording) -> float:
        """The share of grams that two questions have in common (Dice), from 0 to 1."""
        both = sum(map(self.weight, a.grams)) + sum(map(self.weight, b.grams))
        return 2 * sum(map(self.weight, a.grams & b.grams)) / both if both else 0.0

    def answers(self, a: str, b: str) -> float:
        """How alike two answers are (sketches), from 0 to 1; half in common count as all.

        Less where they are so short that being equal says little.
        """
        matched = used = 0.0
        count = 0
        for x, y in zip(bins(a), bins(b), strict=False):
            if x or y:
                count += 1
                weight = (self.weight(x or y) + self.weight(y or x)) / 2
                used += weight
                matched += weight * (x == y)
        return min(1.0, 2 * matched / used) * min(1.0, count / 8) if used else 0.0


def swapped(a: Wording, b: Wording) -> bool:
    """Whether each of two questions names something that the other does not."""
    return bool(a.names - b.names and b.names - a.names)
