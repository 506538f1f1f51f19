"""The weights and levels of matching are those that `evaluation.tune` chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import tune
from evaluation.match import FIELDS, FOREIGN, HELD_OUT, labelled_sets
from evaluation.stages import plain_runner
from shuati import lexicon
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import NAMES
from shuati.match.matchers.rules.policy import Levels


@pytest.fixture(scope="module")
def tables(shared: Path) -> dict[str, tune.Table]:
    assert shared.is_dir()
    return {
        one.documents[0].title if one.name == FIELDS else one.name: tune.table_of(
            one, Settings(), plain_runner()
        )
        for one in labelled_sets()
        if one.name not in (HELD_OUT, FOREIGN)
    }


@pytest.fixture(scope="module")
def odds(tables: dict[str, tune.Table]) -> dict[str, tune.Floats]:
    return tune.left_out(tables)


def test_the_weights_in_the_data_file_are_those_that_are_chosen(
    tables: dict[str, tune.Table],
) -> None:
    chosen = tune.fitted(list(tables.values()))
    written = lexicon.toml("match_weights.toml")["weights"]
    assert [round(float(one), 2) for one in chosen] == pytest.approx(
        [*(written[name] for name in NAMES), written["bias"]], abs=0.02
    )


def test_the_levels_in_the_data_file_merge_most_in_fields_left_out(
    tables: dict[str, tune.Table], odds: dict[str, tune.Floats]
) -> None:
    written = Levels(**lexicon.toml("match_weights.toml")["levels"])
    assert tune.chosen_levels(tables, odds) == written


def test_of_what_is_merged_in_fields_left_out_97_in_100_are_the_same(
    tables: dict[str, tune.Table], odds: dict[str, tune.Floats]
) -> None:
    written = Levels(**lexicon.toml("match_weights.toml")["levels"])
    fields = {name: one for name, one in tables.items() if "tuned" not in name}
    found = tune.merged(fields, odds, written)
    assert found.precision >= 0.97
    assert found.recall >= 0.35


def test_a_list_three_times_as_long_finds_nine_in_ten_in_fields_left_out(
    tables: dict[str, tune.Table], odds: dict[str, tune.Floats]
) -> None:
    written = Levels(**lexicon.toml("match_weights.toml")["levels"])
    repeated = sum(one.repeated for one in tables.values())
    found = sum(
        tune.recall(one, odds[name], written, 3) * one.repeated for name, one in tables.items()
    )
    assert found / repeated >= 0.92
