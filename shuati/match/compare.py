"""The comparison of a whole bank: features of every question, verdicts on the candidates.

What a verdict depends on is rounded, so that an edit of one question leaves the verdicts on
nearly all other pairs as they were, and the cache has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter

import numpy as np

from shuati.config.settings import Settings
from shuati.match.blocking import candidates
from shuati.match.features import Asked, features, taken_apart
from shuati.match.matchers.rules.classify import Judgement, Thresholds, judge
from shuati.match.matchers.rules.scores import Nearness
from shuati.match.neighbours import neighbours
from shuati.match.parse_question import Asking, asking
from shuati.match.vectors import cosines, counts, plainly, weighted
from shuati.match.vocabulary import frames, synonyms
from shuati.model import Document, Pair
from shuati.pipeline.cache import Remember, digest, forgetful, key_of
from shuati.text.segmenter import Words

_KNOWN = 4  # nearest neighbours of a question that are known
_JUDGED = 2  # and judged
_THIRDS = 12  # in a bank of fewer questions it means little to be nearer than any third
_ASKED = 3  # a word of the question counts as much as so many of the answer


class Comparison:
    """All questions of a bank in reading order, and the verdicts on pairs of them."""

    def __init__(
        self, documents: Sequence[Document], settings: Settings, remember: Remember = forgetful
    ) -> None:
        self._frames = frames()
        self._limits = Thresholds(settings.same, settings.review)
        self._remember = remember
        self._language = digest(*settings.synonyms, "", *settings.user_dictionary)
        self._bank = features(_taken_apart(documents, settings, self._language, remember))
        asked = self._bank.asked
        self.questions = tuple(chain.from_iterable(one.questions for one in documents))
        self._names = [self._name(one) for one in asked]
        said = counts([one.texts[1] for one in asked])
        self._words = plainly(said)
        self._answers = neighbours(weighted(said), _KNOWN)
        said = said + _ASKED * counts([one.texts[0] for one in asked])
        self._whole = neighbours(weighted(said), _KNOWN)
        pairs = set(candidates(asked)) | self._whole.pairs(_JUDGED) | self._answers.pairs(_JUDGED)
        near = groupby(self._near(sorted(pairs)), key=itemgetter(0))
        self.pairs = {
            (a, b): pair for a, others in near for b, pair in self._judged(a, list(others))
        }

    def judge(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        ((_, _, near),) = self._near([(a, b)])
        return self._pair(a, b, self._judge(a, b, near))

    def _judged(
        self, a: int, others: Sequence[tuple[int, int, Nearness]]
    ) -> Iterator[tuple[int, Pair]]:
        """The verdicts on a question with the ``others`` that can name something in common."""
        meeting = [(b, near) for _, b, near in others if near.hints or self._bank.meet(a, b)]
        told = (f"{self._names[b]} {near}" for b, near in meeting)
        key = digest(self._language, repr(self._limits), self._names[a], *told)
        judgements = self._remember(
            "judged", key, lambda: tuple(self._judge(a, b, near) for b, near in meeting)
        )
        for (b, _), judgement in zip(meeting, judgements, strict=True):
            yield b, self._pair(a, b, judgement)

    def _judge(self, a: int, b: int, near: Nearness) -> Judgement:
        asked = self._bank.asked
        return judge(asked[a], asked[b], self._bank, self._frames, self._limits, near)

    def _pair(self, a: int, b: int, found: Judgement) -> Pair:
        return Pair(self.questions[a], self.questions[b], found.verdict, found.score, found.why)

    def _name(self, one: Asked) -> str:
        """What tells a question from others, with how rare its words are in this bank."""
        words = {word for wording in one.wordings for word in wording.objects}
        common = sorted(words & self._bank.weights.keys())
        return " ".join((one.digest, *(f"{word}={self._bank.weights[word]}" for word in common)))

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


def _taken_apart(
    documents: Sequence[Document], settings: Settings, language: str, remember: Remember
) -> Iterator[tuple[Asked, ...]]:
    known = synonyms([word.strip() for word in group.split("=")] for group in settings.synonyms)
    terms = [term for term in known.first if not term.isascii()]
    words = Words([*terms, *settings.user_dictionary])

    def take(text: str) -> Asking:
        make = partial(asking, text, frames(), known, words)
        return remember("asking", digest(text, language), make)

    for document in documents:
        key = digest(document.digest or key_of(document), language)
        yield remember("asked", key, partial(taken_apart, document, take))
