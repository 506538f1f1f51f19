from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shuati.model import BuildError
from shuati.pipeline.lock import exclusive

ROOT = Path(__file__).resolve().parents[2]

_HOLDER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from shuati.pipeline.lock import exclusive
with exclusive(Path({ledger!r})):
    print("mine", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _holder(ledger: Path) -> subprocess.Popen[str]:
    script = _HOLDER.format(root=str(ROOT), ledger=str(ledger))
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "mine\n"
    return holder


def test_a_build_waits_for_another_one_with_the_same_ledger(tmp_path: Path) -> None:
    holder = _holder(tmp_path / "ledger.json")
    waited = threading.Event()

    def waiting() -> None:
        waited.set()
        assert holder.stdin
        holder.stdin.close()

    with exclusive(tmp_path / "ledger.json", waiting=waiting):
        assert waited.is_set()
    assert holder.wait() == 0


def test_a_build_that_waits_too_long_says_so(tmp_path: Path) -> None:
    with _holder(tmp_path / "ledger.json") as holder:
        with (
            pytest.raises(BuildError, match="ledger-in-use"),
            exclusive(tmp_path / "ledger.json", patience=0),
        ):
            pass
        with exclusive(tmp_path / "other.json", patience=0):
            pass
        holder.kill()


def test_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    with _holder(tmp_path / "ledger.json") as holder:
        holder.kill()
        holder.wait()
        with exclusive(tmp_path / "ledger.json", patience=0):
            pass


def test_without_a_cache_folder_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    with (
        exclusive(tmp_path / "ledger.json", patience=0),
        exclusive(tmp_path / "ledger.json", patience=0),
    ):
        pass
