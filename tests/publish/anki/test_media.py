"""Pictures of the sources: which travel, under which names, and which never."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection
from importing import Import
from sample_entries import output, question, said
from sample_pictures import png
from test_import import note_of

from shuati.config.settings import Settings
from shuati.ledger.store import Ledger, SentNote
from shuati.model import AnswerPart, Block, Document, Entry, Html, Kind, Section, Span
from shuati.pipeline.pictures import find_pictures
from shuati.publish.anki.decide import DecidedNotes, decide_notes
from shuati.publish.anki.media import without_lost
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import Field
from shuati.publish.anki.notes import make_notes

PNG = png()


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


def decided(sources: Path, *blocks: Block) -> DecidedNotes:
    """The notes of one entry with the answer ``blocks``."""
    section = Section("答案", Kind.ANSWER, blocks, Span(1, 1))
    asked = replace(question("a/文.md", "1", "题", "题"), sections=(section,))
    parts = (AnswerPart("答案", Kind.ANSWER, blocks, 0),)
    entry: Entry = replace(output(), variants=(asked,), parts=parts)
    pictures = find_pictures(sources, [Document("a/文.md", "文", (asked,), ())])
    return decide_notes([entry], (), Settings(), Ledger(), {}, 1, pictures.found)


def answer(note: Note) -> str:
    return note.fields[list(Field).index(Field.ANSWER)]


@pytest.mark.parametrize(
    "address", ["图%20片/一.png", "./图%20片/../图%20片/一.png#x", "copy.jpeg"]
)
def test_a_local_image_travels_under_the_name_of_its_content(sources: Path, address: str) -> None:
    made = decided(sources, said(f'见 ![说明 "甲"]({address})'))
    (name,) = made.media
    assert re.fullmatch(r"shuati-[0-9a-f]{20}\.png", name)
    assert f'<img src="{name}" alt="说明 &quot;甲&quot;">' in answer(made.plan.notes[0])
    assert made.media[name] == PNG


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
    made = decided(sources, said(f"![图]({address})"), html)
    assert made.media == {}
    assert "<img" not in answer(made.plan.notes[0])
    assert "src=" not in answer(made.plan.notes[0])


def test_html_of_a_source_may_show_a_local_image_and_nothing_more(sources: Path) -> None:
    html = Html('<img src="copy.jpeg" onerror="x()" width=9 alt="甲">', Span(1, 1))
    made = decided(sources, html)
    (name,) = made.media
    assert answer(made.plan.notes[0]) == f'<img src="{name}" alt="甲">'


def test_anki_has_the_image_after_an_import(
    sources: Path, collection: Collection, import_notes: Import
) -> None:
    made = decided(sources, said("![图](copy.jpeg)"))
    import_notes(made.plan.notes, media=made.media)
    (name,) = made.media
    assert (Path(collection.media.dir()) / name).read_bytes() == PNG
    shown = note_of(collection, made.plan.notes[0].guid).cards()[0].render_output()
    assert f'src="{name}"' in shown.answer_text
    assert not collection.media.check().missing


def test_a_picture_that_was_not_looked_for_is_told_in_words() -> None:
    entry = replace(output(), parts=(AnswerPart("", Kind.ANSWER, (said("![图](a.png)"),), 0),))
    assert "［图：图，a.png］" in answer(make_notes([entry])[0])


def test_a_retired_note_names_a_picture_that_is_lost() -> None:
    shown = '<p><img src="shuati-1.png" alt="甲"><img src="shuati-2.png" alt=""></p>'
    note = SentNote("问答", ("", shown), ())
    assert without_lost(note, {"shuati-1.png", "shuati-2.png"}) == note
    assert without_lost(note, {"shuati-1.png"}).fields[1] == (
        '<p><img src="shuati-1.png" alt="甲"><span class="image">［图］</span></p>'
    )
    assert "［图：甲］" in without_lost(note, {"shuati-2.png"}).fields[1]
