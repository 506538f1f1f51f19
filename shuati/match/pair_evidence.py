"""All that is known about one pair: the row of the table by which it is classified."""

from __future__ import annotations

from dataclasses import dataclass

from shuati.match.matchers.rules.classify import Thresholds
from shuati.match.matchers.rules.objections import OBJECTIONS, Rule
from shuati.match.matchers.rules.vetoes import HARD_VETOES, VETOES
from shuati.match.pair_classifier import PairClassifier
from shuati.model import Pair, Reason


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """The features of a pair, and what the rules make of it before groups and decisions.

    ``subjects`` and ``intents`` (agreement), ``answers`` (similarity by words and lead terms) and
    ``answer_cosine`` (TF-IDF) are from 0 to 1; ``answer_ratio`` and ``ratio`` are those of
    `shuati.match.matchers.rules.scores.Nearness`, 0 where they are unknown. ``meaning`` are the
    cosines (-1 to 1) of the texts and of the texts with their answers by the vectors of their words
    or of a sentence encoder. ``asked`` are the two intents; ``shared`` and ``alone`` subjects of
    both, and of one only. A hard veto holds whatever the answers; none of ``vetoes`` is among
    ``hard_vetoes``.
    """

    classified: Pair
    thresholds: Thresholds
    subjects: float
    intents: float
    answers: float
    answer_cosine: float
    answer_ratio: float
    ratio: float
    meaning: tuple[float, float]
    asked: tuple[str, str]
    shared: tuple[str, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    hard_vetoes: tuple[Reason, ...]
    vetoes: tuple[Reason, ...]
    objections: tuple[Reason, ...]


def pair_evidence(classifier: PairClassifier, a: int, b: int) -> PairEvidence:
    """The evidence on the questions at two positions, the smaller first."""
    evidence = classifier.evidence(a, b)
    wording, nearness = evidence.wording, evidence.nearness

    def given(rules: tuple[Rule, ...]) -> tuple[Reason, ...]:
        found = (rule(evidence, classifier.lexicon) for rule in rules)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    hard, objections = given(HARD_VETOES), given(OBJECTIONS)
    return PairEvidence(
        classified=classifier.classify(a, b),
        thresholds=classifier.thresholds,
        subjects=round(wording.similarity, 3),
        intents=wording.intent,
        answers=round(evidence.answer_similarity, 3),
        answer_cosine=nearness.answer_cosine,
        answer_ratio=nearness.answer_ratio,
        ratio=nearness.ratio,
        meaning=(nearness.meaning[0], nearness.meaning[len(nearness.meaning) // 2]),
        asked=(wording.a.intent or "", wording.b.intent or ""),
        shared=wording.shared,
        alone=(wording.left, wording.right),
        hard_vetoes=hard,
        vetoes=tuple(one for one in given(VETOES) if one not in hard),
        objections=tuple(one for one in objections if one not in hard),
    )
