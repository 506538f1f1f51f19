"""The pairs that a person should look at, at most one for any two entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Entry, Pair, Question, Verdict


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Two entries that may be one; ``pair`` has the most similar of their questions."""

    pair: Pair
    a: Entry
    b: Entry


def review_queue(entries: Sequence[Entry], pairs: Sequence[Pair]) -> tuple[ReviewItem, ...]:
    """The pairs to review among ``pairs``, the highest score first."""
    home = {question_key(variant): entry for entry in entries for variant in entry.variants}
    best: dict[frozenset[str], ReviewItem] = {}
    for pair in pairs:
        if pair.verdict is not Verdict.REVIEW:
            continue
        a, b = home[question_key(pair.a)], home[question_key(pair.b)]
        both = frozenset((a.code, b.code))
        if a is not b and (both not in best or best[both].pair.score < pair.score):
            best[both] = ReviewItem(pair, a, b)
    return tuple(sorted(best.values(), key=lambda item: -item.pair.score))


def question_key(question: Question) -> tuple[str, int]:
    """The path and first line of a question, unique among all questions."""
    return question.path, question.span.first
