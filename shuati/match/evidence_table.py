"""The table of evidence: pairs of questions, one a row, with all their features as columns.

All candidate pairs of a corpus are rows of one table, which is computed column by column. Verdicts
are a policy over a row (`shuati.match.matchers.rules`); `shuati explain` prints one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix

from shuati.match.features import Corpus
from shuati.match.matchers.rules.likelihood import Basis, log_odds
from shuati.match.matchers.rules.objections import replaced_word
from shuati.match.matchers.rules.scores import Evidence, Nearness, overlap, term_grams
from shuati.match.scopes import Scopes
from shuati.match.vectors import Bools, Floats, Rows, cosines
from shuati.match.vocabulary import IntentLexicon
from shuati.match.wording_columns import Wordings

_UNKNOWN_RATIO = 0.5  # where there are too few questions to take a ratio
_RATIOS = (0.1, 6.0)  # what is beyond says no more
_NEAREST = 2.0  # the same of a rival ratio: of documents on several subjects it is high
_LEAST_COSINE = 0.01
_ROWS = 20_000  # whose columns are in memory at a time
_MEANING = 3.0  # by which cosines of meanings are multiplied: they differ less than the others


class QuestionColumns:
    """What is compared of the questions of a corpus, as columns."""

    def __init__(self, corpus: Corpus, lexicon: IntentLexicon, scopes: Scopes) -> None:
        self.questions, self.lexicon, self.scopes = corpus.questions, lexicon, scopes
        self.wordings = Wordings(corpus, lexicon)
        self.path = _numbers(one.path for one in self.questions)
        self.key = _numbers(one.key for one in self.questions)
        self.heading_key = _numbers(one.heading_key for one in self.questions)
        self.size = np.array([one.answer_size for one in self.questions], dtype=np.int64)
        self.has_topic = np.array([bool(one.topic) for one in self.questions], dtype=bool)
        self._characters = _sets([one.first_characters for one in self.questions])
        terms = [map(term_grams, one.lead_terms) for one in self.questions]
        self.term_grams = _sets([frozenset(chain.from_iterable(own)) for own in terms])

    def may_share_subject(self, left: Rows, right: Rows) -> Bools:
        """Whether the two questions can have a subject in common."""
        found: Bools = (
            self.has_topic[left] | self.has_topic[right] | (self.key[left] == self.key[right])
        )
        found |= cosines(self._characters, left, right) > 0
        return found


class EvidenceTable:
    """The evidence on the pairs of questions at positions ``left`` and ``right``.

    ``log_odds`` are those that the two are the same; ``alike``: whether the wordings are equal.
    ``nearness`` are the figures of `Nearness` in their order, one row a pair.
    """

    def __init__(
        self, columns: QuestionColumns, left: Rows, right: Rows, nearness: Floats, basis: Basis
    ) -> None:
        self.left, self.right = left, right
        self.alike = columns.key[left] == columns.key[right]
        self.alike |= columns.heading_key[left] == columns.heading_key[right]
        self._columns, self._nearness = columns, nearness
        self._wordings = columns.wordings.compare(left, right)
        self._shared_terms = self._terms_in_common()
        self._one_word_differs = self._are_one_word_apart()
        self._basis = basis
        parts = np.array_split(np.arange(len(left)), len(left) // _ROWS + 1)
        self.log_odds = np.concatenate([log_odds(self.rows(part), basis) for part in parts])

    def row(self, a: int, b: int) -> int | None:
        """The row of a pair; None where it has none. For a table in order of its pairs."""
        start, end = np.searchsorted(self.left, (a, a + 1))
        at = int(start + np.searchsorted(self.right[start:end], b))
        return at if at < end and self.right[at] == b else None

    def evidence(self, rows: Iterable[int]) -> Iterator[Evidence]:
        """The evidence on the pairs in ``rows``."""
        columns = self._columns
        for at in map(int, rows):
            wording = columns.wordings.comparison(self._wordings, at)
            a, b = int(self.left[at]), int(self.right[at])
            words, cosine, answers, both, rival, *meaning = self._nearness[at].tolist()
            parallel = columns.scopes.are_parallel(a, b)
            yield Evidence(
                columns.questions[a],
                columns.questions[b],
                wording,
                Nearness(words, cosine, answers, both, rival, parallel, tuple(meaning)),
                float(self._shared_terms[at]),
                float(self.log_odds[at]),
                self._basis,
            )

    def rows(self, at: Rows) -> Floats:
        """The rows ``at`` these positions, with the columns of `Basis.names`."""
        own, left, right = self._wordings, self.left[at], self.right[at]
        smaller = np.minimum(self._columns.size[left], self._columns.size[right])
        _, answer_cosine, answer_ratio, _, rival_ratio, *meaning = self._nearness[at].T
        similarity, intent = own.similarity[at], own.intent[at]
        left_identifies, right_identifies = own.left_identifies[at], own.right_identifies[at]
        columns = (
            similarity,
            intent,
            np.log1p(own.left[at] + own.right[at]),
            np.log1p(own.shared[at]),
            np.log(np.maximum(answer_cosine, _LEAST_COSINE) / 0.05),
            _log_ratio(answer_ratio),
            _log_ratio(np.minimum(rival_ratio, _NEAREST)),
            self._columns.path[left] == self._columns.path[right],
            smaller > 0,
            own.left_named[at] & own.right_named[at],
            self._one_word_differs[at],
            left_identifies & right_identifies,
            left_identifies != right_identifies,
            intent == 0,
            _log_ratio(answer_ratio) * np.log1p(smaller) / 5,
            similarity * intent,
            self._shared_terms[at],
            *(_MEANING * value for value in meaning),
        )
        return np.stack([np.asarray(one, dtype=np.float64) for one in columns], axis=1)

    def _are_one_word_apart(self) -> Bools:
        own, questions = self._wordings, self._columns.questions
        parsed = self._columns.wordings.parsed
        found = own.replaced.copy()  # only these can be
        for at in np.flatnonzero(found).tolist():
            a, b = questions[self.left[at]], questions[self.right[at]]
            both = parsed[own.x[at]], parsed[own.y[at]]
            found[at] = replaced_word(both[0], a.key, both[1], b.key) is not None
        return found

    def _terms_in_common(self) -> Floats:
        found: Floats = cosines(self._columns.term_grams, self.left, self.right)
        questions = self._columns.questions
        for at in np.flatnonzero(found).tolist():  # others have no pair of characters in common
            a, b = questions[self.left[at]], questions[self.right[at]]
            found[at] = overlap(a.lead_terms, b.lead_terms)
        return found


def _log_ratio(ratio: Floats) -> Floats:
    found: Floats = np.log(np.clip(np.where(ratio == 0, _UNKNOWN_RATIO, ratio), *_RATIOS))
    return found


def _numbers(values: Iterable[str]) -> Rows:
    """A number for each of ``values``, equal for equal ones."""
    found: dict[str, int] = {}
    return np.array([found.setdefault(one, len(found)) for one in values], dtype=np.int64)


def _sets(values: Sequence[frozenset[str]]) -> csr_matrix:
    """The sets as rows with a 1 for each of their members."""
    numbers: dict[str, int] = {}
    columns = [numbers.setdefault(one, len(numbers)) for own in values for one in sorted(own)]
    starts = np.cumsum([0, *map(len, values)])
    ones = np.ones(len(columns), dtype=np.float32)
    found = csr_matrix((ones, columns, starts), shape=(len(values), max(len(numbers), 1)))
    found.sort_indices()
    return found
