"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the repository.

    A test that needs it is skipped where it is missing. With ``SHUATI_NO_SKIPS`` set, a
    folder that is there and lacks its documents is a failure.
    """
    if (SHARED / "seeds").is_dir() and (SHARED / "corpus").is_dir():
        return SHARED
    if SHARED.exists() and os.environ.get("SHUATI_NO_SKIPS"):
        pytest.fail(f"{SHARED.name} is there, but holds no seeds or no corpus")
    pytest.skip("needs ../shared with seeds and corpus")
