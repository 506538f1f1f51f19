"""Banks of questions that look alike and are all different: none is merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuati.config.settings import Settings
from shuati.match import match
from shuati.read import read
from shuati.sources.source import Source

BANKS = sorted((Path(__file__).parent / "apart").iterdir())


@pytest.mark.parametrize("bank", BANKS, ids=[bank.name for bank in BANKS])
def test_nothing_is_merged(bank: Path) -> None:
    files = sorted(path for path in bank.rglob("*") if path.suffix in (".md", ".txt"))
    documents = [read(Source(path.name, path.read_bytes())) for path in files]
    questions = [question for document in documents for question in document.questions]
    assert len(questions) > 1
    groups = match(documents, Settings()).groups
    assert [[questions[at].text for at in group] for group in groups if len(group) > 1] == []
