"""Where the weights of the evidence come from, and what they are worth on unseen documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import reading_weights
from shuati.read.evidence import DIRECTIONS, weights


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[reading_weights.Labelled]:
    assert (shared / "corpus" / "family").is_dir()
    return reading_weights.labelled()


def test_the_weights_are_those_that_the_script_chooses(
    documents: list[reading_weights.Labelled],
) -> None:
    assert reading_weights.fitted(documents) == pytest.approx(dict(weights()), abs=0.02)


def test_documents_are_read_as_well_with_weights_chosen_without_them(
    documents: list[reading_weights.Labelled],
) -> None:
    scores = reading_weights.left_out(documents, "family").values()
    expected = sum(one.expected for one in scores)
    found = sum(one.found for one in scores)
    extra = sum(one.extra for one in scores)
    right = sum(one.right for one in scores)
    assert found / (found + extra) >= 0.98
    assert found / expected >= 0.86
    assert right >= 15


def test_every_weight_has_the_sign_that_its_evidence_can_have() -> None:
    for name, weight in weights().items():
        assert weight * DIRECTIONS.get(name, weight) > 0, name
