"""The pairs that somebody should look at, at most one for any two entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuati.model import PERSON, RULES, Entry, Pair, Question, Verdict


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Two entries that may be one, or one that may be two.

    ``pair`` has the most similar of their questions.
    """

    pair: Pair
    a: Entry
    b: Entry


def review_queue(entries: Sequence[Entry], pairs: Sequence[Pair]) -> tuple[ReviewItem, ...]:
    """The pairs to review among ``pairs``: those of one cluster of entries together.

    A cluster is what the pairs link, so that few answers settle it. The cluster with the highest
    score comes first, and so does the pair with the highest score in each.
    """
    home = {question_key(variant): entry for entry in entries for variant in entry.variants}
    best: dict[frozenset[str], ReviewItem] = {}
    for pair in pairs:
        if pair.verdict is not Verdict.REVIEW:
            continue
        a, b = home[question_key(pair.a)], home[question_key(pair.b)]
        both = frozenset((a.code, b.code))
        if a is not b and (both not in best or best[both].pair.score < pair.score):
            best[both] = ReviewItem(pair, a, b)
    ranked = sorted(best.values(), key=lambda item: -item.pair.score)
    linked = linked_codes((item.a.code, item.b.code) for item in ranked)
    first: dict[str, int] = {}
    for at, item in enumerate(ranked):
        first.setdefault(linked[item.a.code], at)
    return tuple(sorted(ranked, key=lambda item: first[linked[item.a.code]]))


def judged_queue(entries: Sequence[Entry], pairs: Sequence[Pair]) -> tuple[ReviewItem, ...]:
    """The pairs on which a model decided, the highest score first; of *same* ``a`` is ``b``."""
    home = {question_key(variant): entry for entry in entries for variant in entry.variants}
    judged = [pair for pair in pairs if pair.by not in (RULES, PERSON)]
    items = [
        ReviewItem(one, home[question_key(one.a)], home[question_key(one.b)]) for one in judged
    ]
    return tuple(sorted(items, key=lambda item: -item.pair.score))


def linked_codes(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For every code of ``links`` one that stands for all that are linked, by any detour."""
    members: dict[str, list[str]] = {}
    for a, b in links:
        one, other = (members.setdefault(code, [code]) for code in (a, b))
        if one is not other:
            small, large = sorted((one, other), key=len)
            large += small
            members.update(dict.fromkeys(small, large))
    return {code: own[0] for code, own in members.items()}


def question_key(question: Question) -> tuple[str, int]:
    """The path and first line of a question, unique among all questions."""
    return question.path, question.span.first
