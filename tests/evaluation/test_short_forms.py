"""The short forms of points are as good as they were judged by reading."""

from __future__ import annotations

import pytest

from evaluation import short_forms


@pytest.fixture(scope="module", params=short_forms.READ)
def result(request: pytest.FixtureRequest) -> short_forms.Figures:
    source = str(request.param)
    if not short_forms.there(source):
        request.getfixturevalue("shared")
    judged = {key: value for key, value in short_forms.labels().items() if key[0] == source}
    return short_forms.figures(short_forms.points([source]), judged)


def test_of_a_hundred_short_forms_97_are_right(result: short_forms.Figures) -> None:
    assert result.judged >= 40
    assert result.right >= 0.97 * (result.judged + result.gone)


def test_no_short_form_has_changed_since_it_was_judged(result: short_forms.Figures) -> None:
    again = [f"{','.join(one.key)},{one.short}" for one in result.changed]
    assert again == [], "judge again (python -m evaluation.short_forms shows them)"


def test_the_sample_has_150_points_of_two_banks_and_100_of_many_fields() -> None:
    judged = short_forms.labels()
    assert len(judged) == 250
    assert sum(source == "paraphrases" for source, _ in judged) == 100
    assert {source for source, _ in judged} == set(short_forms.READ)


def test_a_short_form_that_changed_counts_as_not_judged() -> None:
    point = next(short_forms.points(["sources"]))
    right = short_forms.Judgement.RIGHT
    assert short_forms.figures([point], {point.key: (point.short, right)}).right == 1
    changed = short_forms.figures([point], {point.key: ("0" * 12, right)})
    assert (changed.right, changed.changed) == (0, (point,))
