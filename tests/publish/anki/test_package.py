"""What the package is, apart from what Anki makes of it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from importing import planned

from shuati.config.settings import Settings
from shuati.messages import Language, describe
from shuati.model import BuildError
from shuati.publish.anki import note_types
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.targets.apkg import deck_id, package

NOW = 1_700_000_000


def packed(notes: list[Note], settings: Settings | None = None) -> bytes:
    times = {note.guid: NOW for note in notes} | {note_types.key(kind): NOW for kind in NoteKind}
    return package(planned(notes, times), settings or Settings())


def test_the_same_notes_give_the_same_bytes(notes: list[Note]) -> None:
    assert packed(notes) == packed(notes)


def test_the_package_is_deflated_and_carries_no_date(notes: list[Note]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(notes))) as archive:
        assert [entry.filename for entry in archive.infolist()] == ["collection.anki2", "media"]
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_DEFLATED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_a_deck_without_notes_is_a_package_too() -> None:
    assert zipfile.is_zipfile(io.BytesIO(packed([])))


@pytest.mark.parametrize("guid", ["", "guid-descent"])
def test_a_guid_that_is_missing_or_taken_is_an_error(notes: list[Note], guid: str) -> None:
    with pytest.raises(ValueError, match="Q0002"):
        packed([notes[0], replace(notes[1], guid=guid)])


@pytest.mark.parametrize("tag", ["", "两 词", "两\u3000词"])
def test_a_tag_that_anki_would_split_is_an_error(notes: list[Note], tag: str) -> None:
    with pytest.raises(ValueError, match="Q0001"):
        packed([replace(notes[0], tags=(tag,))])


def test_a_deck_has_the_same_id_everywhere() -> None:
    assert deck_id("刷题") == 881_945_563_903
    assert deck_id("刷题::网络") != deck_id("刷题")


@pytest.mark.parametrize(
    ("kind", "model", "fields", "templates"),
    [
        (NoteKind.ANSWER, "1493806572", range(6_120_947_358_101, 6_120_947_358_112), [0]),
        (NoteKind.LIST, "1718240951", range(6_120_947_359_101, 6_120_947_359_109), [1_000]),
        (NoteKind.TERM, "1926375408", range(6_120_947_360_101, 6_120_947_360_108), [2_000, 2_001]),
    ],
)
def test_ids_that_decks_in_use_rely_on_never_change(
    kind: NoteKind, model: str, fields: range, templates: list[int]
) -> None:
    stored = note_types.NoteType(kind, NOW).to_json(0, 0)
    assert stored["id"] == model
    assert [part["id"] for part in stored["flds"]] == list(fields)
    assert [part["id"] - 6_120_947_358_000 for part in stored["tmpls"]] == templates
    assert stored["mod"] == NOW


def test_files_travel_with_the_notes(notes: list[Note]) -> None:
    times = {note.guid: NOW for note in notes} | {note_types.key(kind): NOW for kind in NoteKind}
    made = package(planned(notes, times), Settings(), media={"b.png": b"2", "a.png": b"1"})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert json.loads(archive.read("media")) == {"0": "a.png", "1": "b.png"}
        assert archive.read("1") == b"2"


def test_an_own_template_changes_the_hash_of_the_note_type(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    before = note_types.content_hash(NoteKind.LIST, tmp_path)
    assert before == note_types.content_hash(NoteKind.LIST)
    (tmp_path / "anki" / "code.css").write_text("/* eigene */", "utf-8")
    assert note_types.content_hash(NoteKind.LIST, tmp_path) != before


@pytest.mark.parametrize(
    ("front", "line", "says"),
    [
        ("{{#题目}}\n{{题目}}", 1, "{{#题目}} has no end"),
        ("<b>\n{{题目}}{{/题面}}", 2, "{{/题面}} closes nothing"),
        ("{{题目}}\n\n{{题木}}", 3, "no field '题木'"),
        ("{{text:题目}}", 1, "shows no field"),
        ("{{题目}}\n{{题面", 2, "has no }}"),
    ],
)
def test_a_wrong_template_is_told_with_its_line(
    tmp_path: Path, front: str, line: int, says: str
) -> None:
    (tmp_path / "anki").mkdir()
    own = tmp_path / "anki" / "front.html"
    own.write_text(front, "utf-8")
    with pytest.raises(BuildError) as stopped:
        note_types.content_hash(NoteKind.ANSWER, tmp_path)
    (diagnostic,) = stopped.value.diagnostics
    assert diagnostic.path == str(own)
    assert diagnostic.span
    assert diagnostic.span.first == line
    assert says in describe(diagnostic, Language.ENGLISH).text


@pytest.mark.parametrize(
    "front",
    [
        "{{题目}}{{hint:解析}}<!-- 注 -->",
        "{{^题面}}{{题目}}{{/题面}}{{#Tags}}{{Tags}}{{/Tags}}",
        "{{ 题目 }}",
    ],
)
def test_what_anki_can_show_is_no_wrong_template(tmp_path: Path, front: str) -> None:
    (tmp_path / "anki").mkdir()
    (tmp_path / "anki" / "front.html").write_text(front, "utf-8")
    assert note_types.content_hash(NoteKind.ANSWER, tmp_path)
