"""The verdict on a pair: same, review or different, with its reasons in words."""

from __future__ import annotations

from dataclasses import dataclass

from shuati.match.evidence import Evidence, compare
from shuati.match.features import Asked, Bank
from shuati.match.guards import DOUBTS, VETOES
from shuati.match.vocabulary import Frames
from shuati.model import Pair, Verdict


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the verdicts begin; chosen on labelled pairs (see ``benchmarks/match.py``)."""

    same: float = 0.72
    review: float = 0.55
    doubt: float = 0.62  # how alike answers must be for a guarded pair to be looked at


def judge(a: Asked, b: Asked, bank: Bank, frames: Frames, limits: Thresholds) -> Pair:
    """Whether ``a`` and ``b`` ask the same, and why."""
    evidence = compare(a, b, bank, frames)
    score = round(_score(evidence, a, b), 3)
    why = _reasons(evidence, a, b)
    vetoes = [reason for guard in VETOES if (reason := guard(a, b, evidence, frames))]
    if vetoes:
        return Pair(a.question, b.question, Verdict.DIFFERENT, score, (*vetoes, *why))
    if a.key == b.key or a.heading_key == b.heading_key:
        verdict = _equal(a, b, evidence)
        return Pair(
            a.question, b.question, verdict, max(score, limits.same), ("same wording", *why)
        )
    doubts = [reason for guard in DOUBTS if (reason := guard(a, b, evidence, frames))]
    if doubts:
        near = len(doubts) == 1 and evidence.content >= limits.doubt
        verdict = Verdict.REVIEW if near and score >= limits.review else Verdict.DIFFERENT
        return Pair(a.question, b.question, verdict, score, (*doubts, *why))
    if score >= limits.same:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.REVIEW if score >= limits.review else Verdict.DIFFERENT
    return Pair(a.question, b.question, verdict, score, why)


def _equal(a: Asked, b: Asked, evidence: Evidence) -> Verdict:
    """The verdict on equal wordings: a generic title says nothing without its answers."""
    if a.body and a.body == b.body:
        return Verdict.SAME
    if bool(a.body) != bool(b.body):
        return Verdict.REVIEW
    telling = bool(evidence.wordings.shared)
    if not a.grams or not b.grams or evidence.content >= (0.15 if telling else 0.3):
        return Verdict.SAME
    return Verdict.REVIEW


def _score(evidence: Evidence, a: Asked, b: Asked) -> float:
    """0.5 for what is asked about, 0.2 for how, 0.3 for what is answered."""
    content = evidence.content if a.grams and b.grams else 0.6
    wordings = evidence.wordings
    return 0.5 * wordings.alike + 0.2 * wordings.frame + 0.3 * min(1.0, content / 0.6)


def _reasons(evidence: Evidence, a: Asked, b: Asked) -> tuple[str, ...]:
    why = []
    if evidence.wordings.shared:
        why.append("both ask about " + ", ".join(evidence.wordings.shared))
    if evidence.wordings.frame >= 0.8 and evidence.wordings.a.frame:
        why.append(f"both ask {evidence.wordings.a.frame}")
    if evidence.terms:
        why.append(f"{evidence.terms:.0%} of the lead terms in common")
    if a.grams and b.grams:
        why.append(f"answers {evidence.answer:.0%} alike")
    return tuple(why)
