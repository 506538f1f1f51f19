"""What the package is, apart from what Anki makes of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from shuati.publish.anki import notetypes
from shuati.publish.anki.notes import CardNote
from shuati.publish.anki.package import deck_id, package
from shuati.settings import Settings

NOW = 1_700_000_000


def packed(notes: list[CardNote], settings: Settings | None = None) -> bytes:
    return package(notes, {note.guid: NOW for note in notes}, NOW, settings or Settings())


def test_the_same_notes_give_the_same_bytes(notes: list[CardNote]) -> None:
    assert packed(notes) == packed(notes)


def test_the_package_is_deflated_and_carries_no_date(notes: list[CardNote]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(notes))) as archive:
        assert [entry.filename for entry in archive.infolist()] == ["collection.anki2", "media"]
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_DEFLATED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_a_deck_without_notes_is_a_package_too() -> None:
    assert zipfile.is_zipfile(io.BytesIO(packed([])))


@pytest.mark.parametrize("guid", ["", "guid-descent"])
def test_a_guid_that_is_missing_or_taken_is_an_error(notes: list[CardNote], guid: str) -> None:
    with pytest.raises(ValueError, match="Q0002"):
        packed([notes[0], replace(notes[1], guid=guid)])


@pytest.mark.parametrize("tag", ["", "两 词", "两\u3000词"])
def test_a_tag_that_anki_would_split_is_an_error(notes: list[CardNote], tag: str) -> None:
    with pytest.raises(ValueError, match="Q0001"):
        packed([replace(notes[0], tags=(tag,))])


def test_a_deck_has_the_same_id_everywhere() -> None:
    assert deck_id("刷题") == 881_945_563_903
    assert deck_id("刷题::网络") != deck_id("刷题")


def test_ids_that_decks_in_use_rely_on_never_change() -> None:
    stored = notetypes.NoteType(NOW).to_json(0, 0)
    assert stored["id"] == "1493806572"
    assert [part["id"] - 6_120_947_358_000 for part in stored["flds"]] == list(range(101, 112))
    assert [part["id"] for part in stored["tmpls"]] == [6_120_947_358_000]
    assert stored["mod"] == NOW


def test_an_own_template_changes_the_hash_of_the_note_type(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    before = notetypes.content_hash(tmp_path)
    assert before == notetypes.content_hash()
    (tmp_path / "anki" / "code.css").write_text("/* eigene */", "utf-8")
    assert notetypes.content_hash(tmp_path) != before
