"""The weights and levels of matching are those that `evaluation.tune` chooses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from evaluation import tune
from evaluation.match import FIELDS, labelled_sets
from shuati import lexicon
from shuati.config.settings import Settings
from shuati.match.matchers.rules.likelihood import Basis
from shuati.match.matchers.rules.policy import Levels

Tables = Mapping[str, tune.Table]


@pytest.fixture(scope="module")
def kinds(shared: Path) -> dict[str, Tables]:
    assert shared.is_dir()
    found = tune.tables_of(labelled_sets(), Settings())
    return {kind: found[kind] for kind in tune.CHOSEN_BY}


@pytest.fixture(scope="module")
def tables(kinds: dict[str, Tables]) -> Tables:
    return {name: one for own in kinds.values() for name, one in own.items()}


@pytest.fixture(scope="module")
def odds(tables: Tables) -> dict[str, tune.Floats]:
    return tune.left_out(tables)


def _written() -> Levels:
    return Levels(**lexicon.toml(Basis.WORDS.value)["levels"])


def test_the_weights_in_the_data_file_are_those_that_are_chosen(tables: Tables) -> None:
    chosen = tune.fitted(list(tables.values()))
    written = lexicon.toml(Basis.WORDS.value)["weights"]
    assert [round(float(one), 2) for one in chosen] == pytest.approx(
        [*(written[name] for name in Basis.WORDS.names), written["bias"]], abs=0.02
    )


def test_the_levels_in_the_data_file_cost_least_in_sets_left_out(
    kinds: dict[str, Tables], odds: dict[str, tune.Floats]
) -> None:
    assert tune.chosen_levels(list(kinds.values()), odds) == _written()


def test_few_questions_have_the_weights_and_levels_that_small_banks_choose(shared: Path) -> None:
    assert shared.is_dir()
    found = tune.small_tables()
    kinds = [found[kind] for kind in tune.CHOSEN_BY]
    tables = {name: one for own in kinds for name, one in own.items()}
    file = lexicon.toml(Basis.FEW.value)
    assert [round(float(one), 2) for one in tune.fitted(list(tables.values()))] == pytest.approx(
        [*(file["weights"][name] for name in Basis.FEW.names), file["weights"]["bias"]], abs=0.02
    )
    assert tune.chosen_levels(kinds, tune.left_out(tables), Basis.FEW) == Levels(**file["levels"])


@pytest.mark.parametrize("kind", tune.CHOSEN_BY)
def test_of_what_is_merged_in_sets_left_out_97_in_100_are_the_same(
    kind: str, kinds: dict[str, Tables], odds: dict[str, tune.Floats]
) -> None:
    found = tune.merged(kinds[kind], odds, _written())
    assert found.precision >= 0.97
    assert found.recall >= 0.4


def test_45_in_100_repeated_pairs_are_merged_in_fields_left_out(
    kinds: dict[str, Tables], odds: dict[str, tune.Floats]
) -> None:
    assert tune.merged(kinds[FIELDS], odds, _written()).recall >= 0.45


def test_a_list_three_times_as_long_finds_19_in_20_in_sets_left_out(
    tables: Tables, odds: dict[str, tune.Floats]
) -> None:
    repeated = sum(one.repeated for one in tables.values())
    found = sum(
        tune.recall(one, odds[name], _written(), 3) * one.repeated for name, one in tables.items()
    )
    assert found / repeated >= 0.95
