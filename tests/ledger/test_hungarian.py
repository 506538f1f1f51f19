from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger.hungarian import Assignment

_gains = st.lists(
    st.dictionaries(st.integers(0, 4), st.floats(0.01, 1), max_size=5), min_size=1, max_size=5
)


def _all(gains: list[dict[int, float]]) -> Iterator[tuple[float, tuple[int | None, ...]]]:
    """Every assignment, with the sum of its gains."""
    for chosen in product(*([None, *own] for own in gains)):
        columns = [column for column in chosen if column is not None]
        if len(set(columns)) == len(columns):
            pairs = zip(gains, chosen, strict=True)
            yield sum(own[column] for own, column in pairs if column is not None), chosen


def _sum(gains: list[dict[int, float]], assignment: Assignment) -> float:
    taken = [(row, assignment.column(row)) for row in range(len(gains))]
    columns = [column for _, column in taken if column is not None]
    assert len(set(columns)) == len(columns)
    return sum(gains[row][column] for row, column in taken if column is not None)


@settings(max_examples=60, deadline=None)
@given(_gains)
def test_no_other_assignment_gains_more(gains: list[dict[int, float]]) -> None:
    assert _sum(gains, Assignment(gains)) == pytest.approx(max(gain for gain, _ in _all(gains)))


@settings(max_examples=60, deadline=None)
@given(_gains)
def test_regret_is_what_the_next_best_assignment_loses(gains: list[dict[int, float]]) -> None:
    assignment = Assignment(gains)
    for row in range(len(gains)):
        column = assignment.column(row)
        if column is not None:
            others = [
                gain
                for gain, chosen in _all(gains)
                if chosen[row] != column and (chosen[row] is not None or column in chosen)
            ]
            lost = _sum(gains, assignment) - max(others, default=-inf)
            assert assignment.regret(row) == pytest.approx(lost)
