"""The evidence on two questions: how similar their wordings and their answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, product
from math import log

from shuati.match.features import Corpus, QuestionFeatures
from shuati.match.parse_question import ParsedQuestion
from shuati.match.subject import are_different, are_related
from shuati.match.vocabulary import IntentLexicon
from shuati.text.ngrams import bigrams

# Set by hand; `python -m evaluation.match` shows what a change does.
# A person looks at a pair, whatever its wordings, where 1.5 ln(ratio of the answers) +
# 0.8 ln(ratio of the questions with answers) + 0.9 ln(cosine of the answers) reaches this.
_NEAR = -2.4
_LOW_WEIGHT = 0.3  # a low-weight word counts as this share of another
_SHORTEST_COMPOUND = 4  # characters
_SAME_TERM = 0.6  # Dice of the bigrams of two lead terms


@dataclass(frozen=True, slots=True)
class WordingComparison:
    """Two parsed wordings, one of each question, and how similar they are.

    ``left`` and ``right`` are subjects that only one of them has and its document does not
    imply; ``similarity`` of the subjects and ``intent`` agreement are from 0 to 1.
    """

    a: ParsedQuestion
    b: ParsedQuestion
    shared: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    similarity: float
    intent: float


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
    # `shuati.match.meaning`; empty without a sentence encoder.
    meaning: tuple[float, ...] = ()

    @property
    def best_ratio(self) -> float:
        """The greater of the two ratios."""
        return max(self.ratio, self.answer_ratio)

    @property
    def has_no_ratio(self) -> bool:
        """Whether the answers have words in common, and there are too few others to compare."""
        return self.answer_cosine > 0 and not self.best_ratio

    @property
    def near_by_answers(self) -> bool:
        """Whether the answers are near enough for a person to look at the pair."""
        if not (self.answer_cosine and self.answer_ratio and self.ratio):
            return False
        ratios = 1.5 * log(self.answer_ratio) + 0.8 * log(self.ratio)
        return ratios + 0.9 * log(self.answer_cosine) >= _NEAR


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence on two questions. What is costly is computed when a rule asks for it."""

    a: QuestionFeatures
    b: QuestionFeatures
    wording: WordingComparison
    nearness: Nearness

    @cached_property
    def other_context(self) -> bool:
        """Whether what goes without saying differs:病因？ of one illness and of another."""
        one_document = self.a.path == self.b.path
        return are_different(self.a.subject, self.b.subject, one_document=one_document)

    @cached_property
    def shared_terms(self) -> float:
        """The share of the lead terms of the shorter answer that the other has too."""
        return overlap(self.a.lead_terms, self.b.lead_terms)

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


UNKNOWN = Nearness()


def compare(
    a: QuestionFeatures,
    b: QuestionFeatures,
    corpus: Corpus,
    lexicon: IntentLexicon,
    nearness: Nearness = UNKNOWN,
) -> Evidence:
    """The evidence on two questions; of their wordings the two that are most similar."""
    pairs = [
        compare_wordings(x, y, a, b, corpus, lexicon) for x, y in product(a.wordings, b.wordings)
    ]
    best = max(pairs, key=lambda one: (one.similarity * (0.4 + 0.6 * one.intent), one.intent))
    return Evidence(a, b, best, nearness)


def compare_wordings(
    x: ParsedQuestion,
    y: ParsedQuestion,
    a: QuestionFeatures,
    b: QuestionFeatures,
    corpus: Corpus,
    lexicon: IntentLexicon,
) -> WordingComparison:
    """Compare the subjects and the intents of the wordings ``x`` of ``a`` and ``y`` of ``b``."""
    shared: list[str] = []
    right = list(y.subjects)
    left: list[str] = []
    for word in x.subjects:
        if word in right:
            shared.append(word)
            right.remove(word)
        else:
            left.append(word)
    for word in list(left):
        if parts := _parts(word, right):
            left.remove(word)
            right = [other for other in right if other not in parts]
            shared.append(word)
    for word in list(right):
        if parts := _parts(word, left):
            right.remove(word)
            left = [other for other in left if other not in parts]
            shared += parts
    if not _name_others(left, right, a, b):
        left, right = (
            [word for word in left if not _is_implied(word, y, a, b)],
            [word for word in right if not _is_implied(word, x, b, a)],
        )
    common = sum(subject_weight(w, x, corpus) for w in shared if w not in a.topic & b.topic)
    apart = sum(
        subject_weight(word, own, corpus) * (_LOW_WEIGHT if word in lexicon.low_weight else 1.0)
        for own, words in ((x, left), (y, right))
        for word in words
    )
    similarity = common / (common + apart) if common + apart else 1.0
    intent = _intent_agreement(x, y, lexicon)
    return WordingComparison(x, y, tuple(shared), tuple(left), tuple(right), similarity, intent)


def _parts(word: str, others: Sequence[str]) -> list[str]:
    """Those of ``others`` that a compound is made of, but for one character: 进程间通信 of 进程 and
    通信. Empty where they leave more of it, or it is no compound."""
    if len(word) < _SHORTEST_COMPOUND:
        return []
    parts = [other for other in others if len(other) > 1 and other in word]
    return parts if len(parts) > 1 and sum(map(len, parts)) >= len(word) - 1 else []


def subject_weight(word: str, own: ParsedQuestion, corpus: Corpus) -> float:
    """The weight of a subject of ``own``, by general language and by the corpus."""
    return corpus.weight(word) * own.weights[own.subjects.index(word)]


def _intent_agreement(x: ParsedQuestion, y: ParsedQuestion, lexicon: IntentLexicon) -> float:
    best = lexicon.agreement(x.intent, y.intent)
    if best < 0.6 and (x.intent in y.other_intents or y.intent in x.other_intents):
        return 0.6
    return best


def _name_others(
    left: Sequence[str], right: Sequence[str], a: QuestionFeatures, b: QuestionFeatures
) -> bool:
    """Whether both questions name a subject of their document, and not the same one."""
    mine, theirs = a.subject.named.intersection(left), b.subject.named.intersection(right)
    return bool(mine and theirs) and not are_related(mine, theirs)


def _is_implied(
    word: str, other: ParsedQuestion, mine: QuestionFeatures, theirs: QuestionFeatures
) -> bool:
    """Whether a subject that only one question names is no difference: the documents or the
    headings above the other one say it."""
    return word in other.stages or word in chain(mine.topic, theirs.topic, theirs.heading_words)


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
    x, y = _bigrams(short), _bigrams(long)
    return 2 * len(x & y) >= _SAME_TERM * (len(x) + len(y))  # Dice 1945


@lru_cache(maxsize=65536)
def _bigrams(term: str) -> frozenset[str]:
    return frozenset(bigrams(term))  # a term is short: a pair that comes twice counts once
