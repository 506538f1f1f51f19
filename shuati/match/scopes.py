"""Scopes: questions about one subject, and whether two scopes ask the same of different things.

Below 痛风 and below 糖尿病 stand the same questions with other answers: 病因, 症状, 治疗. One such
pair may be chance, several are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
from scipy.sparse import csr_matrix

from shuati.match.features import QuestionFeatures
from shuati.match.vectors import cosines

# `python -m evaluation.match` shows what a change of these does.
_NEARER = 1.5  # how much more alike answers to one aspect are than others, about one thing
_SEVERAL = 2  # aspects that two scopes share
_ALIKE = 0.25  # the median cosine of their answers from which they are about one thing

_Scope = tuple[str, frozenset[str]]  # a document, and what the questions are about
_Aspect = frozenset[str]  # what is asked: the other words, or the intent where there are none


class Scopes:
    """The scopes of all ``questions``; ``answers`` are vectors."""

    def __init__(self, questions: Sequence[QuestionFeatures], answers: csr_matrix) -> None:
        self._answers = answers
        self._scope: list[_Scope] = [(one.path, one.subject.nearest) for one in questions]
        self._aspects: dict[_Scope, dict[_Aspect, int]] = {}
        self._known: dict[tuple[_Scope, _Scope], bool] = {}
        for at, (one, scope) in enumerate(zip(questions, self._scope, strict=True)):
            if scope[1]:
                aspects = self._aspects.setdefault(scope, {})
                for wording in one.wordings:
                    words = frozenset(wording.subjects) - scope[1]
                    aspects.setdefault(words or frozenset((wording.intent,)), at)

    def are_parallel(self, a: int, b: int) -> bool:
        """Whether the scopes of two questions share several aspects, with other answers."""
        x, y = self._scope[a], self._scope[b]
        if x == y or not x[1] or not y[1]:
            return False
        if (x, y) not in self._known:
            self._known[x, y] = self._known[y, x] = self._are_parallel(x, y)
        return self._known[x, y]

    def _are_parallel(self, x: _Scope, y: _Scope) -> bool:
        mine, theirs = self._aspects[x], self._aspects[y]
        pairs = {(mine[aspect], theirs[aspect]) for aspect in mine.keys() & theirs.keys()}
        if len(pairs) < _SEVERAL:
            return False
        left, right = np.array(sorted(pairs), dtype=np.int64).T
        alike = median(cosines(self._answers, left, right).tolist())
        others = median(cosines(self._answers, left, np.roll(right, 1)).tolist())
        return bool(alike < max(_ALIKE, _NEARER * others))
