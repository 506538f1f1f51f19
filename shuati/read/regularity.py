"""How regular a proposal is: the measure by which one of them is chosen.

In a document whose answers have labels (答案, 答 …) the right layout gives each question
exactly one of them and leaves none over. Without labels, questions sound like questions, are
numbered, and have something below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from shuati.read.answer_counts import most_answers
from shuati.read.answer_keys import is_answer_key
from shuati.read.conventions import Conventions
from shuati.read.proposal import Proposal
from shuati.read.segment import Segment, has_body
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES

_BY_ANSWERS = 0.65  # the trust in questions that nothing marks but their answers
_LABELS = 3  # from so many labels of answers on they alone decide


def regularity(proposal: Proposal, conventions: Conventions, segments: Sequence[Segment]) -> float:
    """How well a proposal, which cuts into ``segments``, explains the document: 0 to about 1."""
    questions = [segment for segment in segments if segment.start is not None]
    if not questions:
        return 0.0
    is_key = [is_answer_key(segment, conventions) for segment in segments]
    counts = [most_answers(segment.elements, conventions) for segment in segments]
    total = sum(count for count, key in zip(counts, is_key, strict=True) if not key)
    asked = [
        count for count, segment in zip(counts, segments, strict=True) if segment.start is not None
    ]
    first_key = is_key.index(True) if any(is_key) else len(segments)
    behind = any(segment.start for segment in segments[first_key:])
    paper = segments if behind else segments[:first_key]
    by_wording = _by_wording(paper, questions, any(is_key))
    if proposal.name == "bare":
        by_wording *= 0.85  # questions without any mark are easily seen where there are none
    if total == 0:
        return by_wording
    trust = min(1.0, total / _LABELS)
    rating = trust * _by_labels(questions, asked, total) + (1 - trust) * by_wording
    return rating * _BY_ANSWERS if proposal.name == "asked" else rating


def _by_labels(questions: list[Segment], counts: Sequence[int], total: int) -> float:
    """``counts`` are those of the answers of each question, ``total`` is that of the document."""
    fits = sum(
        1.0 if count == 1 else -1.0 if count else 0.6 * _likely(question)
        for question, count in zip(questions, counts, strict=True)
    )
    covered = sum(count for count in counts if count == 1)
    worded = sum(_likely(question) for question in questions)
    n = len(questions)
    return 0.45 * fits / n + 0.45 * covered / total + 0.1 * worded / n


def _likely(question: Segment) -> float:
    """From 0 to 1: how much a question's own start and body speak for it."""
    start = question.start
    assert start is not None
    if not has_body(question.elements[1:]) and not start.rest:
        return 0.0
    return 1.0 if start.explicit else max(0.0, start.asked)


def _by_wording(segments: Sequence[Segment], questions: list[Segment], keyed: bool) -> float:
    """From the words of the questions; one without a body is odd, not so in a ``keyed`` paper."""
    evidence = 0.0
    bodies = sum(has_body(q.elements[1:]) or bool(q.start and q.start.rest) for q in questions)
    unanswered = keyed or 5 * bodies < len(questions)
    for question in questions:
        start = question.start
        assert start is not None
        body = has_body(question.elements[1:]) or bool(start.rest)
        numbered = start.number is not None and start.style not in SECTION_STYLES
        evidence += 0.6 * (1.0 if start.explicit else start.asked) + 0.15 * numbered
        evidence += 0.25 if body else 0.0 if unanswered else -0.8 if start.asked < 0.8 else -0.3
    lines = sum(_lines(segment.elements) for segment in segments)
    covered = sum(_lines(question.elements) for question in questions) / max(lines, 1)
    many = min(1.0, 0.7 + 0.1 * log2(len(questions) + 1))
    return evidence / len(questions) * (0.4 + 0.6 * covered) * many


def _lines(elements: Sequence[Element]) -> int:
    return sum(
        element.span.last - element.span.first + 1
        for element in elements
        if element.role in (Role.BLOCK, Role.ITEM, Role.SUMMARY)
    )
