"""Clusters are held together by their representatives, and a person's word wins."""

from __future__ import annotations

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
