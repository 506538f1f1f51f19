"""Clusters of questions that ask the same.

Two clusters are joined only if their representatives are classified as the same (or a person
decided so), and no two of their questions are nearly surely different. Similarity is not
transitive here: with single linkage, whole chapters end up in one cluster (dedupeio/dedupe#636),
and 什么是死锁？死锁的条件？ would make 什么是死锁？ and 死锁的条件 one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from shuati.model import Pair, Question, Reason, Verdict, reason
from shuati.model.views import all_text

_LEAST = 0.01  # probability below which two questions are never in one cluster by themselves
LARGEST = 20  # questions in one cluster; more are hardly one question

Classify = Callable[[int, int], Pair]


@dataclass(frozen=True, slots=True)
class Clusters:
    """``groups`` of positions, in order of their first; ``pairs`` with their final verdicts."""

    groups: tuple[tuple[int, ...], ...]
    pairs: Mapping[tuple[int, int], Pair]


def cluster(
    questions: Sequence[Question],
    pairs: Mapping[tuple[int, int], Pair],
    classify: Classify,
    same: Iterable[tuple[int, int]] = (),
    different: Iterable[tuple[int, int]] = (),
    judged_same: Sequence[tuple[int, int]] = (),
    judged_different: Sequence[tuple[int, int]] = (),
    unlisted: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Every question in exactly one group.

    ``pairs`` are the candidates that count, as they were classified; ``unlisted`` other
    candidates, to be listed where they come into one group; ``classify`` classifies any pair that
    is not among ``pairs``; ``same`` and ``different`` are a person's decisions and take precedence.
    A decision *same* joins the groups of its two questions whole. ``judged_same`` and
    ``judged_different`` are decisions of models: as a person's, but they never join groups that
    other decisions keep apart.
    """
    # Groups come first and are joined afterwards, so that a decision takes none of them apart.
    joined = {(min(a, b), max(a, b)) for a, b in same}
    parted = [*different, *judged_different]
    apart = _apart({*joined, *judged_same}, parted)
    decided = {*joined, *judged_same} | {(min(a, b), max(a, b)) for a, b in parted}
    builder = _Builder(questions, classify, apart)
    final = dict(pairs)
    by_score = sorted(pairs.items(), key=lambda item: (-item[1].score, item[0]))
    for (a, b), pair in by_score:
        if pair.verdict is not Verdict.SAME:
            continue
        if (why := builder.try_join(a, b)) is not None and (a, b) not in decided:
            final[a, b] = replace(pair, verdict=Verdict.REVIEW, reasons=(why, *pair.reasons))
    for a, b in sorted(joined):
        builder.join(a, b)
    for a, b in judged_same:
        if builder.are_apart(a, b):
            pair, why = final.get((a, b)) or classify(a, b), reason("decided-groups-differ")
            final[a, b] = replace(pair, verdict=Verdict.REVIEW, reasons=(why, *pair.reasons))
        else:
            builder.join(a, b)
    groups = builder.groups()
    # A person may have joined groups that a model keeps apart: then they are the same.
    decided.difference_update(
        (a, b) for a, b in judged_different if builder.home(a) == builder.home(b)
    )
    for a, b in unlisted:
        if builder.home(a) == builder.home(b) and (a, b) not in final:
            final[a, b] = classify(a, b)
    return Clusters(groups, _agreeing(final, groups, decided))


def _apart(
    same: Iterable[tuple[int, int]], different: Iterable[tuple[int, int]]
) -> frozenset[frozenset[int]]:
    """The pairs that may not get into one group, by the decisions ``same`` and ``different``.

    What is different of a question is different of all that are decided to be the same as it.
    """
    members: dict[int, set[int]] = {}
    for a, b in same:
        joined = members.get(a, {a}) | members.get(b, {b})
        members.update(dict.fromkeys(joined, joined))
    return frozenset(
        frozenset((x, y))
        for a, b in different
        for x in members.get(a, {a})
        for y in members.get(b, {b})
        if x != y
    )


class _Builder:
    def __init__(
        self,
        questions: Sequence[Question],
        classify: Classify,
        apart: frozenset[frozenset[int]],
    ) -> None:
        self._classify = classify
        self._apart = apart
        self._fullness = cache(lambda at: fullness(questions[at]))
        self._members = {at: [at] for at in range(len(questions))}
        self._home = list(range(len(questions)))

    def groups(self) -> tuple[tuple[int, ...], ...]:
        return tuple(sorted(tuple(sorted(group)) for group in self._members.values()))

    def home(self, at: int) -> int:
        """The first member of the group of ``at``."""
        return self._home[at]

    def are_apart(self, a: int, b: int) -> bool:
        """Whether a decision keeps the groups of ``a`` and ``b``, if they are two, apart."""
        mine, theirs = self._members[self._home[a]], self._members[self._home[b]]
        return mine is not theirs and any(
            frozenset((x, y)) in self._apart for x in mine for y in theirs
        )

    def join(self, a: int, b: int) -> None:
        """Put the groups of ``a`` and ``b`` together."""
        keep, give = sorted((self._home[a], self._home[b]))
        if keep != give:
            for member in self._members[give]:
                self._home[member] = keep
            self._members[keep] += self._members.pop(give)

    def try_join(self, a: int, b: int) -> Reason | None:
        """Join the groups of ``a`` and ``b``. Otherwise the reason: their representatives differ, a
        person decided so, or there are too many."""
        mine, theirs = self._members[self._home[a]], self._members[self._home[b]]
        if mine is theirs:
            return None
        if self._apart and self.are_apart(a, b):
            return reason("decided-groups-differ")
        if len(mine) + len(theirs) > LARGEST:
            return reason("groups-too-large", limit=LARGEST)
        x, y = sorted((self._representative(mine), self._representative(theirs)))
        if {x, y} != {a, b} and self._classify(x, y).verdict is not Verdict.SAME:
            return reason("groups-differ")
        others = {(min(pair), max(pair)) for pair in product(mine, theirs)} - {(a, b)}
        if any(_is_surely_other(self._classify(*pair)) for pair in others):
            return reason("groups-differ")
        self.join(a, b)
        return None

    def _representative(self, members: Sequence[int]) -> int:
        if len(members) == 1:
            return members[0]
        return max(members, key=lambda at: (self._fullness(at), -at))


def _is_surely_other(pair: Pair) -> bool:
    return pair.verdict is not Verdict.SAME and pair.probability < _LEAST


def fullness(question: Question) -> tuple[bool, int]:
    """How complete a question is: not truncated first, then the length of its answer."""
    size = sum(len(all_text(section.blocks)) for section in question.sections)
    return not question.truncated, size


def _agreeing(
    pairs: dict[tuple[int, int], Pair],
    groups: Iterable[Sequence[int]],
    decided: Collection[tuple[int, int]],
) -> dict[tuple[int, int], Pair]:
    """The pairs with verdicts that agree with the groups: members of one are the same.

    Those that are ``decided`` stay as they are.
    """
    home = {member: number for number, group in enumerate(groups) for member in group}
    for (a, b), pair in pairs.items():
        if (a, b) in decided:
            continue
        if home[a] == home[b] and pair.verdict is not Verdict.SAME:
            why = (reason("same-as-a-third"), *pair.reasons)
            pairs[a, b] = replace(pair, verdict=Verdict.SAME, reasons=why)
    return pairs
