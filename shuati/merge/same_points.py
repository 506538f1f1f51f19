"""Which points of two documents are one point.

Points with one lead term are, where that term names one thing in both documents. Of the others
those are whose wordings share most of what tells them from the points beside them, each the
best for the other: a bigram that several points of one document have weighs less by their
number. Two points of one document are never one: it has its reasons to have two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from shuati.match.vocabulary import Synonyms
from shuati.merge.antonyms import contradict
from shuati.merge.redundancy import Statement, numbers_of
from shuati.merge.terms import same_term
from shuati.merge.units import MergeUnit

# Chosen by `python -m evaluation.points`. The least likeness of two points that are one, 0 to 1.
LEAST_LIKENESS = 0.45


class GramWeights:
    """How much a bigram says among the points of an entry, from 0 to 1."""

    def __init__(self, lists: Iterable[Sequence[MergeUnit]]) -> None:
        """``lists`` are the points of every document and role."""
        self._points_with: dict[str, int] = {}
        for points in lists:
            for gram, count in Counter(g for one in points for g in one.statement.grams).items():
                self._points_with[gram] = max(count, self._points_with.get(gram, 1))

    def weigh(self, grams: Mapping[str, int]) -> dict[str, float]:
        """``grams`` with how often each comes, times its weight."""
        return {gram: count / self._points_with.get(gram, 1) for gram, count in grams.items()}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much two weighted texts have in common, from 0 to 1.

    The mean of their overlap coefficient and their Dice coefficient, so that a short wording is
    like a long one that holds it.
    """
    mine, theirs = sum(one.values()), sum(other.values())
    common = sum(min(one[gram], other[gram]) for gram in one.keys() & other.keys())
    return (common / min(mine, theirs) + 2 * common / (mine + theirs)) / 2 if common else 0.0


def same_points(
    new: Sequence[MergeUnit],
    old: Sequence[MergeUnit],
    weights: GramWeights,
    synonyms: Synonyms,
    least: float = LEAST_LIKENESS,
) -> dict[int, int]:
    """For positions of ``new`` (points of one document) that of the same point in ``old``."""
    scores: dict[tuple[int, int], float] = {}
    theirs = [[weights.weigh(one.statement.grams) for one in unit.wordings] for unit in old]
    for a, unit in enumerate(new):
        mine = weights.weigh(unit.statement.grams)
        for b, other in enumerate(old):
            if _may_be_one(unit, other):
                score = max(likeness(mine, one) for one in theirs[b])
                named = any(same_term(unit.term, one.term, synonyms) for one in other.wordings)
                if named and _one_thing(unit, other):
                    scores[a, b] = 1 + score
                elif score >= least and (named or not _differ(unit, other)):
                    scores[a, b] = score
    best_of_new, best_of_old = _best(scores, 0), _best(scores, 1)
    return {a: b for a, (_, b) in best_of_new.items() if best_of_old[b] == (a, b)}


def _best(scores: Mapping[tuple[int, int], float], side: int) -> dict[int, tuple[int, int]]:
    """For every position on a side the pair with the highest score, the first of equal ones."""
    found: dict[int, tuple[int, int]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        found.setdefault(pair[side], pair)
    return found


def _may_be_one(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether both have one role, come from different documents, and show no picture, whose
    address means something in its own document."""
    return (
        unit.role == other.role
        and not unit.pictures
        and not other.pictures
        and all(unit.variant != one.variant for one in (*other.wordings, *other.redundant))
    )


def _one_thing(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether an equal term means one thing in both: it comes once in each document, below
    headings that agree."""
    one, two = unit.context, other.context
    once = unit.sole_term and all(wording.sole_term for wording in other.wordings)
    return once and (not one or not two or one in two or two in one)


def _differ(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether two points without a common term contradict each other, or have other numbers,
    or other names in their terms."""
    one = unit.statement
    return any(
        contradict(one.text, two.text)
        or _apart(numbers_of(one.names), numbers_of(two.names))
        or _apart(_names_in_term(one), _names_in_term(two))
        for two in (wording.statement for wording in other.wordings)
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _names_in_term(statement: Statement) -> frozenset[str]:
    return frozenset(name for name in statement.names if name in statement.term)
