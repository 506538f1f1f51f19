"""No input ends in a traceback: files that are none, endless values, names of any bytes."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_pictures import png

from shuati.cli.main import main
from shuati.model import Document
from shuati.pipeline import stages
from shuati.pipeline.stages import Stage

QUESTION = "### 1. 什么是力？\n\n物体间的相互作用。\n\n### 2. 什么是功？\n\n力与位移之积。\n"
DIGITS = "9" * 5000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and names of bytes")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.md").write_text(QUESTION, "utf-8")
    (sources / "shuati.toml").write_text("keywords = 0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def _build(*more: str) -> int:
    return main(["build", "--quiet", "--only", "deck,bank,report", *more])


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


@pytest.mark.parametrize(
    "name",
    ["x.md", "decisions.toml", "shuati.toml", "ledger.json"],
)
@pytest.mark.parametrize("make", [os.mkfifo, _sparse], ids=["pipe", "endless"])
def test_what_is_no_file_of_a_person_is_an_error_that_names_it(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, make: Callable[[Path], None]
) -> None:
    path = project / "sources" / name
    path.unlink(missing_ok=True)
    make(path)
    assert _build() == 1
    shown = capsys.readouterr().err
    assert name in shown
    assert "no regular file" in shown or "is larger than" in shown


def test_an_endless_template_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "templates" / "anki").mkdir(parents=True)
    _sparse(project / "templates" / "anki" / "card.css")
    assert _build() == 1
    assert "card.css: error: the file is larger than 5 MB" in capsys.readouterr().err


@pytest.mark.parametrize("make", [os.mkfifo, _sparse, lambda path: path.write_text("[" * 100_000)])
def test_a_journal_that_is_none_is_passed_over(
    project: Path, make: Callable[[Path], object]
) -> None:
    make(project / "sources" / ".ledger.json.journal")
    assert _build() == 0


@pytest.mark.parametrize("text", [f"[{DIGITS}]", '[""]', '["/"]', '["\\u0000"]', '["\\ud800"]'])
def test_a_journal_of_no_paths_is_passed_over(project: Path, text: str) -> None:
    (project / "sources" / ".ledger.json.journal").write_text(text)
    assert _build() == 0


def test_links_that_lead_to_themselves_are_told_and_passed_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = project / "sources"
    (sources / "loop.md").symlink_to("loop.md")
    (sources / "one.png").symlink_to("two.png")
    (sources / "two.png").symlink_to("one.png")
    (sources / "b.md").write_text("### 1. 什么是图？\n\n见 ![](one.png)。\n", "utf-8")
    assert main(["build", "--only", "deck"]) == 0
    shown = capsys.readouterr().err
    for name in ("loop.md", "one.png", "two.png"):
        assert f"sources/{name}: warning: this link leads to itself" in shown


def test_a_picture_without_end_is_left_out(project: Path) -> None:
    _sparse(project / "sources" / "x.png")
    (project / "sources" / "b.md").write_text("### 1. 什么是图？\n\n见 ![](x.png)。\n", "utf-8")
    assert _build() == 0


SETTINGS = [
    f"keywords = {DIGITS}",
    f"keywords = {'9' * 30}",
    f"tags = {'[' * 1000}{']' * 1000}",
    f"tags = {'[' * 100_000}",
    f"tags = {'{a=' * 1000}1{'}' * 1000}",
    'name = "a\\u0000b"',
    f'name = "{"长" * 100}"',
    'name = ".."',
    'tags = ["a::"]',
    'tags = ["a::::b = 力"]',
    'fields = ["炼金术"]',
    'synonyms = ["="]',
    'synonyms = ["力 ="]',
    'synonyms = ["力"]',
    "body_size = nan",
]


@pytest.mark.parametrize("text", SETTINGS, ids=lambda text: text[:30])
def test_impossible_settings_are_an_error_with_their_line(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "sources" / "shuati.toml").write_text(f"# first line\n{text}\n", "utf-8")
    assert _build() == 1
    shown = capsys.readouterr().err
    assert "sources/shuati.toml:2: error" in shown
    assert len(shown) < 1000


DECISIONS = [
    f"questions = [{DIGITS}, 1]",
    f"questions = {'[' * 1000}{']' * 1000}",
    'questions = [""]',
    'questions = ["/"]',
    'questions = ["", "/"]',
    f'questions = ["Q{DIGITS}", "a.md:{DIGITS}"]',
]


@pytest.mark.parametrize("text", DECISIONS, ids=lambda text: text[:30])
def test_impossible_decisions_are_an_error(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "sources" / "decisions.toml").write_text(f"[[same]]\n{text}\n", "utf-8")
    assert _build() == 1
    shown = capsys.readouterr().err
    assert "sources/decisions.toml" in shown
    assert "the program failed" not in shown


LEDGERS: dict[str, Callable[[dict], object]] = {
    "huge time": lambda ledger: ledger["entries"][0].update(modified=10**400),
    "half a character": lambda ledger: ledger["entries"][0].update(question="\ud800"),
    "no guid": lambda ledger: ledger["entries"][0].update(guid=""),
    "unknown note type": lambda ledger: ledger.update(gone=[["g", 1, "无", ["a"], ["b"]]]),
    "blank in tag": lambda ledger: ledger.update(gone=[["g", 1, "问答", ["a"], ["b c"]]]),
    "retired without guid": lambda ledger: ledger.update(gone=[["", 1, "问答", ["a"], ["b"]]]),
    "huge retirement": lambda ledger: ledger.update(gone=[["g", 10**30, "问答", ["a"], []]]),
    "endless code": lambda ledger: ledger["entries"][0].update(code=f"Q{DIGITS}"),
}


@pytest.mark.parametrize("damage", LEDGERS)
def test_a_damaged_ledger_is_an_error_that_names_the_backup(
    project: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    assert _build() == 0
    (path,) = project.rglob("ledger.json")
    values = json.loads(path.read_text("utf-8"))
    LEDGERS[damage](values)
    path.write_text(json.dumps(values), "utf-8")
    backup = path.with_name("ledger.json.bak")
    backup.write_text("{}", "utf-8")
    assert _build() == 1
    shown = capsys.readouterr().err
    assert "the ledger is damaged" in shown
    assert backup.name in shown


def _bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("collection.anki2", "w", force_zip64=True) as file,
    ):
        for _ in range(400):
            file.write(bytes(1_000_000))


def _foreign(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path.with_suffix(".db")) as database:
        database.execute("create table col (models)")
        database.execute("create table notes (guid, mid, flds, tags)")
        database.execute("insert into col values ('{\"1\": 3}')")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_suffix(".db"), "collection.anki2")


@pytest.mark.parametrize("make", [_bomb, _foreign, lambda path: path.write_bytes(b"PK\3\4" * 99)])
def test_a_last_deck_that_is_none_of_ours_is_told_and_written_anew(
    project: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], object]
) -> None:
    assert _build() == 0
    make(project / "output" / "shuati.apkg")
    (project / "sources" / "b.md").write_text("### 1. 什么是热？\n\n能。\n", "utf-8")
    assert main(["build", "--only", "deck"]) == 0
    assert "the last deck cannot be read" in capsys.readouterr().err
    assert zipfile.is_zipfile(project / "output" / "shuati.apkg")


def _crash(document: Document) -> None:
    raise IndexError("of no use\nto anybody")


def test_what_nobody_foresaw_names_file_and_stage_and_asks_for_a_report(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    function = f"{__name__}:_crash"
    monkeypatch.setitem(sys.modules, __name__, sys.modules[_crash.__module__])
    monkeypatch.setattr(stages, "READ", Stage("read", function))
    assert _build() == 1
    shown = capsys.readouterr().err
    assert "sources/a.md: error: the program failed in stage “read”: IndexError: of no" in shown
    assert "report" in shown
    assert "Traceback" not in shown
    assert main(["build", "--verbose", "--only", "deck"]) == 1
    assert "Traceback" in capsys.readouterr().err


def _bytes_name(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


def test_names_that_are_no_utf8_work_end_to_end(project: Path) -> None:
    sources = project / "sources"
    folder = _bytes_name(sources, "第一章".encode("gbk"))
    folder.mkdir()
    text = "### 1. 什么是热？\n\n能的一种：![图](力学.png)。\n"
    _bytes_name(folder, "物理.md".encode("gbk")).write_text(text, "utf-8")
    _bytes_name(folder, "力学.png".encode("gbk")).write_bytes(png())
    for name, word in ((b"\xff\xfe.md", "光"), (b"\xfe\xff.md", "声")):  # equal as text
        _bytes_name(sources, name).write_text(f"### 1. 什么是{word}？\n\n波的一种。\n", "utf-8")
    parts = ["build", "--quiet", "--only", "deck,bank,report,list"]
    assert main(parts) == 0
    codes = {}
    for _ in range(2):
        bank = json.loads((project / "output" / "bank.json").read_text("utf-8"))
        (project / "output" / "report.html").read_text("utf-8")
        assert (project / "output" / "list.pdf").stat().st_size > 1000
        shown = {one["path"] for one in bank["documents"]}
        assert {"a.md", "第一章/物理.md"} <= shown
        assert sum("��" in path for path in shown) == 2
        with zipfile.ZipFile(project / "output" / "shuati.apkg") as package:
            assert b"shuati-" in package.read("media")
        found = {one["question"]: one["code"] for one in bank["entries"]}
        assert len(found) == 5
        assert codes in ({}, found)
        codes = found
        more = _bytes_name(folder, "物理.md".encode("gbk"))
        more.write_text(text.replace("能的一种", "能的又一种"), "utf-8")
        assert main(parts) == 0


@pytest.mark.parametrize("pango", [True, False])
def test_since_with_nothing_new_or_without_pango_builds_the_rest(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    pango: bool,
) -> None:
    from shuati.publish import print as print_package
    from shuati.publish.print.pango import PangoMissing

    def missing(*_: object) -> None:
        raise PangoMissing("apt-get install libpango")

    if not pango:
        monkeypatch.setattr(print_package, "print_sheets", missing)
    since = "2999-01-01" if pango else "last"
    assert main(["build", "--only", "deck", "--since", since]) == 0
    assert (project / "output" / "shuati.apkg").exists()
    assert not (project / "output" / "changes.pdf").exists()
    shown = capsys.readouterr().err
    assert ("nothing is new or edited" if pango else "apt-get install libpango") in shown
