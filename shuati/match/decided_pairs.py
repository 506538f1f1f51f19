"""Decisions as pairs of positions, and what they make of the pairs that were classified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import combinations

from shuati.match.decisions import Decision
from shuati.model import (
    PERSON,
    Diagnostic,
    Location,
    Pair,
    Reason,
    Span,
    Verdict,
    reason,
    warning,
)

_DECIDED = {
    Verdict.SAME: reason("decided-same"),
    Verdict.DIFFERENT: reason("decided-different"),
}
_JUDGED: dict[Verdict, Callable[[str, str], Reason]] = {
    Verdict.SAME: lambda by, why: reason("judged-same", by=by, why=why),
    Verdict.DIFFERENT: lambda by, why: reason("judged-different", by=by, why=why),
}

Positions = tuple[int, ...]  # of questions among all, in reading order


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """What a model, called ``by``, decided on the questions at two positions, and why."""

    a: int
    b: int
    verdict: Verdict
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class DecidedPairs:
    """Decisions as pairs of positions, the smaller first.

    ``same`` and ``different`` are a person's; ``judged`` are those of models that no person
    overrules, at most one for a pair.
    """

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()
    judged: tuple[JudgedPair, ...] = ()

    def judged_as(self, verdict: Verdict) -> tuple[tuple[int, int], ...]:
        """The pairs that models gave this verdict, in their order."""
        return tuple((one.a, one.b) for one in self.judged if one.verdict is verdict)

    def verdicts(self) -> dict[tuple[int, int], Verdict]:
        """The verdict on every pair that somebody decided; a person's before a model's."""
        judged = {(one.a, one.b): one.verdict for one in self.judged}
        same = dict.fromkeys(self.same, Verdict.SAME)
        return judged | same | dict.fromkeys(self.different, Verdict.DIFFERENT)

    def as_in(self, groups: Sequence[Sequence[int]]) -> DecidedPairs:
        """These decisions without those of models that ``groups`` contradict."""
        home = {at: number for number, group in enumerate(groups) for at in group}
        held = tuple(
            one
            for one in self.judged
            if (home[one.a] == home[one.b]) is (one.verdict is Verdict.SAME)
        )
        return replace(self, judged=held)


NO_DECISIONS = DecidedPairs()


def to_pairs(
    decisions: Sequence[Decision], positions: Mapping[str, Positions], path: str
) -> tuple[DecidedPairs, tuple[Diagnostic, ...]]:
    """Decisions as pairs of positions; ``positions`` has those of each reference by its text.

    A reference without positions is passed over. Decisions in the file ``path`` that contradict
    each other are diagnostics: those of a person count as *same*, those of models as
    *different*. What a model decided against a person is passed over.
    """
    given: dict[tuple[bool, Verdict], list[tuple[Decision, tuple[int, int]]]] = defaultdict(list)
    for decision in decisions:
        pairs = _pairs_of(decision, positions)
        given[decision.by == PERSON, decision.verdict] += [(decision, pair) for pair in pairs]

    persons, diagnostics = _Components(), list[Diagnostic]()
    same = sorted({pair for _, pair in given[True, Verdict.SAME]})
    for a, b in same:
        persons.join(a, b)
    different = set()
    for decision, (a, b) in given[True, Verdict.DIFFERENT]:
        if persons.find(a) == persons.find(b):
            diagnostics.append(_at(decision, "contradictory-decisions", path))
        else:
            different.add((a, b))
    for a, b in sorted(different):
        persons.part(a, b)

    judged: dict[tuple[int, int], JudgedPair] = {}
    everybody = deepcopy(persons)
    for decision, (a, b) in given[False, Verdict.DIFFERENT]:
        if persons.are_undecided(a, b):
            judged[a, b] = JudgedPair(a, b, decision.verdict, decision.by, decision.why)
            everybody.part(a, b)
    for decision, (a, b) in given[False, Verdict.SAME]:
        if not persons.are_undecided(a, b):
            continue
        if everybody.are_apart(a, b):
            diagnostics.append(_at(decision, "judges-disagree", path))
        else:
            judged[a, b] = JudgedPair(a, b, decision.verdict, decision.by, decision.why)
            everybody.join(a, b)
    found = DecidedPairs(tuple(same), tuple(sorted(different)), tuple(judged.values()))
    return found, tuple(dict.fromkeys(diagnostics))


def by_pair(
    decisions: Sequence[Decision], positions: Mapping[str, Positions]
) -> dict[tuple[int, int], list[Decision]]:
    """The decisions on every pair of positions (the smaller first) that one names, in order."""
    found: dict[tuple[int, int], list[Decision]] = defaultdict(list)
    for decision in decisions:
        named = [positions.get(one.text, ()) for one in decision.questions]
        for one, other in combinations(named, 2):
            for pair in sorted({(min(a, b), max(a, b)) for a in one for b in other if a != b}):
                found[pair].append(decision)
    return dict(found)


def _pairs_of(decision: Decision, positions: Mapping[str, Positions]) -> Iterator[tuple[int, int]]:
    """The pairs of positions that ``decision`` is about, the smaller first."""
    named = [positions[one.text] for one in decision.questions if positions.get(one.text)]
    for one, other in combinations(named, 2):
        if decision.verdict is Verdict.SAME:
            together = sorted({*one, *other})
            yield from ((together[0], at) for at in together[1:])
        else:
            yield from sorted({(min(a, b), max(a, b)) for a in one for b in other if a != b})


def _at(decision: Decision, code: str, path: str) -> Diagnostic:
    return warning(code, Location(path, Span(decision.line, decision.line)))


class _Components:
    """Sets of positions that are the same (union-find), and which of these sets are apart."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}

    def find(self, at: int) -> int:
        """The position that represents the set of ``at``."""
        while (up := self._parent.get(at, at)) != at:
            self._parent[at] = self._parent.get(up, up)
            at = up
        return at

    def join(self, a: int, b: int) -> None:
        """The sets of ``a`` and ``b`` become one, and what is apart of either is apart of it."""
        keep, give = sorted((self.find(a), self.find(b)))
        if keep != give:
            self._parent[give] = keep
            for other in self._apart.pop(give, set()):
                self._apart[other].discard(give)
                self.part(keep, other)

    def part(self, a: int, b: int) -> None:
        """The sets of ``a`` and ``b`` are apart."""
        x, y = self.find(a), self.find(b)
        self._apart.setdefault(x, set()).add(y)
        self._apart.setdefault(y, set()).add(x)

    def are_apart(self, a: int, b: int) -> bool:
        """Whether the sets of ``a`` and ``b`` are apart."""
        return self.find(b) in self._apart.get(self.find(a), ())

    def are_undecided(self, a: int, b: int) -> bool:
        """Whether ``a`` and ``b`` are neither in one set nor apart."""
        return self.find(a) != self.find(b) and not self.are_apart(a, b)


