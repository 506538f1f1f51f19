"""The candidate pairs of a corpus, each with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from shuati.config.settings import Settings
from shuati.match.blocking import candidate_pairs
from shuati.match.features import QuestionFeatures, corpus_of
from shuati.match.matchers.rules.classify import (
    Classification,
    Thresholds,
    classify,
    finding,
    ranked,
)
from shuati.match.matchers.rules.likelihood import asking_level
from shuati.match.matchers.rules.policy import Finding
from shuati.match.matchers.rules.scores import Evidence, Nearness, compare
from shuati.match.meaning import MeaningSpace, SentenceVectors
from shuati.match.neighbours import neighbours
from shuati.match.rivals import Rivals
from shuati.match.scopes import Scopes
from shuati.match.vectors import Rows, cosines, counts, tf_idf, unweighted
from shuati.match.vocabulary import intent_lexicon, synonym_groups, synonyms
from shuati.model import Document, Pair, Verdict

# `python -m evaluation.match` shows what a change of these does.
_NEIGHBOURS = 4  # nearest neighbours that are computed for a question
_PAIRED = 4  # and those of them that become candidates
_NEAREST = 2  # and those of them that bear out what an abbreviation means
_FAR = 0.3  # ratio below which two questions without a common subject are not compared
_SMALL = 12  # questions below which a ratio to the best third says little, and is not used
_QUESTION_WEIGHT = 3  # a word of the question counts as so many of the answer


class PairClassifier:
    """Classifies pairs of questions of one corpus.

    ``questions`` are those of all documents in reading order, ``pairs`` the classified
    candidates by their positions, the smaller first. What somebody has ``decided`` counts
    for how many more pairs are worth asking about, and for nothing else. With ``vectors`` of all
    questions their nearest in meaning are candidates too, and how near they are is evidence.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        features: Sequence[tuple[QuestionFeatures, ...]],
        settings: Settings,
        decided: Mapping[tuple[int, int], Verdict] = MappingProxyType({}),
        vectors: SentenceVectors | None = None,
    ) -> None:
        self.lexicon = intent_lexicon()
        self.thresholds = Thresholds(settings.same_threshold, settings.review_threshold)
        self.questions = tuple(chain.from_iterable(one.questions for one in documents))
        own = tuple(chain.from_iterable(features))
        answers = counts([one.answer_text for one in own])
        self._words = unweighted(answers)
        both = answers + _QUESTION_WEIGHT * counts([one.question_text for one in own])
        # A choice says in a line what an open question is about, and never becomes one with it.
        is_open = [not (one.options or one.blanks) for one in self.questions]
        kept = diags_array(np.array(is_open, np.float32))
        self._answers = neighbours(tf_idf(csr_matrix(kept @ answers)), _NEIGHBOURS)
        self._both = neighbours(tf_idf(csr_matrix(kept @ both)), _NEIGHBOURS)
        known = synonyms(synonym_groups(documents, settings))
        self._corpus = corpus_of(own, known, self._both.pairs(_NEAREST))
        own = self._corpus.questions
        self._scopes = Scopes(own, self._words)
        kinds = (vectors.text, vectors.both) if vectors and len(own) >= _SMALL else ()
        self._meanings = [MeaningSpace(kind) for kind in kinds]
        near = {at for kind in self._meanings for at in kind.pairs(_PAIRED, np.array(is_open))}
        pairs = set(candidate_pairs(own)) | self._both.pairs(_PAIRED) | self._answers.pairs(_PAIRED)
        candidates = sorted(pairs | near)
        left, right = _sides(candidates)
        paths = [one.path for one in own]
        self._rivals = Rivals(paths, left, right, cosines(self._both.vectors, left, right))
        found = {
            (a, b): self._classify(a, b, nearness)
            for a, b, nearness in self._nearness(candidates)
            if nearness.best_ratio >= _FAR or (a, b) in near or self._corpus.may_share_subject(a, b)
        }
        odds = {at: own.log_odds for at, own in found.items() if own.verdict is not Verdict.SAME}
        self._level = asking_level(odds, len(found) - len(odds))
        repeated = sum(decided.get(at, own.verdict) is Verdict.SAME for at, own in found.items())
        open_odds = {at: own for at, own in odds.items() if at not in decided}
        asked_from = asking_level(open_odds, repeated, asked=len(odds) - len(open_odds))
        self._asked_from = max(self._level, asked_from)
        self.pairs = {(a, b): self._pair(a, b, one) for (a, b), one in found.items()}

    def classify(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        ((_, _, nearness),) = self._nearness([(a, b)])
        return self._pair(a, b, self._classify(a, b, nearness))

    def evidence(self, a: int, b: int) -> Evidence:
        """What `classify` goes by."""
        ((_, _, nearness),) = self._nearness([(a, b)])
        x, y = self._corpus.questions[a], self._corpus.questions[b]
        return compare(x, y, self._corpus, self.lexicon, nearness)

    def findings(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Finding]:
        """What each of ``pairs`` is decided by: the table of evidence, row by row."""
        for a, b, nearness in self._nearness(pairs):
            x, y = self._corpus.questions[a], self._corpus.questions[b]
            yield finding(x, y, self._corpus, self.lexicon, self.thresholds, nearness)

    def _classify(self, a: int, b: int, nearness: Nearness) -> Classification:
        x, y = self._corpus.questions[a], self._corpus.questions[b]
        return classify(x, y, self._corpus, self.lexicon, self.thresholds, nearness)

    def _pair(self, a: int, b: int, found: Classification) -> Pair:
        one = ranked(found, self._level, self._asked_from, self.thresholds)
        asked = self.questions[a], self.questions[b]
        return Pair(*asked, one.verdict, one.score, one.reasons, probability=one.probability)

    def _nearness(self, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Nearness]]:
        """The pairs, each with how near its questions are."""
        left, right = _sides(pairs)
        both_cosine, ratio = self._both.closeness(left, right)
        rival_ratio = self._rivals.ratio(left, right, both_cosine)
        answer_cosine, answer_ratio = self._answers.closeness(left, right)
        word_cosine = cosines(self._words, left, right)
        if len(self._corpus.questions) < _SMALL:
            answer_ratio = ratio = rival_ratio = np.zeros_like(ratio)
        meaning = [column for kind in self._meanings for column in kind.closeness(left, right)]
        columns = (word_cosine, answer_cosine, answer_ratio, ratio, rival_ratio, *meaning)
        figures = np.stack(columns, axis=1).round(3).tolist()
        for (a, b), (words, cosine, answer, both, rival, *near) in zip(pairs, figures, strict=True):
            parallel = self._scopes.are_parallel(a, b)
            yield a, b, Nearness(words, cosine, answer, both, rival, parallel, tuple(near))


def _sides(pairs: Sequence[tuple[int, int]]) -> tuple[Rows, Rows]:
    """The first and the second positions of ``pairs``."""
    left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return left, right
