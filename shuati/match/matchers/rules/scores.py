"""How alike two questions are: in what they ask, and in what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, product
from math import log

from shuati.match.features import Asked, Bank
from shuati.match.parse_question import Asking
from shuati.match.vocabulary import Frames

# How near answers must be for a person to look at a pair whose wordings speak against it:
# 1.5 ln(lead of the answers) + 0.8 ln(lead) + 0.9 ln(cosine), fitted by logistic regression.
_HINT = -2.4


@dataclass(frozen=True, slots=True)
class Wordings:
    """The comparison of two wordings.

    ``shared`` objects; ``left`` and ``right`` those that only one side has, less what is
    its document's subject; ``alike`` from 0 to 1; ``frame`` how well the ways of asking agree.
    """

    a: Asking
    b: Asking
    shared: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    alike: float
    frame: float


@dataclass(frozen=True, slots=True)
class Nearness:
    """Where two questions lie among all: ``words`` and ``answer`` are cosines of their
    answers, with all words weighed alike and with rare ones weighed more; ``answer_lead``
    and ``lead`` how much nearer to each other than to any third the answers, and the
    questions with their answers, are (as ratios).
    """

    words: float = 0.0
    answer: float = 0.0
    answer_lead: float = 0.0
    lead: float = 0.0

    @property
    def hints(self) -> bool:
        """Whether the answers are near enough for a person to look at the pair."""
        if not (self.answer and self.answer_lead and self.lead):
            return False
        leads = 1.5 * log(self.answer_lead) + 0.8 * log(self.lead)
        return leads + 0.9 * log(self.answer) >= _HINT


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that speaks for or against two questions being the same, each from 0 to 1.

    What is dear to find (the answers) is found when a guard or a verdict asks for it.
    """

    a: Asked
    b: Asked
    wordings: Wordings
    near: Nearness

    @cached_property
    def subjects(self) -> bool:
        """Whether the documents can be about one thing."""
        return _subjects_agree(self.a, self.b)

    @cached_property
    def terms(self) -> float:
        """The share of the lead terms of the shorter answer that the other has too."""
        return overlap(self.a.terms, self.b.terms)

    @cached_property
    def content(self) -> float:
        """How alike the answers are: their lead terms above all, then their words."""
        if self.a.size and self.a.texts[1] == self.b.texts[1]:
            return 1.0
        words = self.near.words
        return max(words, 0.5 * words + 0.5 * self.terms)


FAR = Nearness()


def compare(a: Asked, b: Asked, bank: Bank, known: Frames, near: Nearness = FAR) -> Evidence:
    """The evidence on two questions; of their wordings the pair that is most alike."""
    pairs = [wordings(x, y, a, b, bank, known) for x, y in product(a.wordings, b.wordings)]
    best = max(pairs, key=lambda one: (one.alike * (0.4 + 0.6 * one.frame), one.frame))
    return Evidence(a, b, best, near)


def wordings(x: Asking, y: Asking, a: Asked, b: Asked, bank: Bank, known: Frames) -> Wordings:
    """Compare what two wordings ask about, and how they ask it."""
    shared: list[str] = []
    right = list(y.objects)
    left: list[str] = []
    for word in x.objects:
        if word in right:
            shared.append(word)
            right.remove(word)
        else:
            left.append(word)
    left = [word for word in left if not _given(word, y, a, b)]
    right = [word for word in right if not _given(word, x, b, a)]
    common = sum(tells(word, x, bank) for word in shared if word not in a.subject & b.subject)
    apart = sum(
        tells(word, own, bank) * (0.3 if word in known.weak else 1.0)
        for own, words in ((x, left), (y, right))
        for word in words
    )
    alike = common / (common + apart) if common + apart else 1.0
    return Wordings(x, y, tuple(shared), tuple(left), tuple(right), alike, _frame(x, y, known))


def tells(word: str, own: Asking, bank: Bank) -> float:
    """How much an object of ``own`` tells, by general language and by the bank."""
    return bank.weight(word) * own.worths[own.objects.index(word)]


def _frame(x: Asking, y: Asking, known: Frames) -> float:
    best = known.agree(x.frame, y.frame)
    if best < 0.6 and (x.frame in y.more or y.frame in x.more):
        return 0.6
    return best


def _given(word: str, other: Asking, mine: Asked, theirs: Asked) -> bool:
    """Whether a word that the other side lacks is no difference: it goes without saying there."""
    said = chain(mine.subject, theirs.subject, theirs.above)
    return word in other.phases or word in said


def _subjects_agree(a: Asked, b: Asked) -> bool:
    """Whether two documents can be about one thing, as far as their constant words tell."""
    if a.path == b.path or not a.subject or not b.subject:
        return True
    return any(
        x in y or y in x or _abbreviates(x, y) or _abbreviates(y, x)
        for x, y in product(a.subject, b.subject)
    )


def _abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` is made of characters of ``long`` in order: 大模型, 大规模语言模型."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)


def overlap(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the shorter list of terms that the longer one has too."""
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    found = sum(any(_same_term(term, other) for other in long) for term in short)
    return found / max(len(short), 2)


def _same_term(a: str, b: str) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and (short in long or _bigrams(short, long) >= 0.6)


def _bigrams(a: str, b: str) -> float:
    x, y = _pairs(a), _pairs(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
