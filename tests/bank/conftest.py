"""The question bank that ships, read once for all tests of it."""

from __future__ import annotations

import pytest

from evaluation.stages import read_folder
from shuati.read.assemble import Reading
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def bank() -> Reading:
    return read_folder(ROOT / "sources")
