"""What is to be done with every note, by what was sent before."""

from __future__ import annotations

from dataclasses import replace

from shuati.config.strings import RETIRED_TAG
from shuati.ledger.store import SentNote, Stamp
from shuati.publish.anki.note import Note, as_sent, content_hash
from shuati.publish.anki.sync import Action, SyncPlan, plan

NOW = 1_000


def _note(guid: str, text: str = "题", due: int = 1) -> Note:
    values = (guid, text)
    return Note(guid, values, ("主题",), due, content_hash(values, ("主题",)))


def _plan(
    *wanted: Note, before: SyncPlan | None = None, retired: tuple[Note, ...] = ()
) -> SyncPlan:
    gone = [(note.guid, replace(as_sent(note), retired=NOW)) for note in retired]
    return plan(wanted, gone, before.stamps if before else {}, {"17": "type"}, NOW + 1)


FIRST = plan([_note("a"), _note("b", due=2)], (), {}, {"17": "type"}, NOW)


def test_what_was_never_sent_is_added() -> None:
    assert [note.guid for note in FIRST.add] == ["a", "b"]
    assert FIRST.modified("a") == FIRST.modified("17") == NOW


def test_what_is_as_it_was_is_unchanged_and_keeps_its_time() -> None:
    again = _plan(_note("a"), _note("b", due=9), before=FIRST)
    assert [note.guid for note in again.unchanged] == ["a", "b"]
    assert again.stamps == FIRST.stamps


def test_what_has_changed_is_updated_with_a_later_time() -> None:
    edited = _plan(_note("a", "另一题"), _note("b"), before=FIRST)
    assert [note.guid for note in edited.update] == ["a"]
    assert edited.modified("a") == NOW + 1
    assert edited.modified("b") == NOW


def test_what_no_entry_gives_any_more_is_retired_once_at_the_end_of_the_deck() -> None:
    retired = _plan(_note("a", due=4), before=FIRST, retired=(_note("b"),))
    (note,) = retired.retire
    assert (note.guid, note.tags, note.due) == ("b", ("主题", RETIRED_TAG), 5)
    assert note.fields[:2] == ("b", "题")
    later = _plan(_note("a", due=4), before=retired, retired=(_note("b"),))
    assert not later.retire
    assert [note.guid for note in later.unchanged] == ["a", "b"]
    assert later.notes == retired.notes


def test_every_note_has_one_action() -> None:
    mixed = _plan(_note("a", "另一题"), _note("c"), before=FIRST, retired=(_note("b"),))
    assert mixed.actions == {"a": Action.UPDATE, "c": Action.ADD, "b": Action.RETIRE}


def test_a_note_is_remembered_as_it_was_sent() -> None:
    assert as_sent(_note("a")) == SentNote("问答", ("a", "题"), ("主题",))
    assert isinstance(FIRST.stamps["a"], Stamp)