def apply_to_pairs(
    pairs: Mapping[tuple[int, int], Pair],
    decided: DecidedPairs,
    classify: Callable[[int, int], Pair],
) -> dict[tuple[int, int], Pair]:
    """``pairs`` with what was decided; ``classify`` classifies pairs that are not among them."""
    found = dict(pairs)
    for one in decided.judged:
        pair = found.get((one.a, one.b)) or classify(one.a, one.b)
        reasons = (_JUDGED[one.verdict](one.by, one.why or "-"), *pair.reasons)
        found[one.a, one.b] = replace(pair, verdict=one.verdict, reasons=reasons, by=one.by)
    for verdict, own in ((Verdict.SAME, decided.same), (Verdict.DIFFERENT, decided.different)):
        for a, b in own:
            pair = found.get((a, b)) or classify(a, b)
            reasons = (_DECIDED[verdict], *pair.reasons)
            found[a, b] = replace(pair, verdict=verdict, reasons=reasons, by=PERSON)
    return dict(sorted(found.items()))


def apply_to_groups(
    pairs: Mapping[tuple[int, int], Pair], groups: Sequence[Sequence[int]], decided: DecidedPairs
) -> Iterator[Pair]:
    """``pairs``; those to review between groups that were decided to differ are different."""
    home = {at: number for number, group in enumerate(groups) for at in group}
    judged = [one for one in decided.judged if one.verdict is Verdict.DIFFERENT]
    apart = {frozenset((home[one.a], home[one.b])): one.by for one in judged}
    apart |= {frozenset((home[a], home[b])): PERSON for a, b in decided.different}
    for (a, b), pair in pairs.items():
        by = apart.get(frozenset((home[a], home[b])))
        if pair.verdict is Verdict.REVIEW and by is not None:
            own = by == PERSON
            why = reason("decided-other-wording") if own else reason("judged-other-wording", by=by)
            reasons = (why, *pair.reasons)
            yield replace(pair, verdict=Verdict.DIFFERENT, reasons=reasons, by=by)
        else:
            yield pair
