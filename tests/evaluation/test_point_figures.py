"""Points of several documents become one as well as `evaluation.points` has measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.points import (
    Judged,
    Repeats,
    bank,
    chosen_share,
    labelled_sentences,
    merging,
    repeats,
    sentences_left_out,
)
from evaluation.points_joined import (
    Links,
    chosen,
    foreign_links,
    judged_points,
    labelled,
    links,
    links_left_out,
)
from shuati.merge.coverage import LEAST_COVERED
from shuati.merge.same_points import LEAST_SCORE, WEIGHTS


def test_the_weights_in_use_are_those_chosen_on_all_labels() -> None:
    weights, least = chosen()
    assert pytest.approx(weights, abs=0.02) == WEIGHTS
    assert pytest.approx(least, abs=0.02) == LEAST_SCORE


def test_points_of_a_field_are_found_by_what_is_chosen_on_the_others() -> None:
    found = links_left_out()
    assert len(found) == 22
    together = sum(found.values(), Links())
    assert together.right >= 186
    assert together.wrong <= 9
    assert together.missed <= 138


def test_the_share_of_covered_words_in_use_is_the_one_that_the_labels_choose() -> None:
    assert chosen_share(labelled_sentences()) == LEAST_COVERED


def test_sentences_of_a_field_are_judged_with_a_share_chosen_on_the_others() -> None:
    found = sentences_left_out()
    assert len(found) == 15
    assert sum((one for _, one in found.values()), Judged()) == Judged(right=151, doubled=10)


def test_a_lead_term_counts_whether_it_is_bold_or_not() -> None:
    for entry in labelled():
        bold, plain = judged_points(entry), judged_points(entry, bold=False)
        assert links(bold, WEIGHTS, LEAST_SCORE) == links(plain, WEIGHTS, LEAST_SCORE)


def test_merging_the_labelled_points_loses_nothing() -> None:
    made = merging()
    assert (made.points, made.left) == (689, 525)
    assert made.lost == ("放赤眼蜂寄生螟虫的卵",)  # 在螟虫产卵期放蜂，让它寄生在虫卵里
    assert len(made.doubled) == 17


def test_the_points_of_the_bank_that_ships_repeat_each_other_as_little_as_measured() -> None:
    assert repeats(bank("sources")) == Repeats(points=786, terms=0, near=6, near_elsewhere=0)


def test_the_points_of_the_seeds_repeat_each_other_as_little_as_measured(shared: Path) -> None:
    assert shared.is_dir()
    assert repeats(bank("seeds")) == Repeats(points=413, terms=0, near=53, near_elsewhere=5)


def test_points_of_other_peoples_documents_are_found_as_well_as_measured(shared: Path) -> None:
    assert shared.is_dir()
    assert foreign_links() == Links(right=16, wrong=1, missed=1)
