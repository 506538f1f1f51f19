"""Images of the sources: which travel, under which names, and which never."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection
from conftest import Import
from sample_entries import output, question, said
from test_import import note_of

from shuati.config.settings import Settings
from shuati.ledger.store import Ledger
from shuati.model import AnswerPart, Block, Entry, Html, Kind, Span
from shuati.publish.anki.media import Media
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import Field
from shuati.publish.anki.notes import wanted_notes

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources" / "a"
    (folder / "图 片").mkdir(parents=True)
    (folder / "图 片" / "一.png").write_bytes(PNG)
    (folder / "copy.jpeg").write_bytes(PNG)
    (folder / "page.png").write_bytes(b"<html>")
    (tmp_path / "outside.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    return tmp_path / "sources"


def showing(*blocks: Block) -> Entry:
    asked = question("a/文.md", "1", "题", "题")
    pieces = (AnswerPart("答案", Kind.ANSWER, blocks, 0),)
    return replace(output(), variants=(asked,), parts=pieces)


def made(sources: Path, *blocks: Block) -> tuple[Note, Media]:
    media = Media(sources)
    notes, _ = wanted_notes([showing(*blocks)], Settings(), Ledger(), media)
    return notes[0], media


def answer(note: Note) -> str:
    return note.fields[list(Field).index(Field.ANSWER)]


@pytest.mark.parametrize(
    "address", ["图%20片/一.png", "./图%20片/../图%20片/一.png#x", "copy.jpeg"]
)
def test_a_local_image_travels_under_the_name_of_its_content(sources: Path, address: str) -> None:
    note, media = made(sources, said(f'见 ![说明 "甲"]({address})'))
    (name,) = media.files
    assert re.fullmatch(r"shuati-[0-9a-f]{20}\.png", name)
    assert f'<img src="{name}" alt="说明 &quot;甲&quot;">' in answer(note)
    assert media.files[name] == PNG


@pytest.mark.parametrize(
    "address",
    [
        "../../outside.png",
        "link.png",
        "page.png",
        "missing.png",
        "https://e.example/x.png",
        "//e.example/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "/etc/passwd",
    ],
)
def test_nothing_else_travels(sources: Path, address: str) -> None:
    html = Html(f'<p><img src="{address}" alt="图"></p>', Span(1, 1))
    note, media = made(sources, said(f"![图]({address})"), html)
    assert media.files == {}
    assert "<img" not in answer(note)
    assert "src=" not in answer(note)


def test_html_of_a_source_may_show_a_local_image_and_nothing_more(sources: Path) -> None:
    html = Html('<img src="copy.jpeg" onerror="x()" width=9 alt="甲">', Span(1, 1))
    note, media = made(sources, html)
    (name,) = media.files
    assert answer(note) == f'<img src="{name}" alt="甲">'


def test_anki_has_the_image_after_an_import(
    sources: Path, collection: Collection, import_notes: Import
) -> None:
    note, media = made(sources, said("![图](copy.jpeg)"))
    import_notes([note], media=media.files)
    (name,) = media.files
    assert (Path(collection.media.dir()) / name).read_bytes() == PNG
    shown = note_of(collection, note.guid).cards()[0].render_output()
    assert f'src="{name}"' in shown.answer_text
    assert not collection.media.check().missing


def test_without_a_folder_images_are_told_in_words() -> None:
    notes, _ = wanted_notes([showing(said("![图](copy.jpeg)"))], Settings(), Ledger())
    assert "［图：图，copy.jpeg］" in answer(notes[0])
