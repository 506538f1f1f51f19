"""Where the weights of the evidence come from, and what they are worth on unseen documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import reading_weights
from evaluation.read import Score
from shuati.read.evidence.kinds import DIRECTIONS
from shuati.read.evidence.probability import weights


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[reading_weights.Labelled]:
    assert (shared / "corpus" / "family").is_dir()
    return reading_weights.labelled()


def test_the_weights_are_those_that_the_script_chooses(
    documents: list[reading_weights.Labelled],
) -> None:
    chosen = reading_weights.fitted(documents)
    assert chosen.keys() == weights().keys()
    for table, found in chosen.items():
        assert found == pytest.approx(dict(weights()[table]), abs=0.02)


def _figures(scores: dict[str, Score]) -> tuple[float, float, int]:
    """Precision, recall, and documents right."""
    expected = sum(one.expected for one in scores.values())
    found = sum(one.found for one in scores.values())
    extra = sum(one.extra for one in scores.values())
    right = sum(one.right for one in scores.values())
    return found / (found + extra), found / expected, right


def test_documents_are_read_as_well_with_weights_chosen_without_them(
    documents: list[reading_weights.Labelled],
) -> None:
    alone = [one for one in documents if one.name != "mixed"]
    scores = reading_weights.left_out(alone, parts=3)
    written = scores.pop("written")
    scores["made up"] = {path: one for path, one in written.items() if path.startswith("d")}
    scores["met on the net"] = {path: one for path, one in written.items() if path.startswith("w")}
    at_least = {
        "family": (0.95, 0.93, 15),
        "made up": (0.94, 0.94, 56),
        "met on the net": (0.85, 0.6, 13),
        "kinds": (0.93, 0.95, 183),
        "documents": (0.97, 0.95, 162),
    }
    for name, least in at_least.items():
        figures = _figures(scores[name])
        assert all(a >= b for a, b in zip(figures, least, strict=True)), (name, figures)


def test_every_weight_has_the_sign_that_its_evidence_can_have() -> None:
    for table in weights().values():
        for name, weight in table.items():
            assert weight * DIRECTIONS.get(name, weight) > 0, name
