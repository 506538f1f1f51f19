"""The evidence on two questions: how similar their wordings and their answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log

from shuati.match.features import QuestionFeatures
from shuati.match.matchers.rules.likelihood import Basis
from shuati.match.subject import are_different
from shuati.match.wording_columns import WordingComparison

# Set by hand; `python -m evaluation.match` shows what a change does.
# A person looks at a pair, whatever its wordings, where 1.5 ln(ratio of the answers) +
# 0.8 ln(ratio of the questions with answers) + 0.9 ln(cosine of the answers) reaches this.
_NEAR = -2.4
_SAME_TERM = 0.6  # Dice of the bigrams of two lead terms


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two questions are, compared with all other questions of the corpus.

    A ratio is the cosine of the two by the best cosine of either with any third question
    (the ratio test of Lowe 2004, 7.1, on similarities): above 1, each is the other's nearest.
    All are 0 where nothing is known.
    """

    word_cosine: float = 0.0  # of the answers, all words weighted alike
    answer_cosine: float = 0.0  # of the answers, by TF-IDF
    answer_ratio: float = 0.0  # of the answers
    ratio: float = 0.0  # of the questions with their answers
    rival_ratio: float = 0.0  # the same by third questions of their two documents, see `Rivals`
    parallel: bool = False  # their scopes ask the same of different things, see `Scopes`
    # Cosine and CSLS of the texts, then of the texts with their answers, see
    # `shuati.match.meaning`; cosines alone where there are few questions.
    meaning: tuple[float, ...] = ()

    @property
    def best_ratio(self) -> float:
        """The greater of the two ratios."""
        return max(self.ratio, self.answer_ratio)

    @property
    def near_by_answers(self) -> bool:
        """Whether the answers are near enough for a person to look at the pair."""
        if not (self.answer_cosine and self.answer_ratio and self.ratio):
            return False
        ratios = 1.5 * log(self.answer_ratio) + 0.8 * log(self.ratio)
        return ratios + 0.9 * log(self.answer_cosine) >= _NEAR


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence on two questions: a row of the `EvidenceTable`.

    ``shared_terms`` is the share of the lead terms of the shorter answer that the other has too,
    ``log_odds`` are those that the two are the same. What only rules ask for is computed when one
    does.
    """

    a: QuestionFeatures
    b: QuestionFeatures
    wording: WordingComparison
    nearness: Nearness
    shared_terms: float
    log_odds: float = 0.0
    basis: Basis = Basis.FEW

    @cached_property
    def other_context(self) -> bool:
        """Whether what goes without saying differs:病因？ of one illness and of another."""
        one_document = self.a.path == self.b.path
        return are_different(self.a.subject, self.b.subject, one_document=one_document)

    @cached_property
    def answer_similarity(self) -> float:
        """How similar the answers are (0 to 1), by their words and their lead terms."""
        if self.a.answer_size and self.a.answer_text == self.b.answer_text:
            return 1.0
        words = self.nearness.word_cosine
        return max(words, 0.5 * words + 0.5 * self.shared_terms)

    @property
    def both_answered(self) -> bool:
        """Whether both questions have an answer."""
        return bool(self.a.answer_size and self.b.answer_size)


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
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 2 or short in long:
        return len(short) >= 2
    x, y = term_grams(short), term_grams(long)
    return 2 * len(x & y) >= _SAME_TERM * (len(x) + len(y))  # Dice 1945


@lru_cache(maxsize=65536)
def term_grams(term: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a lead term; a shorter one is its own gram."""
    return frozenset(map("".join, pairwise(term))) or frozenset((term,))
