from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuati.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
_QUESTION = "## 1. 什么是缓存？\n\n**答案：** 离使用者更近的一份数据。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text(_QUESTION, encoding="utf-8")
    (tmp_path / "shuati.toml").write_text("keywords = 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_build_is_the_command_when_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "deck,bank"]) == 0
    told = capsys.readouterr()
    assert "1 document, 1 question, 1 entry, 1 new" in told.out
    assert "output/shuati.apkg" in told.out
    assert "read" in told.err


@pytest.mark.usefixtures("project")
def test_quiet_says_nothing_when_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--quiet", "--only", "bank"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("project")
def test_verbose_tells_time_and_memory_of_every_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--verbose", "--only", "bank"]) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if " s" in line]
    assert [line.split()[0] for line in lines] == [
        "look",
        "read",
        "fingerprints",
        "parse",
        "match",
        "merge",
        "codes",
        "tags",
        "notes",
        "bank",
        "write",
    ]
    assert sys.platform == "win32" or all("MiB" in line for line in lines)


@pytest.mark.usefixtures("project")
def test_json_reports_everything_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--json", "--only", "bank"]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert told.err == ""
    assert (report["documents"], report["questions"], report["entries"]) == (1, 1, 1)
    assert [Path(file["path"]).name for file in report["files"]] == ["bank.json", "bank.md"]
    assert report["findings"] == []
    assert report["stages"][0]["name"] == "look"


def test_check_reports_with_file_and_line_and_writes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = project / "sources" / "a.md"
    document.write_text(_QUESTION + "\n## 2. 什么是索引？\n", encoding="utf-8")
    before = sorted(project.rglob("*"))
    assert main(["check"]) == 0
    told = capsys.readouterr()
    assert "sources/a.md:5: warning: " in told.err
    assert "2 questions" in told.out
    assert "3 warnings" in told.out
    assert sorted(project.rglob("*")) == before


def test_check_of_something_unreadable_ends_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "sources" / "b.md").write_bytes(b"\0\1\2")
    assert main(["check", "--json"]) == 1
    (diagnostic,) = json.loads(capsys.readouterr().out)["findings"]
    assert (diagnostic["severity"], diagnostic["path"]) == ("error", "b.md")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["--only", "cake"],
            "no part is called cake; there are deck, study, cheat, quiz, cards, list, report, bank",
        ),
        (["--only", ""], "name at least one part"),
        (["bild"], "'build'"),
        (["--sorces", "x"], "--sorces"),
        (["init"], "DIR"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_would_be_right(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_errors_end_with_1_and_name_file_and_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sources", "nowhere", "--quiet"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nowhere: error: ")
    assert "--sources" in told.err


def test_what_could_steer_a_terminal_is_not_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "sources" / "a.md").write_text("## 1. \x1b[2J什么是缓存？\n", encoding="utf-8")
    main(["check"])
    assert "\x1b" not in capsys.readouterr().err


def test_help_teaches_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "examples:" in told
    assert "settings:" in told
    commands = re.findall(r"^ {4}(\w+) ", told, re.MULTILINE)
    assert {"build", "diff", "watch", "check", "review", "init"} <= set(commands)
    for command in commands:
        assert main([command, "--help"]) == 0
        about = capsys.readouterr().out.split("\n\n")[1]
        assert len(about.split()) > 10, command  # more than the line in the list


@pytest.mark.parametrize("width", ["80", "100"])
def test_help_fits_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for arguments in (["--help"], ["build", "--help"], ["review", "--help"]):
        main(arguments)
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if len(line) > int(width)] == []


def test_init_makes_a_project_that_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "my bank"]) == 0
    assert "cd 'my bank' && shuati" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path / "my bank")
    assert main(["--only", "bank"]) == 0
    told = capsys.readouterr()
    assert "2 questions" in told.out
    assert "warning" not in told.err


def test_init_overwrites_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert main(["init", "."]) == 1
    assert "already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


# ── permissions, as somebody who has none ────────────────────────────────────


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        for name in ("sources", "warm"):
            (folder / name).mkdir()
            (folder / name / "a.md").write_text(_QUESTION, encoding="utf-8")
            (folder / name / "shuati.toml").write_text("keywords = 0\n", encoding="utf-8")
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o755)


def _run_without_rights(folder: Path) -> subprocess.CompletedProcess[str]:
    """`shuati --only bank` in ``folder``, by a user who owns nothing there.

    Everything is imported before: that user may have no right to read Python itself.
    """
    script = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from shuati.cli.main import main\n"
        "main(['-q', '--only', 'bank', '--sources', 'warm', '--output', 'warm'])\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "raise SystemExit(main(['--only', 'bank']))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env=os.environ | {"XDG_CACHE_HOME": "/dev/null"},
        capture_output=True,
        text=True,
        check=False,
    )


_posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions work otherwise there")


@_posix
@pytest.mark.parametrize(
    ("closed", "mode"), [("sources/a.md", 0o000), ("sources", 0o000), ("sources", 0o555)]
)
def test_missing_permission_is_told_with_the_file_and_changes_nothing(
    open_folder: Path, closed: str, mode: int
) -> None:
    (open_folder / "output").mkdir()
    (open_folder / "output").chmod(0o777)
    (open_folder / "sources").chmod(0o777)
    (open_folder / closed).chmod(mode)
    run = _run_without_rights(open_folder)
    assert run.returncode == 1, run.stderr
    assert "error: " in run.stderr
    assert Path(closed).name in run.stderr
    assert "Traceback" not in run.stderr
    (open_folder / closed).chmod(0o755)
    assert not (open_folder / "sources" / "ledger.json").exists()
    assert not list((open_folder / "output").iterdir())


@_posix
def test_an_output_that_may_not_be_written_is_told_before_any_work(open_folder: Path) -> None:
    (open_folder / "sources").chmod(0o777)
    (open_folder / "output").mkdir(mode=0o555)
    run = _run_without_rights(open_folder)
    assert run.returncode == 1
    assert "output: error: " in run.stderr
    assert "read" not in run.stderr.split()[0]
    assert not (open_folder / "sources" / "ledger.json").exists()
