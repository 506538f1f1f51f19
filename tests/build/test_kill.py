"""A build that is killed leaves what was, or what was to be, and the next one succeeds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from shuati.pipeline import atomic_write
from shuati.pipeline.atomic_write import finish, write_all
from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
_KILLS = int(os.environ.get("SHUATI_KILLS", "4"))
_NOT_FORKED = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _old(folder: Path) -> dict[Path, bytes]:
    files = {folder / name: name.encode() for name in ("deck", "bank", "ledger")}
    write_all(files)
    return files


@_NOT_FORKED
@pytest.mark.parametrize("moved", range(4))
def test_a_kill_between_two_moves_is_completed_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    files = {path: content * 2 for path, content in _old(tmp_path).items()}
    journal = tmp_path / ".journal"
    child = os.fork()
    if child == 0:
        move, left = Path.replace, [moved + 1]  # the journal itself is moved first

        def dying(self: Path, target: Path) -> Path:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return move(self, target)

        monkeypatch.setattr(Path, "replace", dying)
        write_all(files, journal)
        os._exit(0)
    os.waitpid(child, 0)
    finish(journal)
    assert {path: path.read_bytes() for path in files} == files
    assert {path.name for path in tmp_path.iterdir()} == {"deck", "bank", "ledger"}


@_NOT_FORKED
def test_a_kill_before_the_first_move_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = _old(tmp_path)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(
            atomic_write, "_write_journal", lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        )
        write_all({path: content * 2 for path, content in old.items()}, tmp_path / ".journal")
        os._exit(0)
    os.waitpid(child, 0)
    finish(tmp_path / ".journal")
    assert {path: path.read_bytes() for path in old} == old
    write_all({path: content * 3 for path, content in old.items()}, tmp_path / ".journal")
    assert {path.name for path in tmp_path.iterdir()} == {"deck", "bank", "ledger"}


@_NOT_FORKED
@pytest.mark.parametrize("seed", range(_KILLS))
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    build(plan, Progress())
    project = plan.sources.parent
    old = _tree(project)
    document = plan.sources / "go.md"
    document.write_text(document.read_text("utf-8").replace("传值", "传递值"), encoding="utf-8")
    edited = document.read_bytes()
    arguments = ["--sources", plan.sources, "--output", plan.output, "--only", "deck,bank", "-q"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    running = subprocess.Popen([sys.executable, str(ROOT / "build.py"), *map(str, arguments)])
    time.sleep(Random(seed).uniform(0.2, 2.5))
    running.kill()
    running.wait()
    finish(plan.ledger.with_name(".ledger.json.journal"))
    killed = _tree(project)
    build(plan, Progress())
    new = _tree(project)
    was = {name: content for name, content in killed.items() if not name.endswith(".new")}
    assert was in (old | {"sources/go.md": edited}, new)
    assert not [name for name in new if name.endswith((".new", ".journal"))]
