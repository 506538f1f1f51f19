"""The pairs that a person should look at, each two entries once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Entry, Pair, Question, Verdict


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two entries that may be one; ``pair`` are those of their questions that come closest."""

    pair: Pair
    a: Entry
    b: Entry


def doubts(entries: Sequence[Entry], pairs: Sequence[Pair]) -> tuple[Doubt, ...]:
    """The doubtful pairs among ``pairs``, the likeliest repetition first."""
    home = {key(variant): entry for entry in entries for variant in entry.variants}
    best: dict[frozenset[str], Doubt] = {}
    for pair in pairs:
        if pair.verdict is not Verdict.REVIEW:
            continue
        a, b = home[key(pair.a)], home[key(pair.b)]
        both = frozenset((a.code, b.code))
        if a is not b and (both not in best or best[both].pair.score < pair.score):
            best[both] = Doubt(pair, a, b)
    return tuple(sorted(best.values(), key=lambda doubt: -doubt.pair.score))


def key(question: Question) -> tuple[str, int]:
    """What no two questions of a bank have in common: where they stand."""
    return question.path, question.span.first
