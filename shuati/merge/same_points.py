"""Which points of two documents are one point.

Points with one lead term are, where that term names one thing in both documents. Of the others
those are that are alike in their characters and in the meaning of their words, each the best for
the other. A character that several points of one document have counts less by their number, and
from the meaning of every point the mean of the entry is subtracted, which is what all of them are
about. Terms that tell two kinds apart (首因效应 and 近因效应) speak against it. A point that names
several points of the other document is a word for them all, and none of them. Two points of one
document are never one: it has its reasons to have two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from shuati.match.traditional import simplified
from shuati.match.vocabulary import Synonyms
from shuati.match.word_vectors import Vector, total_of
from shuati.merge.antonyms import contradict
from shuati.merge.redundancy import Statement, quantities_of
from shuati.merge.terms import same_term
from shuati.merge.units import MergeUnit
from shuati.model import Code, Point, Table, walk
from shuati.text.fold import fold_letters


class PointLikeness(NamedTuple):
    """How much two points of an entry are alike."""

    characters: float  # that they have in common, from 0 to 1
    meaning: float  # the cosine of their vectors, less the mean of the entry, from -1 to 1
    contrast: float  # 1 where their terms have a part in common, and tell two kinds apart


# Chosen by `python -m evaluation.points`: the weights, and the least score of two points without a
# common term that are one.
WEIGHTS = PointLikeness(characters=3.8, meaning=3.81, contrast=-1.61)
LEAST_SCORE = 3.02

_SAME_TERM = 100.0  # more than any likeness
_SEVERAL = 2  # points of the other document
_PRIOR = 3  # points without a meaning that the mean of an entry is taken with: few say little of it
_GLOSS = re.compile(r"\s*\([^()]*\)")
_CHARACTER = re.compile(r"[a-z0-9]+|[^\W_]")  # a Latin word or number counts as one


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two points that may be one; ``same_term``: an equal term means one thing in both."""

    unit: MergeUnit
    other: MergeUnit
    likeness: PointLikeness
    same_term: bool

    def score(self, weights: PointLikeness = WEIGHTS) -> float:
        """The higher, the more likely the two are one."""
        alike = sum(weight * value for weight, value in zip(weights, self.likeness, strict=True))
        return alike + _SAME_TERM * self.same_term


def same_points(
    documents: Sequence[Sequence[MergeUnit]],
    known: Synonyms,
    weights: PointLikeness = WEIGHTS,
    least: float = LEAST_SCORE,
) -> list[list[MergeUnit]]:
    """The points of ``documents`` that are one, in groups of two and more, none of them with two
    of one document.

    The likest come together first, so that the groups do not depend on the order of documents.
    """
    pairs: list[tuple[float, MergeUnit, MergeUnit]] = []
    for found in candidates(documents, known):
        scored = [(one.score(weights), one.unit, one.other) for one in found]
        pairs += _each_others_best([pair for pair in scored if pair[0] >= least])
    groups = {unit: [unit] for own in documents for unit in own}
    for _, unit, other in sorted(pairs, key=lambda pair: -pair[0]):
        one, two = groups[unit], groups[other]
        if one is not two and not {x.variant for x in one} & {x.variant for x in two}:
            one += two
            groups |= dict.fromkeys(two, one)
    merged = {id(group): group for group in groups.values() if len(group) > 1}
    return list(merged.values())


def candidates(
    documents: Sequence[Sequence[MergeUnit]], known: Synonyms
) -> Iterator[list[Candidate]]:
    """For every two of ``documents`` their points that may be one."""
    features = _features(documents)
    for mine, theirs in combinations(documents, 2):
        pairs = ((unit, other) for unit in mine for other in theirs)
        found = (_candidate(unit, other, features, known) for unit, other in pairs)
        yield [one for one in found if one]


def _each_others_best(
    pairs: Sequence[tuple[float, MergeUnit, MergeUnit]],
) -> Iterator[tuple[float, MergeUnit, MergeUnit]]:
    """The pairs that are the best of both of their points, the first of equal ones."""
    best: dict[MergeUnit, tuple[float, MergeUnit, MergeUnit]] = {}
    for pair in sorted(pairs, key=lambda pair: -pair[0]):
        best.setdefault(pair[1], pair)
        best.setdefault(pair[2], pair)
    yield from (pair for pair in pairs if best[pair[1]] is pair is best[pair[2]])


@dataclass(frozen=True, slots=True)
class _Features:
    """What a point is compared by: its characters with their weights, what it means beside the
    other points (length 1, or 0 for no known word), and the terms of all points of its document."""

    characters: Mapping[str, float]
    meaning: Vector
    terms: frozenset[str]


