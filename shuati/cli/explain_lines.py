"""What is known about a pair, as lines for a person and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shuati.match.decisions import FILE, Decision
from shuati.messages import Language, explain
from shuati.model import PERSON, RULES, Question, Reason, Verdict, reason
from shuati.pipeline.explained_pair import ExplainedPair
from shuati.text.markdown import plain


def lines(found: ExplainedPair, language: Language) -> Iterator[str]:
    """The two questions, the features, what speaks for and against, the verdict, decisions."""
    for question, entry in zip((found.pair.a, found.pair.b), found.entries, strict=True):
        yield f"{entry.code}  {question.location}  {plain(question.text)}"
    yield ""
    yield from (f"  {explain(one, language)}" for one in _features(found))
    yield ""
    yield from (f"  {explain(one, language)}" for one in _arguments(found, language))
    yield ""
    yield from (explain(one, language) for one in _conclusion(found, language))


def _features(found: ExplainedPair) -> Iterator[Reason]:
    own = found.evidence
    limits = own.thresholds
    score = own.classified.score
    yield reason("feature-score", value=score, same=limits.same, review=limits.review)
    yield reason("feature-probability", value=own.classified.probability)
    yield reason("feature-subjects", value=own.subjects)
    if own.shared:
        yield reason("explain-shared", words=own.shared)
    if any(own.alone):
        mine, theirs = (words or ("-",) for words in own.alone)
        yield reason("explain-alone", mine=mine, theirs=theirs)
    mine_asked, their_asked = own.asked
    yield reason("feature-intents", value=own.intents, mine=mine_asked, theirs=their_asked)
    yield reason("feature-answers", value=own.answers)
    yield reason("feature-answer-cosine", value=own.answer_cosine)
    yield reason("feature-answer-ratio", value=own.answer_ratio)
    yield reason("feature-ratio", value=own.ratio)
    text, both = own.meaning
    yield reason("feature-meaning", text=text, both=both)


def _arguments(found: ExplainedPair, language: Language) -> Iterator[Reason]:
    own = found.evidence
    if not (own.hard_vetoes or own.vetoes or own.objections):
        yield reason("explain-no-veto")
    for one in own.hard_vetoes:
        yield reason("explain-hard-veto", why=explain(one, language))
    for one in own.vetoes:
        yield reason("explain-veto", why=explain(one, language))
    for one in own.objections:
        yield reason("explain-objection", why=explain(one, language))
    against = {*own.hard_vetoes, *own.vetoes, *own.objections}
    for one in found.pair.reasons:
        if one not in against:
            yield reason("explain-reason", why=explain(one, language))
    if not found.candidate:
        yield reason("explain-no-candidate")


def _conclusion(found: ExplainedPair, language: Language) -> Iterator[Reason]:
    for decision in found.decisions:
        yield _decision(decision, language)
        if decision.verdict is not found.pair.verdict:
            yield reason("explain-overruled")
    by = _name(found.pair.by, language)
    if found.pair.verdict is Verdict.SAME:
        yield reason("explain-same", by=by)
    elif found.pair.verdict is Verdict.REVIEW:
        yield reason("explain-review", by=by)
    else:
        yield reason("explain-different", by=by)
    mine, theirs = (entry.code for entry in found.entries)
    if mine == theirs:
        yield reason("explain-one-entry", entry=mine)
    else:
        yield reason("explain-two-entries", mine=mine, theirs=theirs)


def _decision(decision: Decision, language: Language) -> Reason:
    more = " ".join(filter(None, (decision.date, decision.why, decision.note))) or "-"
    place, by = f"{FILE}:{decision.line}", _name(decision.by, language)
    if decision.verdict is Verdict.SAME:
        return reason("explain-decided-same", place=place, by=by, more=more)
    return reason("explain-decided-different", place=place, by=by, more=more)


def _name(by: str, language: Language) -> str:
    """Whose verdict it is, in words."""
    if by == RULES:
        return explain(reason("by-rules"), language)
    return explain(reason("by-person"), language) if by == PERSON else by


def as_json(found: ExplainedPair) -> dict[str, Any]:
    """The same for programs: codes of reasons with their English sentences."""
    own = found.evidence
    sides = zip((found.pair.a, found.pair.b), found.entries, own.alone, own.asked, strict=True)
    a, b = (
        _question(question, entry.code) | {"subjects": list(alone), "intent": asked}
        for question, entry, alone, asked in sides
    )
    return {
        "a": a,
        "b": b,
        "verdict": str(found.pair.verdict),
        "by": found.pair.by,
        "candidate": found.candidate,
        "one_entry": found.entries[0].code == found.entries[1].code,
        "score": own.classified.score,
        "probability": own.classified.probability,
        "thresholds": {"same": own.thresholds.same, "review": own.thresholds.review},
        "features": {
            "subjects": own.subjects,
            "intents": own.intents,
            "answers": own.answers,
            "answer_cosine": own.answer_cosine,
            "answer_ratio": own.answer_ratio,
            "ratio": own.ratio,
            **dict(zip(("text_meaning", "both_meaning"), own.meaning, strict=True)),
        },
        "shared_subjects": list(own.shared),
        "hard_vetoes": [_reason(one) for one in own.hard_vetoes],
        "vetoes": [_reason(one) for one in own.vetoes],
        "objections": [_reason(one) for one in own.objections],
        "reasons": [_reason(one) for one in found.pair.reasons],
        "decisions": [
            {
                "verdict": str(one.verdict),
                "by": one.by,
                "reason": one.why or one.note,
                "date": one.date,
                "line": one.line,
                "overruled": one.verdict is not found.pair.verdict,
            }
            for one in found.decisions
        ],
    }


def _question(question: Question, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "path": question.path,
        "first_line": question.span.first,
        "question": plain(question.text),
    }


def _reason(one: Reason) -> dict[str, str]:
    return {"code": one.code, "text": explain(one, Language.ENGLISH)}
