"""The comparison of a whole bank: features of every question, verdicts on the candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuati.match.candidates import candidates
from shuati.match.evidence import Nearness
from shuati.match.features import features
from shuati.match.vectors import neighbours, vectors
from shuati.match.verdicts import Thresholds, judge
from shuati.match.vocabulary import frames, synonyms
from shuati.model import Document, Pair, Question
from shuati.settings import Settings
from shuati.words import Words

_KNOWN = 4  # nearest neighbours of a question that are known
_JUDGED = 2  # and judged


class Comparison:
    """All questions of a bank in reading order, and the verdicts on pairs of them."""

    def __init__(self, documents: Sequence[Document], settings: Settings) -> None:
        self._frames = frames()
        self._limits = Thresholds(settings.same, settings.review)
        known = synonyms([word.strip() for word in group.split("=")] for group in settings.synonyms)
        terms = [term for term in known.first if not term.isascii()]
        words = Words([*terms, *settings.user_dictionary])
        self._bank = features(documents, self._frames, known, words)
        asked = self._bank.asked
        self.questions: tuple[Question, ...] = tuple(one.question for one in asked)
        texts = [one.texts for one in asked]
        self._whole = neighbours(vectors(texts), _KNOWN)
        self._answers = neighbours(vectors([("", answer) for _, answer in texts]), _KNOWN)
        pairs = set(candidates(asked)) | self._whole.pairs(_JUDGED) | self._answers.pairs(_JUDGED)
        ordered = sorted(pairs)
        self.pairs = dict(zip(ordered, self._judged(ordered), strict=True))

    def judge(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        return next(self._judged([(a, b)]))

    def _judged(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Pair]:
        asked = self._bank.asked
        answers, whole = self._answers.closeness(pairs), self._whole.closeness(pairs)
        for (a, b), (cosine, answer_lead), (_, lead) in zip(pairs, answers, whole, strict=True):
            near = Nearness(cosine, answer_lead, lead)
            yield judge(asked[a], asked[b], self._bank, self._frames, self._limits, near)
