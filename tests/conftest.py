"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The gate (.ci/run sets SHUATI_NO_SKIPS) and a CI server (which sets CI) look at the same
# examples every time; at home new ones are tried.
settings.register_profile("gate", derandomize=True)
settings.register_profile("home", derandomize=False)
_GATE = bool(os.environ.get("SHUATI_NO_SKIPS") or os.environ.get("CI"))
settings.load_profile("gate" if _GATE else "home")

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


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has an empty cache of its own, so that nothing is remembered from another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a test that needs it is skipped where none is installed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None and os.environ.get("SHUATI_NO_SKIPS"):
        pytest.fail("no Chromium is installed")
    if chromium is None:
        pytest.skip("needs an installed Chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
