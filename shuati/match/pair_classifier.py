"""The candidate pairs of a corpus, each with its verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import inf
from types import MappingProxyType

import numpy as np
from scipy.sparse import csr_matrix, diags_array

from shuati.config.settings import Settings
from shuati.match.blocking import candidate_pairs
from shuati.match.evidence_table import EvidenceTable, QuestionColumns
from shuati.match.features import QuestionFeatures, corpus_of, word_meanings
from shuati.match.matchers.rules.classify import (
    Classification,
    Thresholds,
    classify,
    finding,
    is_never_asked,
    least_merged,
    ranked,
)
from shuati.match.matchers.rules.likelihood import (
    Basis,
    asking_level,
    least_listed,
    least_with,
    probability,
)
from shuati.match.matchers.rules.policy import Finding
from shuati.match.matchers.rules.scores import Evidence
from shuati.match.meaning import MeaningSpace, PlainSpace, SentenceVectors
from shuati.match.neighbours import neighbours
from shuati.match.related import LEAST_LINKED
from shuati.match.rivals import Rivals
from shuati.match.scopes import Scopes
from shuati.match.vectors import Floats, Rows, cosines, counts, tf_idf, unweighted
from shuati.match.vocabulary import intent_lexicon, synonym_groups, synonyms
from shuati.match.wording_columns import Bools
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
    for how many more pairs are worth asking about, and for nothing else. Where there are enough
    questions, their nearest in meaning are candidates too, and how near they are is evidence: by
    ``vectors`` of a sentence encoder, or else by those of their words.
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
        self._basis = Basis.SENTENCES if vectors else Basis.WORDS
        if len(own) < _SMALL:
            self._basis = Basis.FEW
        meant = vectors if vectors and self._basis is not Basis.FEW else word_meanings(own)
        space = PlainSpace if self._basis is Basis.FEW else MeaningSpace
        self._meanings = [space(kind) for kind in (meant.text, meant.both)]
        near = {at for kind in self._meanings for at in kind.pairs(_PAIRED, np.array(is_open))}
        pairs = set(candidate_pairs(own)) | self._both.pairs(_PAIRED) | self._answers.pairs(_PAIRED)
        left, right = _sides(pairs | near)
        paths = [one.path for one in own]
        self._rivals = Rivals(paths, left, right, cosines(self._both.vectors, left, right))
        self._columns = QuestionColumns(self._corpus, self.lexicon, Scopes(own, self._words))
        self._table = self._table_of(pairs | near, near)
        table = self._table
        is_decided = self._are_among(decided, table.left, table.right)
        possible = table.alike | (table.log_odds >= least_merged(self._basis)) | is_decided
        least = min(least_listed(self.thresholds.review), least_with(LEAST_LINKED))
        doubtful = self._worth_asking(np.flatnonzero(~possible & (table.log_odds >= least)))
        self._doubtful = doubtful
        found = self._classified(np.flatnonzero(possible))
        odds = {at: own.log_odds for at, own in found.items() if own.verdict is not Verdict.SAME}
        repeated = len(found) - len(odds)
        odds |= zip(self._pairs(doubtful), table.log_odds[doubtful].tolist(), strict=True)
        open_pairs = (pair for pair, own in odds.items() if own > -inf and pair not in decided)
        rest = np.flatnonzero(~possible & (table.log_odds < least))
        odds |= self._likeliest_of(rest, set(chain.from_iterable(open_pairs)))
        self._level = asking_level(odds, repeated)
        repeated = sum(decided.get(at, own.verdict) is Verdict.SAME for at, own in found.items())
        open_odds = {at: own for at, own in odds.items() if at not in decided}
        asked_from = asking_level(open_odds, repeated, asked=len(odds) - len(open_odds))
        self._asked_from = max(self._level, asked_from)
        least = least_listed(self.thresholds.review, self._level)
        found |= self._classified(doubtful[table.log_odds[doubtful] >= least])
        self.pairs = {(a, b): self._pair(a, b, one) for (a, b), one in found.items()}

    @property
    def candidates(self) -> list[tuple[int, int]]:
        """All pairs that were compared, by their positions, sorted."""
        return list(zip(self._table.left.tolist(), self._table.right.tolist(), strict=True))

    def is_candidate(self, a: int, b: int) -> bool:
        """Whether a pair is among the `candidates`."""
        return self._table.row(a, b) is not None

    def linked(self) -> Iterator[tuple[int, int, float]]:
        """Pairs that are not merged by themselves, with their probability; for links."""
        odds = self._table.log_odds[self._doubtful].tolist()
        for (a, b), own in zip(self._pairs(self._doubtful), odds, strict=True):
            yield a, b, round(probability(own), 3)

    def classify(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        evidence = self.evidence(a, b)
        return self._pair(a, b, classify(evidence, self.lexicon, self.thresholds))

    def evidence(self, a: int, b: int) -> Evidence:
        """What `classify` goes by: a row of the table."""
        table, row = self._table, self._table.row(a, b)
        if row is None:
            table, row = self._table_of([(a, b)], [(a, b)]), 0
        return next(table.evidence([row]))

    def findings(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Finding]:
        """What each of ``pairs`` is decided by."""
        for a, b in pairs:
            yield finding(self.evidence(a, b), self.lexicon, self.thresholds)

    def _classified(self, rows: Rows) -> dict[tuple[int, int], Classification]:
        evidence = self._table.evidence(rows.tolist())
        found = (classify(one, self.lexicon, self.thresholds) for one in evidence)
        return dict(zip(self._pairs(rows), found, strict=True))

    def _worth_asking(self, rows: Rows) -> Rows:
        """Those of ``rows`` that somebody could be asked about."""
        evidence = self._table.evidence(rows.tolist())
        asked = [not is_never_asked(one, self.lexicon) for one in evidence]
        found: Rows = rows[np.array(asked, dtype=bool)]
        return found

    def _likeliest_of(self, rows: Rows, known: set[int]) -> dict[tuple[int, int], float]:
        """The log-odds of the likeliest pair of every question that is not among the ``known``,
        of the pairs in ``rows`` that somebody could be asked about."""
        order = rows[np.argsort(-self._table.log_odds[rows], kind="stable")]
        found = {}
        for row, pair in zip(order, self._pairs(order), strict=True):
            if not known.issuperset(pair) and len(self._worth_asking(np.array([row]))):
                found[pair] = float(self._table.log_odds[row])
                known.update(pair)
        return found

    def _pairs(self, rows: Rows) -> list[tuple[int, int]]:
        left, right = self._table.left[rows].tolist(), self._table.right[rows].tolist()
        return list(zip(left, right, strict=True))

    def _pair(self, a: int, b: int, found: Classification) -> Pair:
        one = ranked(found, self._level, self._asked_from, self.thresholds)
        asked = self.questions[a], self.questions[b]
        return Pair(*asked, one.verdict, one.score, one.reasons, probability=one.probability)

    def _table_of(
        self, pairs: Iterable[tuple[int, int]], near: Collection[tuple[int, int]]
    ) -> EvidenceTable:
        """The evidence on those of ``pairs`` that are worth comparing, in their order; those that
        are ``near`` in meaning always are."""
        left, right = _sides(pairs)
        nearness = self._nearness(left, right)
        _, _, answer_ratio, ratio, *_ = nearness.T
        compared = np.maximum(answer_ratio, ratio) >= _FAR
        compared |= self._columns.may_share_subject(left, right)
        compared |= self._are_among(near, left, right)
        return EvidenceTable(
            self._columns, left[compared], right[compared], nearness[compared], self._basis
        )

    def _are_among(self, pairs: Collection[tuple[int, int]], left: Rows, right: Rows) -> Bools:
        """Whether ``left`` and ``right`` are one of ``pairs``."""
        size = len(self.questions)
        keys = np.array([a * size + b for a, b in pairs], dtype=np.int64)
        return np.isin(left * size + right, keys)

    def _nearness(self, left: Rows, right: Rows) -> Floats:
        """How near the questions of each pair are, see `Nearness`."""
        both_cosine, ratio = self._both.closeness(left, right)
        rival_ratio = self._rivals.ratio(left, right, both_cosine)
        answer_cosine, answer_ratio = self._answers.closeness(left, right)
        word_cosine = cosines(self._words, left, right)
        if len(self._corpus.questions) < _SMALL:
            answer_ratio = ratio = rival_ratio = np.zeros_like(ratio)
        meaning = [column for kind in self._meanings for column in kind.closeness(left, right)]
        columns = (word_cosine, answer_cosine, answer_ratio, ratio, rival_ratio, *meaning)
        found: Floats = np.stack(columns, axis=1).round(3)
        return found


def _sides(pairs: Iterable[tuple[int, int]]) -> tuple[Rows, Rows]:
    """The first and the second positions of ``pairs``, in their order."""
    left, right = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return left, right
