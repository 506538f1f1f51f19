"""The classification of a pair: same, review or different, with its reasons.

The rules take the first of `_STEPS` that decides; the later steps of the list rely on what the
earlier ones have excluded. `Levels` says what that and the evidence as a whole come to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from shuati.match.matchers.rules.likelihood import Basis, probability, score_of
from shuati.match.matchers.rules.objections import OBJECTIONS, Rule, narrower, other_subject
from shuati.match.matchers.rules.policy import Finding, shipped_levels
from shuati.match.matchers.rules.scores import Evidence
from shuati.match.matchers.rules.vetoes import HARD_VETOES, NEVER_ASKED, VETOES
from shuati.match.vocabulary import IntentLexicon
from shuati.model import Reason, Verdict, reason


@dataclass(frozen=True, slots=True)
class Classification:
    """The verdict on a pair, how similar the two questions are (0 to 1), and the reasons.

    ``log_odds`` that they are the same are minus infinity where nobody needs to be asked.
    """

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]
    log_odds: float = -inf

    @property
    def probability(self) -> float:
        """The probability (0 to 1) that the questions are the same, as the evidence has it."""
        return round(probability(self.log_odds), 3)


# Set by hand; `python -m evaluation.match` shows what a change does.
@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores from which a pair is *same*, and from which a person looks at it."""

    same: float = 0.72
    review: float = 0.55


_SAME_WORDING = "same-wording"  # the code of a reason
# (cosine, ratio of the answers, ratio of the questions with answers) from which the answers
# alone join two questions of different documents, and from which they do where the intents
# agree and a subject is shared.
_JOIN = ((0.06, 2.6, 1.0), (0.06, 4.0, 0.6))
_JOIN_ASKED_ALIKE = ((0.06, 1.5, 1.15),)
# Rules to which words of one meaning are other words, so that its likelihood may outweigh them.
_BY_WORDS: tuple[Rule, ...] = (other_subject, narrower)
_NOT_BY_WORDS = tuple(
    rule for rule in dict.fromkeys((*HARD_VETOES, *VETOES, *OBJECTIONS)) if rule not in _BY_WORDS
)
_ASKED_ALIKE = 0.6  # and from which they may be
_ONE_INTENT = 0.8  # agreement of intents from which they count as one
_CLEARLY_NEAREST = 2.0  # ratio that makes up for intents that agree less


def classify(evidence: Evidence, lexicon: IntentLexicon, thresholds: Thresholds) -> Classification:
    """Whether two questions ask the same.

    Which pairs a person looks at depends on how many there are: see `ranked`.
    """
    return _Case(evidence, lexicon, thresholds).classification


def finding(evidence: Evidence, lexicon: IntentLexicon, thresholds: Thresholds) -> Finding:
    """What `classify` decides by."""
    return _Case(evidence, lexicon, thresholds).finding


def is_never_asked(evidence: Evidence, lexicon: IntentLexicon) -> bool:
    """Whether nobody needs to look at a pair that is not merged."""
    return any(rule(evidence, lexicon) is not None for rule in NEVER_ASKED)


def least_merged(basis: Basis) -> float:
    """Log-odds below which no pair is merged but for equal wordings."""
    levels = shipped_levels(basis)
    return min(levels.confirmed, levels.joined, levels.likely, levels.opposed)


def ranked(
    found: Classification, level: float, asked_from: float, thresholds: Thresholds
) -> Classification:
    """``found`` with a score by its log-odds, if it is not *same*.

    ``level`` are the log-odds down to which a person looks at pairs of the corpus, which have
    the review threshold as their score; ``asked_from`` those down to which after what is decided.
    """
    if found.verdict is Verdict.SAME:
        return found
    score = round(score_of(found.log_odds, level), 3)
    if found.verdict is Verdict.REVIEW and found.reasons[0].code == _SAME_WORDING:
        return replace(found, score=max(score, thresholds.review))
    if score < thresholds.review:
        return replace(found, verdict=Verdict.DIFFERENT, score=score)
    if score_of(found.log_odds, asked_from) < thresholds.review:
        reasons = (reason("asked-enough"), *found.reasons)
        return replace(found, verdict=Verdict.DIFFERENT, score=score, reasons=reasons)
    return replace(found, verdict=Verdict.REVIEW, score=score)


