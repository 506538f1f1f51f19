"""What Anki's own engine does with the package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from anki.cards import CardId
from anki.collection import Collection
from anki.notes import Note
from importing import YESTERDAY, Import

from shuati.config.settings import Settings
from shuati.model import AnswerPart, Entry, Kind, Location, Paragraph, Question, Span
from shuati.publish.anki import note_types
from shuati.publish.anki.note import Note as OwnNote
from shuati.publish.anki.note_types import Field, NoteKind
from shuati.publish.anki.notes import make_notes


def note_of(collection: Collection, guid: str) -> Note:
    found = collection.db.scalar("select id from notes where guid = ?", guid)
    return collection.get_note(found)


def edited(entries: Sequence[Entry], text: str) -> list[OwnNote]:
    """The notes when the answer of the second entry says ``text``."""
    pieces = (AnswerPart("答案", Kind.ANSWER, (Paragraph(text, Span(1, 1)),), 0),)
    changed = [*entries]
    changed[1] = replace(changed[1], parts=pieces)
    return make_notes(changed)


def changed(old: Sequence[OwnNote], new: Sequence[OwnNote]) -> set[str]:
    """The guids of the notes whose content is not what it was."""
    hashes = {note.guid: note.content_hash for note in old}
    return {note.guid for note in new if hashes.get(note.guid) != note.content_hash}


def schedule(collection: Collection, card: CardId) -> list[object]:
    columns = "did, type, queue, due, ivl, factor, reps, lapses, left, odue, flags, data"
    rows = collection.db.all(f"select {columns} from cards where id = ?", card)
    return [rows, collection.db.all("select * from revlog")]


def review(collection: Collection, guid: str) -> CardId:
    """Study the card of ``guid`` until it has an interval of days."""
    card = note_of(collection, guid).cards()[0]
    card.start_timer()
    collection.sched.answerCard(card, 4)
    assert collection.get_card(card.id).ivl > 0
    return card.id


def test_every_note_arrives_with_its_fields_tags_and_place(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    log = import_notes(notes)
    assert len(log.new) == collection.note_count() == collection.card_count() == len(notes)
    for place, note in enumerate(notes, 1):
        arrived = note_of(collection, note.guid)
        assert tuple(arrived.fields) == note.fields
        assert set(arrived.tags) == set(note.tags)
        assert arrived.mod == YESTERDAY
        card = arrived.cards()[0]
        assert card.due == place
        assert collection.decks.name(card.did) == Settings().deck


def test_the_note_type_has_fixed_ids_and_shows_the_question_in_the_browser(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    model = collection.models.by_name("问答")
    assert model is not None
    assert model["id"] == note_types.NOTE_TYPES[NoteKind.ANSWER].model_id
    assert [field["name"] for field in model["flds"]] == [
        "编号",
        "题目",
        "题面",
        "答案",
        "解析",
        "举例",
        "其他问法",
        "来源",
        "相关",
        "备用1",
        "备用2",
    ]
    ids = [part["id"] for part in (*model["flds"], *model["tmpls"])]
    assert all(isinstance(key, int) for key in ids)
    assert len(set(ids)) == len(ids)
    shown = collection.db.scalar("select sfld from notes where guid = ?", "guid-hostile")
    assert shown.startswith("List<String> 与 List<Integer>")


def test_front_and_back_show_the_parts_in_order(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    sides = note_of(collection, "guid-descent").cards()[0].render_output()
    assert "什么是梯度下降" in sides.question_text
    assert "负梯度" not in sides.question_text
    order = ["什么是梯度下降", "负梯度", "特点", "考点", "学习率预热", "解析", "举例", "其他问法"]
    places = [sides.answer_text.index(word) for word in [*order, "Q0002", "第 7 题", "训练::优化"]]
    assert places == sorted(places)
    code = note_of(collection, "guid-output").cards()[0].render_output()
    assert "setTimeout" in code.question_text
    assert "ReferenceError" in code.question_text


def test_empty_fields_leave_nothing_behind(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    bare = replace(notes[0], fields=("Q0001", "题", *[""] * (len(Field) - 2)), tags=())
    import_notes([bare])
    sides = note_of(collection, bare.guid).cards()[0].render_output()
    assert re.sub(r"<[^>]*>|\s", "", sides.answer_text) == "Q0001题原文没有给出答案。"
    assert "part" not in sides.answer_text
    assert "material" not in sides.question_text


def test_text_of_a_source_is_no_template_cloze_or_sound(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    sides = note_of(collection, "guid-hostile").cards()[0].render_output()
    assert not sides.question_av_tags
    assert not sides.answer_av_tags
    assert "&#123;&#123;c1::空&#125;&#125;" in sides.question_text
    assert "&#123;&#123;题目&#125;&#125;" in sides.answer_text
    assert not re.search(r"<script|<img|\son\w+=|style=|href=|src=", sides.answer_text)


def test_a_second_import_changes_nothing(
    collection: Collection, notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    before = collection.db.all("select * from notes"), collection.db.all("select * from cards")
    log = import_notes(notes)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, len(notes))
    assert before == (
        collection.db.all("select * from notes"),
        collection.db.all("select * from cards"),
    )


def test_an_edited_answer_updates_one_note_and_keeps_what_was_learnt(
    collection: Collection, entries: list[Entry], notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    card = review(collection, "guid-protocols")
    other = note_of(collection, "guid-descent")
    other.add_tag("我的标签")
    collection.update_note(other)
    before = schedule(collection, card)

    new = edited(entries, "一句新的答案")
    log = import_notes(new, later=changed(notes, new))

    assert (len(log.new), len(log.updated)) == (0, 1)
    assert "一句新的答案" in note_of(collection, "guid-protocols")["答案"]
    assert schedule(collection, card) == before
    assert "我的标签" in note_of(collection, "guid-descent").tags


def test_a_question_put_in_between_disturbs_no_other(
    collection: Collection, entries: list[Entry], notes: list[OwnNote], import_notes: Import
) -> None:
    import_notes(notes)
    card = review(collection, "guid-protocols")
    before = schedule(collection, card)

    first = replace(entries[0], code="Q0005", guid="guid-new", related=())
    new = make_notes([first, *map(shifted, entries)])
    log = import_notes(new, later=changed(notes, new))

    assert (len(log.new), len(log.updated)) == (1, 0)
    assert collection.card_count() == len(new)
    assert schedule(collection, card) == before


def ten_lines_down(question: Question) -> Location:
    return Location(question.path, Span(question.span.first + 10, question.span.last + 10))


def shifted(entry: Entry) -> Entry:
    """``entry`` after ten lines and a question were put in above it."""
    moved = (
        replace(question, number="99", location=ten_lines_down(question))
        for question in entry.variants
    )
    return replace(entry, variants=tuple(moved))


def test_a_later_note_type_brings_its_style_in_place(
    collection: Collection,
    notes: list[OwnNote],
    import_notes: Import,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_notes(notes)
    kinds = len(collection.models.all_names_and_ids())
    monkeypatch.setattr(note_types, "read_text", lambda name, overrides: "/* neu */")
    monkeypatch.setattr(note_types, "read_template", lambda *_, **__: "{{题目}} neu")
    import_notes(notes, type_later=True)
    model = collection.models.by_name("问答")
    assert model is not None
    assert "neu" in model["css"]
    assert "neu" in model["tmpls"][0]["afmt"]
    assert len(collection.models.all_names_and_ids()) == kinds
    assert collection.card_count() == len(notes)