def _features(documents: Sequence[Sequence[MergeUnit]]) -> dict[MergeUnit, _Features]:
    lists = [points for document in documents for points in _roles(document)]
    counts = {
        unit: Counter(_CHARACTER.findall(unit.statement.text)) for own in lists for unit in own
    }
    points_with: dict[str, int] = {}  # of the document that has most
    for points in lists:
        for character, count in Counter(one for unit in points for one in counts[unit]).items():
            points_with[character] = max(count, points_with.get(character, 1))
    meanings = {unit: _unit(total_of(simplified(unit.statement.text))) for unit in counts}
    common = np.sum(list(meanings.values()), axis=0) / (len(meanings) + _PRIOR)
    found = {}
    for points in lists:
        terms = frozenset(unit.statement.term for unit in points) - {""}
        for unit in points:
            weighed = {one: count / points_with[one] for one, count in counts[unit].items()}
            found[unit] = _Features(weighed, _unit(meanings[unit] - common), terms)
    return found


def _roles(points: Sequence[MergeUnit]) -> Iterator[list[MergeUnit]]:
    for role in dict.fromkeys(unit.role for unit in points):
        yield [unit for unit in points if unit.role == role]


def _unit(vector: Vector) -> Vector:
    length = np.linalg.norm(vector)
    return vector / length if length else vector


def _candidate(
    unit: MergeUnit,
    other: MergeUnit,
    features: Mapping[MergeUnit, _Features],
    known: Synonyms,
) -> Candidate | None:
    """Two points as a candidate; None where they cannot be one."""
    if unit.role != other.role or unit.pictures or other.pictures:
        return None  # the address of a picture means something in its own document
    same = same_term(unit.term, other.term, known)
    if not same and not _comparable(unit, other):
        return None
    mine, theirs = features[unit], features[other]
    if _names_several(unit, other, theirs, same) or _names_several(other, unit, mine, same):
        return None
    characters = _common(mine.characters, theirs.characters)
    contrast = _contrast(unit.statement, other.statement)
    likeness = PointLikeness(characters, float(mine.meaning @ theirs.meaning), contrast)
    return Candidate(unit, other, likeness, same and _one_thing(unit, other))


def _common(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much two weighted texts have in common, from 0 to 1.

    The mean of their overlap coefficient and their Dice coefficient, so that a short wording is
    like a long one that holds it.
    """
    mine, theirs = sum(one.values()), sum(other.values())
    common = sum(min(one[part], other[part]) for part in one.keys() & other.keys())
    return (common / min(mine, theirs) + 2 * common / (mine + theirs)) / 2 if common else 0.0


def _names_several(unit: MergeUnit, other: MergeUnit, theirs: _Features, same: bool) -> bool:
    """Whether ``unit`` names several points of the document of ``other`` that this does not name,
    or lists this among others: 模型压缩 as a word for 剪枝 and 量化 is not the one beside these.

    The term of ``other`` is a name too, where the two have not the ``same``.
    """
    text, own = unit.statement.text, other.statement
    if not same and own.term and _lists(text, own.term):
        return True
    named = (term for term in theirs.terms if term in text)
    count = sum(term not in own.text or (term == own.term and not same) for term in named)
    return count >= _SEVERAL


def _lists(text: str, term: str) -> bool:
    """Whether a text has ``term`` (both folded) as one of several items: 如剪枝、量化等."""
    name = re.escape(_GLOSS.sub("", term))
    return re.search(rf"{name}、|、{name}(?=$|[、,;。)和与或及等])", text) is not None


def _contrast(one: Statement, other: Statement) -> bool:
    """Whether two terms have a character in common, and each has others that are nowhere in the
    other point; 第二级 and 第二阶段 count alike."""
    mine, theirs = (fold_letters(_GLOSS.sub("", own.term)) for own in (one, other))
    own, others = set(mine) - set(theirs), set(theirs) - set(mine)
    if not own or not others or len(own) == len(set(mine)):
        return False
    if mine[:2] == theirs[:2] and mine[0] == "第":
        return False
    return own.isdisjoint(other.text) and others.isdisjoint(one.text)


def _one_thing(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether an equal term means one thing in both: it comes once in each document, below
    headings that agree."""
    one, two = unit.context, other.context
    agree = not one or not two or one in two or two in one
    return agree and unit.sole_term and other.sole_term


def _comparable(unit: MergeUnit, other: MergeUnit) -> bool:
    """Whether words can tell that two points without a common term are one: neither has code or a
    table, which says more than the words around it, and they do not differ."""
    blocks = (one.part.blocks if isinstance(one.part, Point) else () for one in (unit, other))
    worded = not any(isinstance(one, Code | Table) for own in blocks for one in walk(own))
    return worded and unit.kind is other.kind and not _differ(unit.statement, other.statement)


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
