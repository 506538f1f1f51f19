"""The command in a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shuati.cli.main import main
from shuati.match.decisions import load

ROOT = Path(__file__).resolve().parents[2]
_ONE = "# 一\n\n## 1. 基本原理是什么？\n\n请求先到网关，由负载均衡分给后端实例。\n"
_TWO = "# 二\n\n## 1. 基本原理是什么？\n\n光合作用把二氧化碳和水变成葡萄糖。\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text(_ONE, encoding="utf-8")
    (tmp_path / "sources" / "b.md").write_text(_TWO, encoding="utf-8")
    (tmp_path / "shuati.toml").write_text("keywords = 0\n", encoding="utf-8")
    return tmp_path


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C comes from, and let it be heard."""
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where tests run in the background
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _review(project: Path, *pressed: bytes, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run the command in a pseudo-terminal, press keys; its exit code and all it showed."""
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "review", *more],
        cwd=project, env=environment, stdin=slave, stdout=slave, stderr=slave,
        start_new_session=True, preexec_fn=_take_terminal,
    )  # fmt: skip
    os.close(slave)
    shown, asked = b"", 0
    keys = list(pressed)
    limit = time.monotonic() + 60
    try:
        while time.monotonic() < limit and not (process.poll() is not None and not keys):
            if select.select([master], [], [], 0.2)[0]:
                try:
                    shown += os.read(master, 4096)
                except OSError:  # Linux says so when the other end is closed
                    break
            if keys and shown.count(b"q quit") > asked:
                asked += 1
                os.write(master, keys.pop(0))
        return process.wait(timeout=20), shown.decode("utf-8", "replace")
    finally:
        process.kill()
        os.close(master)


def test_a_key_decides_the_pair_and_the_next_build_goes_by_it(project: Path) -> None:
    code, shown = _review(project, b"s")
    assert code == 0
    assert "1 of 1" in shown
    assert "\x1b[31m" in shown
    assert "1 same, 0 different, 0 left" in shown
    (decision,) = load(project / "sources" / "decisions.toml")
    assert decision.verdict == "same"
    assert [one.code for one in decision.questions] == [None, None]  # nothing was built yet
    code, shown = _review(project)
    assert "No pair is in doubt." in shown


def test_arrows_mean_nothing_and_q_leaves_everything_as_it_is(project: Path) -> None:
    code, shown = _review(project, b"\x1b[Dq")
    assert code == 0
    assert "0 same, 0 different, 1 left" in shown
    assert not (project / "sources" / "decisions.toml").exists()


def test_the_terminal_is_as_before_after_an_interrupt(project: Path) -> None:
    code, shown = _review(project, b"\x03")
    assert code == 0
    assert "0 same, 0 different, 1 left" in shown


def test_without_a_terminal_the_review_says_what_to_do_instead(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr("sys.stdin", (project / "shuati.toml").open())
    assert main(["review"]) == 1
    told = capsys.readouterr().err
    assert "standard input is no terminal" in told
    assert "report.html" in told


@pytest.mark.parametrize(
    ("locale", "line"),
    [("C.UTF-8", "1 pair waits: shuati review"), ("zh_CN.UTF-8", "1 对题目待定：shuati review")],
)
def test_a_build_says_in_one_line_how_many_pairs_wait(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    line: str,
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("LC_ALL", locale)
    for _ in range(2):  # the second build finds nothing changed
        assert main(["build", "--only", "bank"]) == 0
        assert line in capsys.readouterr().out.splitlines()
    decision = '[[different]]\nquestions = ["a.md:3", "b.md:3"]\n'
    (project / "sources" / "decisions.toml").write_text(decision, "utf-8")
    assert main(["build", "--only", "bank"]) == 0
    assert "shuati review" not in capsys.readouterr().out


def test_a_decision_of_a_model_is_overruled_by_a_key(project: Path) -> None:
    named = 'questions = ["a.md:3", "b.md:3"]\n'
    file = project / "sources" / "decisions.toml"
    file.write_text(f'[[same]]\n{named}by = "qwen"\n', "utf-8")
    _, shown = _review(project, b"d", more=("--judged",))
    assert "qwen has decided: same" in shown
    assert [(one.verdict, one.by) for one in load(file)] == [
        ("same", "qwen"),
        ("different", "person"),
    ]
    _, shown = _review(project, more=("--judged",))
    assert "No pair is in doubt." in shown
