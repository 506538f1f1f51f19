"""Which points of two documents are one point.

Points with one lead term are, where that term names one thing in both documents. Of the others
those are whose wordings share most of what tells them from the points beside them, each the
best for the other: a bigram that several points of one document have weighs less by their
number. Two points of one document are never one: it has its reasons to have two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from shuati.match.vocabulary import Synonyms
from shuati.merge.antonyms import contradict
from shuati.merge.redundancy import Statement, quantities_of
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
    both = one.keys() & other.keys()
    if not both:
        return 0.0
    mine, theirs = sum(one.values()), sum(other.values())
    common = sum(min(one[gram], other[gram]) for gram in both)
    return (common / min(mine, theirs) + 2 * common / (mine + theirs)) / 2


def same_points(
    documents: Sequence[Sequence[MergeUnit]], known: Synonyms, least: float = LEAST_LIKENESS
) -> list[list[MergeUnit]]:
    """The points of ``documents`` that are one, in groups of two and more, none of them with two
    of one document.

    The likest come together first, so that the groups do not depend on the order of documents.
    """
    weights = GramWeights(_roles(documents))
    weighed = {unit: weights.weigh(unit.statement.grams) for own in documents for unit in own}
    terms = {unit: unit.term for own in documents for unit in own}
    pairs: list[tuple[float, MergeUnit, MergeUnit]] = []
    for mine, theirs in combinations(documents, 2):
        scores = {
            (a, b): score
            for a, unit in enumerate(mine)
            for b, other in enumerate(theirs)
            if (score := _score(unit, other, weighed, terms, known, least)) >= least
        }
        best_of_mine, best_of_theirs = _best(scores, 0), _best(scores, 1)
        pairs += [
            (scores[pair], mine[pair[0]], theirs[pair[1]])
            for pair in best_of_mine.values()
            if best_of_theirs[pair[1]] == pair
        ]
    groups = {unit: [unit] for own in documents for unit in own}
    for _, unit, other in sorted(pairs, key=lambda pair: -pair[0]):
        one, two = groups[unit], groups[other]
        if one is not two and not {x.variant for x in one} & {x.variant for x in two}:
            one += two
            groups |= dict.fromkeys(two, one)
    found = {id(group): group for group in groups.values() if len(group) > 1}
    return list(found.values())


def _roles(documents: Sequence[Sequence[MergeUnit]]) -> Iterable[list[MergeUnit]]:
    for points in documents:
        for role in dict.fromkeys(unit.role for unit in points):
            yield [unit for unit in points if unit.role == role]


def _score(
    unit: MergeUnit,
    other: MergeUnit,
    weighed: Mapping[MergeUnit, Mapping[str, float]],
    terms: Mapping[MergeUnit, str | None],
    known: Synonyms,
    least: float,
) -> float:
    """How likely two points are one: their likeness, 1 more where both have one term, 0 where
    they cannot be one, or are less like than ``least``."""
    if unit.role != other.role or unit.pictures or other.pictures:
        return 0.0  # the address of a picture means something in its own document
    score = likeness(weighed[unit], weighed[other])
    if same_term(terms[unit], terms[other], known):
        return 1 + score if _one_thing(unit, other) else score
    if score < least or unit.kind is not other.kind or _differ(unit.statement, other.statement):
        return 0.0
    return score


def _best(scores: Mapping[tuple[int, int], float], side: int) -> dict[int, tuple[int, int]]:
    """For every position on a side the pair with the highest score, the first of equal ones."""
    found: dict[int, tuple[int, int]] = {}
    for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        found.setdefault(pair[side], pair)
    return found


def _one_thing(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether an equal term means one thing in both: it comes once in each document, below
    headings that agree."""
    one, two = unit.context, other.context
    agree = not one or not two or one in two or two in one
    return agree and unit.sole_term and other.sole_term


def _differ(one: Statement, other: Statement) -> bool:
    """Whether two points without a common term contradict each other, or have other numbers,
    or other names in their terms."""
    return (
        _apart(quantities_of(one.names), quantities_of(other.names))
        or _apart(_names_in_term(one), _names_in_term(other))
        or contradict(one.text, other.text)
    )


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and not one & other


def _names_in_term(statement: Statement) -> frozenset[str]:
    return frozenset(name for name in statement.names if name in statement.term)
