"""The verdict on a pair: same, review or different, with its reasons in words."""

from __future__ import annotations

from dataclasses import dataclass

from shuati.match.features import Asked, Bank
from shuati.match.matchers.rules.scores import FAR, Evidence, Nearness, compare
from shuati.match.matchers.rules.vetoes import BARS, DOUBTS, VETOES, Guard
from shuati.match.vocabulary import Frames
from shuati.model import Reason, Verdict, reason


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a pair, how alike the two are (0 to 1), and the reasons."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the verdicts begin; chosen on labelled pairs (see ``evaluation/match.py``)."""

    same: float = 0.72
    review: float = 0.55
    doubt: float = 0.62  # how alike answers must be for a guarded pair to be looked at


# From where on the answers tell that two documents ask one thing, whatever the words: they
# are near, and nearer to each other than to any third (cosine, lead, lead with the questions).
_TOLD = ((0.06, 2.6, 1.0), (0.06, 4.0, 0.6))
# And from where on if the questions ask in one way about something in common.
_TOLD_ALIKE = ((0.06, 1.5, 1.15),)
_FRAME = 0.8  # from here two ways of asking are one
_CLOSE = 2.0  # and below it the lead must be so large


def judge(
    a: Asked, b: Asked, bank: Bank, frames: Frames, limits: Thresholds, near: Nearness = FAR
) -> Judgement:
    """Whether ``a`` and ``b`` ask the same, and why."""
    evidence = compare(a, b, bank, frames, near)
    hinted = near.hints and a.path != b.path
    veto = _first(VETOES, a, b, evidence, frames)
    told = _answered_alike(a, b, evidence)
    barred = (hinted or told) and _first(BARS, a, b, evidence, frames) is not None
    told = told and not barred
    if veto is not None and not told:
        return _rejected(evidence, (veto,), look=hinted and not barred)
    doubts = tuple(r for guard in DOUBTS if (r := guard(a, b, evidence, frames)))
    reworded = a.key != b.key and a.heading_key != b.heading_key
    if len(doubts) > 1 and reworded and not hinted and not told:
        return _rejected(evidence, doubts, look=False)
    why = _reasons(evidence, a, b)
    score = round(_score(evidence, a, b), 3)
    if told:
        return Judgement(Verdict.SAME, max(score, limits.same), why)
    if not reworded:
        verdict = _equal(a, b, evidence)
        score = max(score, limits.same)
        return Judgement(verdict, score, (reason("same-wording"), *why))
    if not doubts and score >= limits.same and _as_near_as_alike(evidence):
        return Judgement(Verdict.SAME, score, why)
    if not doubts:
        verdict = Verdict.REVIEW if score >= limits.review else Verdict.DIFFERENT
    else:
        near_miss = len(doubts) == 1 and evidence.content >= limits.doubt and score >= limits.review
        verdict = Verdict.REVIEW if near_miss or hinted else Verdict.DIFFERENT
    return Judgement(verdict, score, (*doubts, *why))


def _first(
    guards: tuple[Guard, ...], a: Asked, b: Asked, evidence: Evidence, frames: Frames
) -> Reason | None:
    """The reason of the first guard that speaks."""
    return next((found for guard in guards if (found := guard(a, b, evidence, frames))), None)


def _rejected(evidence: Evidence, reasons: tuple[Reason, ...], *, look: bool) -> Judgement:
    """A pair that a guard keeps apart, without a closer look at the answers."""
    wordings, near = evidence.wordings, evidence.near
    score = 0.5 * wordings.alike + 0.2 * wordings.frame + 0.3 * min(1.0, near.answer / 0.3)
    why = (*reasons, reason("similar-answers", share=near.answer)) if look else reasons
    verdict = Verdict.REVIEW if look else Verdict.DIFFERENT
    return Judgement(verdict, round(score, 3), why)


def _equal(a: Asked, b: Asked, evidence: Evidence) -> Verdict:
    """The verdict on equal wordings: a generic title says nothing without its answers."""
    if a.body and a.body == b.body:
        return Verdict.SAME
    if bool(a.body) != bool(b.body):
        return Verdict.REVIEW
    telling = bool(evidence.wordings.shared)
    if not a.size or not b.size or evidence.content >= (0.15 if telling else 0.3):
        return Verdict.SAME
    if telling and evidence.near.lead >= 1:
        return Verdict.SAME
    return Verdict.REVIEW


def _answered_alike(a: Asked, b: Asked, evidence: Evidence) -> bool:
    """Whether the answers tell that two documents ask one thing in quite other words.

    Within one document repeats say so themselves.
    """
    if a.path == b.path:
        return False
    near, wordings = evidence.near, evidence.wordings
    own = (near.answer, near.answer_lead, near.lead)
    alike = wordings.frame >= 0.6 and bool(set(wordings.shared) - (a.subject & b.subject))
    limits = _TOLD + (_TOLD_ALIKE if alike else ())
    return any(all(x >= y for x, y in zip(own, limit, strict=True)) for limit in limits)


def _as_near_as_alike(evidence: Evidence) -> bool:
    """Whether nothing speaks against two wordings that are nearly one: asked in another way
    they must be nearer to each other than to any third, and the answers may not have
    nothing in common while others are nearer."""
    near, frame = evidence.near, evidence.wordings.frame
    topic = frame == 0.5 and evidence.wordings.alike >= 0.9 and evidence.content >= 0.15
    one_way = frame >= _FRAME or topic or near.lead >= _CLOSE
    return one_way and (evidence.content >= 0.06 or near.lead >= 0.6 or not near.lead)


def _score(evidence: Evidence, a: Asked, b: Asked) -> float:
    """0.6 for what is asked about, 0.2 for how, 0.2 for what is answered: how alike that is,
    or how much nearer the two are to each other than to any third."""
    content = evidence.content if a.size and b.size else 0.6
    support = max(min(1.0, content / 0.6), min(1.0, (evidence.near.lead - 1) / 3))
    return 0.6 * evidence.wordings.alike + 0.2 * evidence.wordings.frame + 0.2 * support


def _reasons(evidence: Evidence, a: Asked, b: Asked) -> tuple[Reason, ...]:
    why = []
    if evidence.wordings.shared:
        why.append(reason("shared-subjects", words=evidence.wordings.shared))
    if evidence.wordings.frame >= 0.8 and evidence.wordings.a.frame:
        why.append(reason("same-intent", intent=evidence.wordings.a.frame))
    if evidence.terms:
        why.append(reason("shared-lead-terms", share=evidence.terms))
    if a.size and b.size:
        why.append(reason("similar-answers", share=evidence.near.words))
    if evidence.near.answer_lead >= 1.2:
        lead = min(evidence.near.answer_lead, 9.9)
        why.append(reason("nearest-answers", ratio=lead))
    return tuple(why)
