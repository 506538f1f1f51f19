"""The comparison of a whole bank: features of every question, verdicts on the candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from shuati.config.settings import Settings
from shuati.match.blocking import candidates
from shuati.match.features import Asked, features
from shuati.match.matchers.rules.classify import Judgement, Thresholds, judge
from shuati.match.matchers.rules.scores import Nearness
from shuati.match.neighbours import neighbours
from shuati.match.vectors import cosines, counts, plainly, weighted
from shuati.match.vocabulary import frames
from shuati.model import Document, Pair

_KNOWN = 4  # nearest neighbours of a question that are known
_JUDGED = 2  # and judged
_THIRDS = 12  # in a bank of fewer questions it means little to be nearer than any third
_ASKED = 3  # a word of the question counts as much as so many of the answer


class Comparison:
    """All questions of a bank in reading order, and the verdicts on pairs of them."""

    def __init__(
        self,
        documents: Sequence[Document],
        parsed: Sequence[tuple[Asked, ...]],
        settings: Settings,
    ) -> None:
        self._frames = frames()
        self._limits = Thresholds(settings.same, settings.review)
        self._bank = features(parsed)
        asked = self._bank.asked
        self.questions = tuple(chain.from_iterable(one.questions for one in documents))
        said = counts([one.texts[1] for one in asked])
        self._words = plainly(said)
        self._answers = neighbours(weighted(said), _KNOWN)
        said = said + _ASKED * counts([one.texts[0] for one in asked])
        self._whole = neighbours(weighted(said), _KNOWN)
        pairs = set(candidates(asked)) | self._whole.pairs(_JUDGED) | self._answers.pairs(_JUDGED)
        self.pairs = {
            (a, b): self._pair(a, b, self._judge(a, b, near))
            for a, b, near in self._near(sorted(pairs))
            if near.hints or self._bank.meet(a, b)
        }

    def judge(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        ((_, _, near),) = self._near([(a, b)])
        return self._pair(a, b, self._judge(a, b, near))

    def _judge(self, a: int, b: int, near: Nearness) -> Judgement:
        asked = self._bank.asked
        return judge(asked[a], asked[b], self._bank, self._frames, self._limits, near)

    def _pair(self, a: int, b: int, found: Judgement) -> Pair:
        return Pair(self.questions[a], self.questions[b], found.verdict, found.score, found.reasons)

    def _near(self, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Nearness]]:
        """The pairs with where they lie among all questions."""
        left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        _, lead = self._whole.closeness(left, right)
        answer, answer_lead = self._answers.closeness(left, right)
        words = cosines(self._words, left, right)
        if len(self._bank.asked) < _THIRDS:
            answer_lead, lead = np.zeros_like(answer_lead), np.zeros_like(lead)
        figures = np.stack((words, answer, answer_lead, lead), axis=1).round(3).tolist()
        for (a, b), near in zip(pairs, figures, strict=True):
            yield a, b, Nearness(*near)
