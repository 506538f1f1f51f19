"""Points that only say their term again are found as well as `evaluation.restated` has measured."""

from __future__ import annotations

from evaluation.restated import choose, counts, labelled
from shuati.publish.anki.restated import LEAST_ADDED, LEAST_REPEATED


def test_the_thresholds_are_those_chosen_on_all_labelled_points() -> None:
    assert choose(labelled()) == (LEAST_REPEATED, LEAST_ADDED)


def test_no_good_point_of_a_field_is_lost_by_thresholds_chosen_on_the_others() -> None:
    fields = dict.fromkeys(one.field for one in labelled())
    assert len(fields) >= 8
    found = restating = 0
    for field in fields:
        at = choose([one for one in labelled() if one.field != field])
        right, wrong, there = counts([one for one in labelled() if one.field == field], at)
        assert wrong == 0, field
        found, restating = found + right, restating + there
    assert found >= 0.85 * restating
