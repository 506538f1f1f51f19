from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import text_of, texts_of

from shuati.messages import Language, describe
from shuati.model import BuildError, Severity
from shuati.pipeline import atomic_write, outputs
from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress
from shuati.publish.print.pango import PangoMissing


def _build(plan: Plan) -> Built:
    return build(plan, Progress())


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _codes(plan: Plan) -> dict[str, str]:
    bank = json.loads((plan.output / "bank.json").read_text("utf-8"))
    return {entry["question"]: entry["code"] for entry in bank["entries"]}


def test_documents_become_deck_bank_and_ledger(plan: Plan) -> None:
    built = _build(plan)
    assert {file.path.name for file in built.files} == {"shuati.apkg", "bank.json", "bank.md"}
    assert all(file.changed and file.path.stat().st_size == file.size for file in built.files)
    assert len(built.bank.entries) == 2
    assert set(_codes(plan).values()) == {"Q0001", "Q0002"}
    assert plan.ledger.is_file()


def test_a_second_build_changes_no_byte_and_no_file(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(plan)
    before = _tree(plan.sources.parent)
    times = {path: path.stat().st_mtime_ns for path in plan.output.iterdir()}
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    again = _build(plan)
    assert _tree(plan.sources.parent) == before
    assert {path: path.stat().st_mtime_ns for path in plan.output.iterdir()} == times
    assert not any(file.changed for file in again.files)


def test_two_fresh_clones_give_the_same_bytes_with_a_source_date(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "elsewhere" / "clone"
    shutil.copytree(plan.sources.parent, clone)
    other = Plan(clone / "sources", clone / "output", clone / "sources" / "ledger.json")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    _build(replace(plan, only=None))
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    _build(other)
    assert _tree(clone) == _tree(plan.sources.parent)
    assert "study.pdf" in {path.name for path in other.output.iterdir()}


def test_an_edited_answer_keeps_its_code_and_only_its_note_gets_a_new_time(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000")
    first = _build(plan)
    document = plan.sources / "go.md"
    document.write_text(document.read_text("utf-8").replace("传值", "传递值"), encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000")
    second = _build(plan)
    assert [entry.guid for entry in first.bank.entries] == [
        entry.guid for entry in second.bank.entries
    ]
    times = {
        record.question: record.stamp and record.stamp.modified
        for record in second.bank.ledger.records
    }
    assert times == {"什么是 goroutine": 1000, "channel 有什么用？": 2000}


def test_the_bank_alone_gives_codes_and_forgets_no_time(plan: Plan) -> None:
    _build(plan)
    before = plan.ledger.read_bytes()
    _build(replace(plan, only=frozenset({"bank"})))
    assert plan.ledger.read_bytes() == before


def test_the_ledger_may_stand_elsewhere(plan: Plan, tmp_path: Path) -> None:
    elsewhere = replace(plan, ledger=tmp_path / "kept" / "my.json")
    _build(elsewhere)
    assert elsewhere.ledger.is_file()
    assert not plan.ledger.exists()


# ── what fails changes nothing ───────────────────────────────────────────────


def _fails(plan: Plan, says: str) -> None:
    """The build stops, says so with a mend, and leaves everything as it was."""
    before = _tree(plan.sources.parent)
    with pytest.raises(BuildError) as stopped:
        _build(plan)
    assert re.search(says, texts_of(stopped.value.diagnostics).replace(":1: ", ": "))
    assert all(
        one.path and describe(one, Language.ENGLISH).fix for one in stopped.value.diagnostics
    )
    assert _tree(plan.sources.parent) == before


def _binary(plan: Plan) -> None:
    (plan.sources / "photo.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")


def _no_questions(plan: Plan) -> None:
    for document in plan.sources.glob("*.md"):
        document.write_text("今天天气很好。\n", encoding="utf-8")


def _empty(plan: Plan) -> None:
    for document in plan.sources.glob("*.md"):
        document.write_bytes(b"")


def _nothing(plan: Plan) -> None:
    for document in plan.sources.glob("*.md"):
        document.unlink()


def _no_folder(plan: Plan) -> None:
    shutil.rmtree(plan.sources)


def _broken_ledger(plan: Plan) -> None:
    plan.ledger.write_text("{", encoding="utf-8")


def _broken_settings(plan: Plan) -> None:
    (plan.sources / "shuati.toml").write_text("decke = 1\n", encoding="utf-8")


def _output_is_a_file(plan: Plan) -> None:
    plan.output.rename(plan.output.with_name("old"))
    plan.output.write_text("mine", encoding="utf-8")


def _file_is_a_folder(plan: Plan) -> None:
    (plan.output / "bank.md").unlink()
    (plan.output / "bank.md").mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_binary, "photo.md: .*binary"),
        (_no_questions, "no question"),
        (_empty, "empty"),
        (_nothing, "no .md"),
        (_no_folder, "does not exist"),
        (_broken_ledger, "ledger.json: .*damaged"),
        (_broken_settings, "shuati.toml: .*decke"),
        (_output_is_a_file, "output: "),
        (_file_is_a_folder, "bank.md: .*folder"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    plan: Plan, spoil: Callable[[Plan], None], says: str
) -> None:
    _build(plan)
    spoil(plan)
    _fails(plan, says)


@pytest.mark.parametrize("failing", ["deck", "bank_files"])
def test_a_failure_in_any_part_changes_nothing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")

    monkeypatch.setattr(outputs, failing, full)
    before = _tree(plan.sources.parent)
    with pytest.raises(OSError, match="No space"):
        _build(plan)
    assert _tree(plan.sources.parent) == before
    assert not plan.output.exists()


@pytest.mark.parametrize("written", range(4))
def test_a_disk_that_fills_up_while_writing_changes_nothing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    room = [written]
    write = atomic_write._write_through

    def limited(path: Path, content: bytes) -> None:
        if not room[0]:
            path.write_bytes(content[:10])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        room[0] -= 1
        write(path, content)

    monkeypatch.setattr(atomic_write, "_write_through", limited)
    _fails(plan, "no space left")
    assert not plan.output.exists()


def test_a_file_that_cannot_be_replaced_brings_back_those_before_it(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(plan)
    (plan.sources / "go.md").write_text("## 1. 新题是什么？\n\n新答案。\n", encoding="utf-8")
    replace_file = Path.replace

    def held(self: Path, target: Any) -> Path:
        if Path(target).name == "ledger.json":
            raise OSError(errno.EACCES, "Permission denied", str(target))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", held)
    _fails(plan, "permission denied")


def test_an_interrupt_while_writing_changes_nothing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _tree(plan.sources.parent)
    write = atomic_write._write_through

    def interrupted(path: Path, content: bytes) -> None:
        write(path, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic_write, "_write_through", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _build(plan)
    assert _tree(plan.sources.parent) == before
    assert not plan.output.exists()


def test_a_wrong_source_date_is_told(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    _fails(plan, "SOURCE_DATE_EPOCH")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{% if %}", "study.html"),
        ("\n\n{{ nobody.knows }}", "study.html"),
        ("{{ 1 // 0 }}", "study.html"),
        ("{% include 'missing.html' %}", "missing.html"),
    ],
)
def test_a_wrong_template_is_told_with_its_line(plan: Plan, template: str, says: str) -> None:
    own = plan.sources.parent / "templates" / "print"
    own.mkdir(parents=True)
    (own / "study.html").write_text(template, encoding="utf-8")
    study = replace(plan, only=frozenset({"study"}))
    with pytest.raises(BuildError) as stopped:
        _build(study)
    assert says in texts_of(stopped.value.diagnostics)
    span = stopped.value.diagnostics[0].span
    assert span
    assert span.first == template.count("\n") + 1
    assert not plan.output.exists()


@pytest.mark.parametrize("name", ["anki/front.html", "anki/card.css", "report/report.css"])
def test_a_template_that_is_no_text_is_told(plan: Plan, name: str) -> None:
    own = plan.sources.parent / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_bytes("题目".encode("gbk"))
    _fails(replace(plan, only=frozenset({"deck", "report"})), own.name)


# ── without Pango ────────────────────────────────────────────────────────────


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise PangoMissing("apt-get install libpango")

    monkeypatch.setattr(outputs, "_printed", missing)


@pytest.mark.usefixtures("no_pango")
def test_without_pango_the_rest_is_built_and_the_command_is_told(plan: Plan) -> None:
    built = _build(replace(plan, only=None))
    assert {file.path.name for file in built.files} == {
        "shuati.apkg",
        "report.html",
        "bank.json",
        "bank.md",
    }
    (diagnostic,) = built.diagnostics
    assert diagnostic.severity is Severity.WARNING
    assert "apt-get install libpango" in text_of(diagnostic)


@pytest.mark.usefixtures("no_pango")
def test_without_pango_the_sheet_alone_is_an_error(plan: Plan) -> None:
    _fails(replace(plan, only=frozenset({"study"})), "Pango")


# ── real documents ───────────────────────────────────────────────────────────


def test_the_seeds_give_112_questions_and_stages_are_measured(shared: Path, tmp_path: Path) -> None:
    plan = Plan(shared / "seeds", tmp_path, tmp_path / "ledger.json", frozenset({"bank", "deck"}))
    built = _build(plan)
    bank = json.loads((tmp_path / "bank.json").read_text("utf-8"))
    assert sum(document["questions"] for document in bank["documents"]) == 112
    assert sum(len(entry["variants"]) for entry in bank["entries"]) == 112
    assert [stage.name for stage in built.stages] == [
        "look", "read", "fingerprints", "parse", "match", "merge", "codes", "words", "tags",
        "notes", "deck", "bank", "write",
    ]  # fmt: skip
    assert outputs.PARTS == ("deck", "study", "cheat", "quiz", "cards", "list", "report", "bank")
