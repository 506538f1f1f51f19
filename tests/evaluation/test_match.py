"""The figures of the documentation are those that the evaluation measures."""

from __future__ import annotations

import re
from pathlib import Path

from evaluation.match import ROWS, table
from tests.conftest import ROOT


def test_the_table_of_the_documentation_is_the_one_that_the_evaluation_makes(
    shared: Path,
) -> None:
    assert shared.is_dir()
    text = (ROOT / "docs" / "matching.md").read_text("utf-8")
    rows = re.findall(r"^\|[^|]+\|(?: \d+ \|){5}$", text, re.MULTILINE)
    assert len(rows) == len(ROWS)
    assert rows == table()
