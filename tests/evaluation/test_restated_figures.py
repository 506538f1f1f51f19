"""Points that only say their term again are found as well as `evaluation.restated` has measured."""

from __future__ import annotations

import pytest

from evaluation.restated import chosen, counts, found_left_out, labelled, least_odds
from shuati.publish.anki.restated import LEAST, WEIGHTS


def test_the_weights_are_those_chosen_on_all_labelled_points() -> None:
    weights, least = chosen()
    assert pytest.approx(weights, abs=0.02) == WEIGHTS
    assert pytest.approx(least, abs=0.02) == LEAST


def test_points_of_a_field_are_found_by_weights_fitted_to_the_others() -> None:
    assert len({one.field for one in labelled()}) >= 30
    right, wrong, there = counts(found_left_out(least_odds()))
    assert right >= 0.97 * (right + wrong)
    assert right >= 0.8 * there
