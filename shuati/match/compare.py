"""The comparison of a whole bank: features of every question, verdicts on the candidates."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.match.candidates import candidates
from shuati.match.features import features
from shuati.match.verdicts import Thresholds, judge
from shuati.match.vocabulary import frames, synonyms
from shuati.model import Document, Pair, Question
from shuati.settings import Settings
from shuati.words import Words


class Comparison:
    """All questions of a bank in reading order, and the verdicts on pairs of them."""

    def __init__(self, documents: Sequence[Document], settings: Settings) -> None:
        self._frames = frames()
        self._limits = Thresholds(settings.same, settings.review)
        known = synonyms([word.strip() for word in group.split("=")] for group in settings.synonyms)
        terms = [term for term in known.first if not term.isascii()]
        words = Words([*terms, *settings.user_dictionary])
        self._bank = features(documents, self._frames, known, words)
        self.questions: tuple[Question, ...] = tuple(one.question for one in self._bank.asked)
        self.pairs = {(a, b): self.judge(a, b) for a, b in candidates(self._bank.asked)}

    def judge(self, a: int, b: int) -> Pair:
        """The verdict on two questions, given by their positions."""
        asked = self._bank.asked
        return judge(asked[a], asked[b], self._bank, self._frames, self._limits)
