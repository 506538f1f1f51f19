"""Points of several documents become one as well as `evaluation.points` has measured."""

from __future__ import annotations

from pathlib import Path

from evaluation.points import (
    Judged,
    Links,
    Repeats,
    bank,
    chosen,
    chosen_share,
    labelled,
    labelled_sentences,
    left_out,
    links,
    merging,
    repeats,
    sentences_left_out,
)
from shuati.merge.coverage import LEAST_COVERED
from shuati.merge.same_points import LEAST_LIKENESS


def test_the_likeness_in_use_is_the_one_that_the_labels_choose() -> None:
    assert chosen(labelled()) == LEAST_LIKENESS


def test_points_of_a_field_are_found_with_a_likeness_chosen_on_the_others() -> None:
    found = left_out()
    assert len(found) == 14
    assert sum((one for _, one in found.values()), Links()) == Links(right=129, wrong=4, missed=6)


def test_the_share_of_covered_words_in_use_is_the_one_that_the_labels_choose() -> None:
    assert chosen_share(labelled_sentences()) == LEAST_COVERED


def test_sentences_of_a_field_are_judged_with_a_share_chosen_on_the_others() -> None:
    found = sentences_left_out()
    assert len(found) == 15
    assert sum((one for _, one in found.values()), Judged()) == Judged(right=146, doubled=10)


def test_a_lead_term_counts_whether_it_is_bold_or_not() -> None:
    for entry in labelled():
        assert links(entry, LEAST_LIKENESS) == links(entry, LEAST_LIKENESS, bold=False)


def test_merging_the_labelled_points_loses_nothing() -> None:
    made = merging()
    assert (made.points, made.left) == (391, 252)
    assert made.lost == ()
    assert len(made.doubled) == 18


def test_the_points_of_the_bank_that_ships_repeat_each_other_as_little_as_measured() -> None:
    assert repeats(bank("sources")) == Repeats(points=790, terms=0, near=7, near_elsewhere=1)


def test_the_points_of_the_seeds_repeat_each_other_as_little_as_measured(shared: Path) -> None:
    assert shared.is_dir()
    assert repeats(bank("seeds")) == Repeats(points=420, terms=0, near=58, near_elsewhere=9)
