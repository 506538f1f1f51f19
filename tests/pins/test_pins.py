"""What the program makes of documents today, to the last digit: ``evaluation/pins.json``.

A test that fails here names a change of behaviour. Where it is meant, write the figures anew
with ``python -m evaluation.pins``, and look at the difference before it is committed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation import pins
from evaluation.match import ROWS

PINNED = pins.pinned()


def _needs(request: pytest.FixtureRequest, *folders: Path) -> None:
    """Skips (or fails, see the fixture) where a folder of ``../shared`` is missing."""
    if not all(folder.is_dir() for folder in folders):
        request.getfixturevalue("shared")


@pytest.mark.parametrize("part", pins.BANKS)
def test_a_bank_is_matched_as_it_was(part: str, request: pytest.FixtureRequest) -> None:
    _needs(request, *(pins.SOURCES[name] for name in pins.BANKS[part]))
    assert pins.matching(part) == PINNED["matching"][part]


@pytest.mark.parametrize("part", pins.BANKS)
def test_a_bank_is_tagged_as_it_was(part: str, request: pytest.FixtureRequest) -> None:
    _needs(request, *(pins.SOURCES[name] for name in pins.BANKS[part]))
    assert pins.tagging(part) == PINNED["tagging"][part]


def test_the_keywords_of_the_projects_own_bank_are_as_good_as_they_were() -> None:
    assert pins.keywords() == PINNED["keywords"]


def test_documents_of_other_people_have_the_questions_that_they_had(shared: Path) -> None:
    assert pins.reading(shared) == PINNED["reading"]


@pytest.mark.parametrize("name", pins.BUILT)
def test_a_build_gives_the_files_that_it_gave(name: str, request: pytest.FixtureRequest) -> None:
    _needs(request, pins.BUILT[name])
    assert pins.files_of(name) == PINNED["files"][name]


@pytest.mark.parametrize("name", pins.BUILT)
def test_the_pages_of_the_list_hold_the_text_that_they_held(
    name: str, request: pytest.FixtureRequest
) -> None:
    _needs(request, pins.BUILT[name])
    assert pins.list_of(name) == PINNED["list"][name]


def test_the_figures_in_the_documentation_are_the_pinned_ones() -> None:
    text = (pins.ROOT / "docs" / "matching.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \|((?: \d+ \|){5})$", text, re.MULTILINE)
    table = {name: [int(cell) for cell in re.findall(r"\d+", cells)] for name, cells in rows}
    same, asked = "same", "same or review"
    for part in pins.BANKS:
        one = PINNED["matching"][part]
        figures = [one[same]["of"], one[same]["right"], one[same]["wrong"], one[asked]["right"]]
        assert table[ROWS[part]] == [*figures, one["pairs to review"]]
