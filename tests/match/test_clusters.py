"""Clusters are held together by their representatives, and a person's word wins."""

from __future__ import annotations

from collections.abc import Sequence

from builders import question
from hypothesis import given
from hypothesis import strategies as st

from shuati.match.cluster import LARGEST, cluster
from shuati.model import Pair, Verdict

QUESTIONS = tuple(question(f"第 {n} 个", "答" * (n + 1)) for n in range(8))


def pair(a: int, b: int, verdict: Verdict = Verdict.SAME, score: float = 0.9) -> Pair:
    return Pair(QUESTIONS[a], QUESTIONS[b], verdict, score, ())


def different(a: int, b: int) -> Pair:
    return pair(a, b, Verdict.DIFFERENT, 0.1)


def test_likeness_is_not_handed_on_from_pair_to_pair() -> None:
    pairs = {(0, 1): pair(0, 1, score=0.9), (0, 2): pair(0, 2, score=0.8)}
    found = cluster(QUESTIONS[:3], pairs, different)
    assert found.groups == ((0, 1), (2,))
    assert found.pairs[0, 2].verdict is Verdict.REVIEW


def test_groups_join_where_their_representatives_are_the_same() -> None:
    pairs = {(0, 1): pair(0, 1), (1, 2): pair(1, 2, score=0.8)}
    assert cluster(QUESTIONS[:3], pairs, pair).groups == ((0, 1, 2),)


def test_a_person_s_word_wins_over_the_measure() -> None:
    pairs = {(0, 1): pair(0, 1)}
    assert cluster(QUESTIONS[:2], pairs, pair, different=[(0, 1)]).groups == ((0,), (1,))
    assert cluster(QUESTIONS[:2], {}, different, same=[(0, 1)]).groups == ((0, 1),)


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1])))
def test_every_question_is_in_exactly_one_group(same: set[tuple[int, int]]) -> None:
    found = cluster(QUESTIONS, {(a, b): pair(a, b) for a, b in same}, different)
    members = [member for group in found.groups for member in group]
    assert sorted(members) == list(range(8))
    home = {member: group for group in found.groups for member in group}
    for (a, b), judged in found.pairs.items():
        assert (home[a] == home[b]) == (judged.verdict is Verdict.SAME)


def test_a_group_does_not_grow_beyond_what_can_be_one_question() -> None:
    many = tuple(question(f"第 {n} 个", "答") for n in range(LARGEST + 5))
    alike = {(0, n): Pair(many[0], many[n], Verdict.SAME, 0.9, ()) for n in range(1, LARGEST + 5)}
    found = cluster(many, alike, lambda a, b: Pair(many[a], many[b], Verdict.SAME, 0.9, ()))
    assert max(map(len, found.groups)) == LARGEST
    assert (
        sum(
            "groups-too-large" in [reason.code for reason in pair.reasons]
            for pair in found.pairs.values()
        )
        == 5
    )


def _partition(groups: Sequence[Sequence[int]]) -> set[frozenset[int]]:
    return {frozenset(group) for group in groups}


@given(
    scores=st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
        st.floats(0.0, 1.0),
        max_size=20,
    ),
    sizes=st.lists(st.integers(1, 30), min_size=8, max_size=8),
    decided=st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]),
        max_size=4,
    ),
)
def test_a_decision_same_joins_the_two_groups_and_changes_no_other(
    scores: dict[tuple[int, int], float], sizes: list[int], decided: list[tuple[int, int]]
) -> None:
    asked = [question(f"题{at}？", "答" * size, path=f"{at}.md") for at, size in enumerate(sizes)]

    def classify(a: int, b: int) -> Pair:
        score = scores.get((a, b), 0.0)
        verdict = Verdict.SAME if score > 0.5 else Verdict.DIFFERENT
        return Pair(asked[a], asked[b], verdict, score, ())

    pairs = {pair: classify(*pair) for pair in scores}
    groups = cluster(asked, pairs, classify).groups
    for at in range(len(decided)):
        same = decided[: at + 1]
        found = cluster(asked, pairs, classify, same=same).groups
        a, b = decided[at]
        joined = frozenset().union(*(group for group in groups if {a, b} & set(group)))
        apart = {group for group in _partition(groups) if not group & joined}
        assert _partition(found) == {joined} | apart
        groups = found


def test_what_differs_from_a_question_differs_from_all_that_are_decided_the_same() -> None:
    pairs = {(0, 2): pair(0, 2)}
    found = cluster(QUESTIONS[:3], pairs, pair, same=[(1, 2)], different=[(0, 1)])
    assert found.groups == ((0,), (1, 2))


def test_what_differs_from_one_differs_from_a_whole_chain_of_decisions() -> None:
    pairs = {(0, 4): pair(0, 4)}
    same = [(1, 2), (2, 3), (3, 4)]
    found = cluster(QUESTIONS[:5], pairs, pair, same=same, different=[(0, 1)])
    assert found.groups == ((0,), (1, 2, 3, 4))


def test_a_decided_pair_keeps_its_verdict_even_where_decisions_contradict_each_other() -> None:
    pairs = {(0, 1): pair(0, 1), (1, 2): pair(1, 2), (0, 2): different(0, 2)}
    found = cluster(QUESTIONS[:3], pairs, pair, same=[(0, 1), (1, 2)], different=[(0, 2)])
    assert found.groups == ((0, 1, 2),)
    assert {at: one.verdict for at, one in found.pairs.items()} == {
        at: one.verdict for at, one in pairs.items()
    }
