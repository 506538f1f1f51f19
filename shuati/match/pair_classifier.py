"""The candidate pairs of a corpus, each with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import inf
from types import MappingProxyType

import numpy as np

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
from shuati.match.meaning import MeaningSpace, MeaningVectors, PlainSpace
from shuati.match.position_pairs import PositionPairs, are_among, as_array, united
from shuati.match.related import LEAST_LINKED
from shuati.match.rivals import Rivals
from shuati.match.scopes import Scopes
from shuati.match.text_spaces import TextCloseness, text_spaces
from shuati.match.vectors import Floats, Rows, cosines
from shuati.match.vocabulary import intent_lexicon, synonym_groups, synonyms
from shuati.model import Document, Pair, Verdict

# `python -m evaluation.match` shows what a change of these does.
_PAIRED = 4  # nearest neighbours of a question of each kind that become candidates
_NEAREST = 2  # and those of them that bear out what an abbreviation means
_FAR = 0.3  # ratio below which two questions without a common subject are not compared
_SMALL = 12  # questions below which a ratio to the best third says little, and is not used


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
        vectors: MeaningVectors | None = None,
    ) -> None:
        self.lexicon = intent_lexicon()
        self.thresholds = Thresholds(settings.same_threshold, settings.review_threshold)
        self.questions = tuple(chain.from_iterable(one.questions for one in documents))
        is_open = np.array([not (one.options or one.blanks) for one in self.questions], dtype=bool)
        given = tuple(chain.from_iterable(features))
        self._texts = text_spaces(given, is_open)
        known = synonyms(synonym_groups(documents, settings))
        corpus = corpus_of(given, known, self._texts.both.pairs(_NEAREST).tolist())
        own = corpus.questions
        self._basis, self._meanings = _meaning_spaces(own, vectors)
        near = united([kind.pairs(_PAIRED, is_open) for kind in self._meanings])
        by_texts = [kind.pairs(_PAIRED) for kind in (self._texts.both, self._texts.answers)]
        pairs = united([candidate_pairs(own), *by_texts, near])
        found = self._texts.closeness(pairs)
        self._rivals = Rivals([one.path for one in own], pairs, found.cosine)
        self._columns = QuestionColumns(corpus, self.lexicon, Scopes(own, self._texts.words))
        compared = self._columns.may_share_subject(*pairs.T) | are_among(pairs, near)
        if self._basis is not Basis.FEW:
            compared |= np.maximum(found.answer_ratio, found.ratio).round(3) >= _FAR
        self._table = self._table_of(pairs[compared], found.where(compared))
        self._classify_candidates(decided)

    def candidates(self) -> Iterator[tuple[int, int]]:
        """All pairs that were compared, by their positions, sorted."""
        return zip(map(int, self._table.left), map(int, self._table.right), strict=True)

    def is_candidate(self, a: int, b: int) -> bool:
        """Whether a pair is among the `candidates`."""
        return self._table.row(a, b) is not None

    def linked(self) -> Iterator[tuple[int, int, float]]:
        """Pairs that are not merged by themselves, with their probability; for links."""
        for (a, b), odds in self._odds(self._doubtful).items():
            yield a, b, round(probability(odds), 3)

    def classify(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        evidence = self.evidence(a, b)
        return self._pair(a, b, classify(evidence, self.lexicon, self.thresholds))

    def evidence(self, a: int, b: int) -> Evidence:
        """What `classify` goes by: a row of the table."""
        table, row = self._table, self._table.row(a, b)
        if row is None:
            table, row = self._new_table([(a, b)]), 0
        return next(table.evidence([row]))

    def finding(self, a: int, b: int) -> Finding:
        """What the rules find on two questions."""
        return finding(self.evidence(a, b), self.lexicon, self.thresholds)

    def rows(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        """The columns of `Basis.names`, one row for each of ``pairs``."""
        return self._new_table(pairs).rows(np.arange(len(pairs)))

    def _new_table(self, pairs: Sequence[tuple[int, int]]) -> EvidenceTable:
        own = as_array(pairs)
        return self._table_of(own, self._texts.closeness(own))

    def _table_of(self, pairs: PositionPairs, by_texts: TextCloseness) -> EvidenceTable:
        """The evidence on ``pairs``, that by their texts being given."""
        left, right = np.ascontiguousarray(pairs.T)
        ratios = by_texts.answer_ratio, by_texts.ratio, self._rivals.ratio(pairs, by_texts.cosine)
        if self._basis is Basis.FEW:
            ratios = (np.zeros(len(pairs)),) * 3
        meanings = [column for kind in self._meanings for column in kind.closeness(left, right)]
        words = cosines(self._texts.words, left, right)
        nearness = np.stack([words, by_texts.answer_cosine, *ratios, *meanings], axis=1)
        np.round(nearness, 3, out=nearness)
        return EvidenceTable(self._columns, left, right, nearness, self._basis)

    def _classify_candidates(self, decided: Mapping[tuple[int, int], Verdict]) -> None:
        """Classify the candidates that may be merged, and of the others those that are listed."""
        table, odds = self._table, self._table.log_odds
        possible = table.alike | (odds >= least_merged(self._basis))
        possible |= are_among(np.stack((table.left, table.right), axis=1), as_array(decided))
        likely = odds >= min(least_listed(self.thresholds.review), least_with(LEAST_LINKED))
        self._doubtful = self._worth_asking(np.flatnonzero(~possible & likely))
        found = self._classified(np.flatnonzero(possible))
        unlikely = np.flatnonzero(~possible & ~likely)
        self._level, self._asked_from = self._asking_levels(found, unlikely, decided)
        least = least_listed(self.thresholds.review, self._level)
        found |= self._classified(self._doubtful[odds[self._doubtful] >= least])
        self.pairs = {(a, b): self._pair(a, b, one) for (a, b), one in found.items()}

    def _asking_levels(
        self,
        found: Mapping[tuple[int, int], Classification],
        unlikely: Rows,
        decided: Mapping[tuple[int, int], Verdict],
    ) -> tuple[float, float]:
        """The log-odds down to which a person looks at pairs, and those after what is decided.

        ``found`` are the pairs that may be merged; the rows of the ``unlikely`` count only for
        questions that have no likelier pair.
        """
        odds = {at: one.log_odds for at, one in found.items() if one.verdict is not Verdict.SAME}
        merged = len(found) - len(odds)
        odds |= self._odds(self._doubtful)
        possible = {at for at, own in odds.items() if own > -inf and at not in decided}
        odds |= self._likeliest_of(unlikely, set(chain.from_iterable(possible)))
        level = asking_level(odds, merged)
        merged = sum(decided.get(at, one.verdict) is Verdict.SAME for at, one in found.items())
        undecided = {at: own for at, own in odds.items() if at not in decided}
        asked_from = asking_level(undecided, merged, asked=len(odds) - len(undecided))
        return level, max(level, asked_from)

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

    def _odds(self, rows: Rows) -> dict[tuple[int, int], float]:
        return dict(zip(self._pairs(rows), self._table.log_odds[rows].tolist(), strict=True))

    def _pairs(self, rows: Rows) -> Iterator[tuple[int, int]]:
        left, right = self._table.left[rows].tolist(), self._table.right[rows].tolist()
        return zip(left, right, strict=True)

    def _pair(self, a: int, b: int, found: Classification) -> Pair:
        one = ranked(found, self._level, self._asked_from, self.thresholds)
        asked = self.questions[a], self.questions[b]
        return Pair(*asked, one.verdict, one.score, one.reasons, probability=one.probability)


def _meaning_spaces(
    questions: Sequence[QuestionFeatures], vectors: MeaningVectors | None
) -> tuple[Basis, tuple[PlainSpace | MeaningSpace, PlainSpace | MeaningSpace]]:
    """What the meanings of ``questions`` are compared by, and their texts and their texts with
    answers as spaces."""
    if len(questions) < _SMALL:
        few = word_meanings(questions)
        return Basis.FEW, (PlainSpace(few.text), PlainSpace(few.both))
    found = vectors or word_meanings(questions)
    basis = Basis.SENTENCES if vectors else Basis.WORDS
    return basis, (MeaningSpace(found.text), MeaningSpace(found.both))