@dataclass(frozen=True, eq=False)
class _Case:
    """A pair to classify, and what the steps ask about it; computed when it is needed."""

    evidence: Evidence
    lexicon: IntentLexicon
    thresholds: Thresholds

    @cached_property
    def classification(self) -> Classification:
        """The verdict; whom nobody needs to ask about has no log-odds."""
        found = self.by_rules
        if found.verdict is not Verdict.SAME and is_never_asked(self.evidence, self.lexicon):
            return found
        odds = self.evidence.log_odds
        basis = self.evidence.basis
        possible = self.same_wording or odds >= least_merged(basis)
        if possible and shipped_levels(basis).merge(self.finding, odds):
            score = max(found.score, self.score, self.thresholds.same)
            reasons = found.reasons if found.verdict is Verdict.SAME else self.reasons
            return Classification(Verdict.SAME, score, reasons, odds)
        if found.verdict is Verdict.SAME:
            return Classification(Verdict.DIFFERENT, found.score, found.reasons, odds)
        return replace(found, log_odds=odds)

    @cached_property
    def by_rules(self) -> Classification:
        """The verdict of the first of the steps that decides."""
        return next(found for step in _STEPS if (found := step(self)) is not None)

    @cached_property
    def finding(self) -> Finding:
        opposed = bool(self.veto or self.hard_veto or self.objections)
        opposed = opposed or self.by_rules.verdict is Verdict.REVIEW
        return Finding(
            same=self.by_rules.verdict is Verdict.SAME,
            alike=self.same_wording,
            opposed=opposed,
            vetoed=opposed and not self.words_alone_differ,
        )

    @cached_property
    def words_alone_differ(self) -> bool:
        """Whether what is against the pair is that their words differ, and meanings are known."""
        return (
            self.by_rules.verdict is not Verdict.REVIEW
            and self._first_reason(_NOT_BY_WORDS) is None
        )

    @cached_property
    def other_documents(self) -> bool:
        return self.evidence.a.path != self.evidence.b.path

    @cached_property
    def near_by_answers(self) -> bool:
        """Whether the answers are a reason to show to a person who looks at the pair."""
        return self.evidence.nearness.near_by_answers and self.other_documents

    @cached_property
    def joined_by_answers(self) -> bool:
        """Whether the answers alone make the pair *same*, whatever its wordings."""
        return self.other_documents and _answers_join(self.evidence) and self.hard_veto is None

    @cached_property
    def hard_veto(self) -> Reason | None:
        return self._first_reason(HARD_VETOES)

    @cached_property
    def veto(self) -> Reason | None:
        return self._first_reason(VETOES)

    @cached_property
    def objections(self) -> tuple[Reason, ...]:
        found = (rule(self.evidence, self.lexicon) for rule in OBJECTIONS)
        return tuple(one for one in found if one is not None)

    @cached_property
    def same_wording(self) -> bool:
        a, b = self.evidence.a, self.evidence.b
        return a.key == b.key or a.heading_key == b.heading_key

    @cached_property
    def score(self) -> float:
        return round(_score(self.evidence), 3)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What the questions have in common."""
        return _common_reasons(self.evidence)

    def _first_reason(self, rules: tuple[Rule, ...]) -> Reason | None:
        found = (rule(self.evidence, self.lexicon) for rule in rules)
        return next((one for one in found if one is not None), None)


# ── the steps ────────────────────────────────────────────────────────────────


def _vetoed(case: _Case) -> Classification | None:
    """A veto keeps a pair apart."""
    if case.veto is None or case.joined_by_answers:
        return None
    reasons = [case.veto]
    if case.near_by_answers and case.hard_veto is None:
        share = case.evidence.nearness.answer_cosine
        reasons.append(reason("similar-answers", share=share))
    return Classification(Verdict.DIFFERENT, 0.0, tuple(reasons))


def _joined(case: _Case) -> Classification | None:
    """Answers that are clearly nearest to each other join questions in other words."""
    if not case.joined_by_answers:
        return None
    return Classification(Verdict.SAME, max(case.score, case.thresholds.same), case.reasons)


def _worded_alike(case: _Case) -> Classification | None:
    """Equal words are the same question, unless the answers contradict it."""
    if not case.same_wording:
        return None
    score = max(case.score, case.thresholds.same)
    reasons = (reason("same-wording"), *case.reasons)
    return Classification(_verdict_on_equal_words(case.evidence), score, reasons)


def _objected(case: _Case) -> Classification | None:
    """An objection keeps a pair apart."""
    if not case.objections:
        return None
    return Classification(Verdict.DIFFERENT, 0.0, (*case.objections, *case.reasons))


def _scored(case: _Case) -> Classification:
    """Without an objection the score decides."""
    joined = case.score >= case.thresholds.same and _confirmed(case.evidence)
    verdict = Verdict.SAME if joined else Verdict.DIFFERENT
    return Classification(verdict, case.score, case.reasons)


_STEPS: tuple[Callable[[_Case], Classification | None], ...] = (
    _vetoed,
    _joined,
    _worded_alike,
    _objected,
    _scored,
)


# ── what the steps ask ───────────────────────────────────────────────────────


def _answers_join(evidence: Evidence) -> bool:
    """Whether cosine and ratios reach one of the thresholds to join by answers alone."""
    nearness, wording = evidence.nearness, evidence.wording
    own = (nearness.answer_cosine, nearness.answer_ratio, nearness.ratio)
    topic = evidence.a.topic & evidence.b.topic
    asked_alike = wording.intent >= _ASKED_ALIKE and bool(set(wording.shared) - topic)
    limits = _JOIN + (_JOIN_ASKED_ALIKE if asked_alike else ())
    return any(all(x >= y for x, y in zip(own, limit, strict=True)) for limit in limits)


def _verdict_on_equal_words(evidence: Evidence) -> Verdict:
    """Equal words with another body or unrelated answers are left to a person."""
    a, b = evidence.a, evidence.b
    if a.body and a.body == b.body:
        return Verdict.SAME
    if bool(a.body) != bool(b.body):
        return Verdict.REVIEW
    has_subject = bool(evidence.wording.shared)
    least = 0.15 if has_subject else 0.3
    if not evidence.both_answered or evidence.answer_similarity >= least:
        return Verdict.SAME
    if has_subject and evidence.nearness.ratio >= 1:
        return Verdict.SAME
    return Verdict.REVIEW


def _confirmed(evidence: Evidence) -> bool:
    """Whether intents and answers confirm a high score.

    Questions with other intents must be clearly nearest to each other, and answers may not
    be unrelated while other questions are nearer.
    """
    nearness, wording, similarity = evidence.nearness, evidence.wording, evidence.answer_similarity
    is_topic = wording.intent == 0.5 and wording.similarity >= 0.9 and similarity >= 0.15
    one_intent = wording.intent >= _ONE_INTENT or is_topic or nearness.ratio >= _CLEARLY_NEAREST
    return one_intent and (similarity >= 0.06 or nearness.ratio >= 0.6 or not nearness.ratio)


def _score(evidence: Evidence) -> float:
    """0.6 for the subjects, 0.2 for the intents, 0.2 for the answers: how similar they are, or
    how much nearer to each other than to any third."""
    similarity = evidence.answer_similarity if evidence.both_answered else 0.6
    answers = max(min(1.0, similarity / 0.6), min(1.0, (evidence.nearness.ratio - 1) / 3))
    return 0.6 * evidence.wording.similarity + 0.2 * evidence.wording.intent + 0.2 * answers


def _common_reasons(evidence: Evidence) -> tuple[Reason, ...]:
    wording, nearness = evidence.wording, evidence.nearness
    reasons = []
    if wording.shared:
        reasons.append(reason("shared-subjects", words=wording.shared))
    if wording.intent >= 0.8 and wording.a.intent:
        reasons.append(reason("same-intent", intent=wording.a.intent))
    if evidence.shared_terms:
        reasons.append(reason("shared-lead-terms", share=evidence.shared_terms))
    if evidence.both_answered:
        reasons.append(reason("similar-answers", share=nearness.word_cosine))
    if nearness.answer_ratio >= 1.2:
        reasons.append(reason("nearest-answers", ratio=min(nearness.answer_ratio, 9.9)))
    return tuple(reasons)
