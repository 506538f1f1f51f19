"""A note type that is left out of the settings, and taken back in, in Anki's own engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportResponse
from sample_entries import point, points
from test_import import note_of, review, schedule
from test_note_types import ONE, OTHER, STEPS, explained, ledger_of, listed

from shuati.config.settings import Settings
from shuati.config.strings import RETIRED_TAG
from shuati.ledger.note_state import DAY, unreachable
from shuati.ledger.store import Ledger
from shuati.model import Entry
from shuati.publish.anki import decide_notes
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.targets.apkg import package
from shuati.publish.anki.targets.read_package import sent_notes

LIST, TERMS = listed(points(*STEPS)), explained(ONE, OTHER)
KINDS = tuple(kind.value for kind in NoteKind)
ALL = Settings(notes=KINDS)  # type: ignore[arg-type]
Snapshot = dict[str, list[object]]


class Learner:
    """Builds and imports what is built; a day lies between two builds.

    The first was an hour ago: what the learner edits is later, and all other builds are later
    than that.
    """

    def __init__(self, collection: Collection, folder: Path, entries: Sequence[Entry]) -> None:
        self.collection, self.package = collection, folder / "shuati.apkg"
        self.ledger, self.now = ledger_of(*entries), int(time.time()) - 3600 - DAY

    def build(self, entries: Sequence[Entry], settings: Settings = ALL) -> ImportResponse.Log:
        self.now += DAY
        last = sent_notes(self.package)
        decided = decide_notes(entries, (), settings, self.ledger, last, self.now)
        self.ledger = decided.ledger
        self.codes = [one.code for one in decided.diagnostics]
        self.package.write_bytes(package(decided.plan, settings))
        request = ImportAnkiPackageRequest(package_path=str(self.package))
        return self.collection.import_anki_package(request).log

    def study(self) -> None:
        """Review a card of every note, and give every note a tag."""
        for guid in self.notes():
            review(self.collection, guid)
            note = note_of(self.collection, guid)
            note.add_tag("我的标签")
            self.collection.update_note(note)

    def notes(self) -> Snapshot:
        """Text, tags and history of every note by guid."""
        db = self.collection.db
        assert db
        found: Snapshot = {}
        for guid, fields, tags in db.all("select guid, flds, tags from notes"):
            cards = note_of(self.collection, guid).cards()
            found[guid] = [fields, tags, *(schedule(self.collection, card.id) for card in cards)]
        return found

    def tagged_as_gone(self) -> set[str]:
        db = self.collection.db
        assert db
        found = self.collection.find_notes(f"tag:{RETIRED_TAG}")
        return {str(db.scalar("select guid from notes where id = ?", note)) for note in found}


@pytest.fixture
def learner(collection: Collection, tmp_path: Path) -> Learner:
    return Learner(collection, tmp_path, [LIST, TERMS])


def _all_but(kind: str) -> Settings:
    return Settings(notes=tuple(other for other in KINDS if other != kind))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_a_type_left_out_and_taken_back_in_touches_no_card(learner: Learner, kind: str) -> None:
    first = learner.build([LIST, TERMS])
    assert len(first.new) == 5  # 问答 twice, 要点 and two terms
    learner.study()
    before = learner.notes()
    for settings in (_all_but(kind), _all_but(kind), ALL, ALL):
        log = learner.build([LIST, TERMS], settings)
        assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
        assert learner.notes() == before
    assert not learner.tagged_as_gone()


def test_one_type_after_the_other_may_be_left_out(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    learner.study()
    before = learner.notes()
    for left in (("问答", "要点"), ("问答",), (), ("术语",), KINDS):
        learner.build([LIST, TERMS], Settings(notes=left))  # type: ignore[arg-type]
        assert learner.notes() == before


def test_a_type_left_out_for_a_tag_or_document_only_touches_no_card(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    learner.study()
    before = learner.notes()
    for rule in ("前端 = 问答", "训练 = 要点", "*.md = 问答"):
        learner.build([LIST, TERMS], replace(ALL, notes_for=(rule,)))
        assert learner.notes() == before


def test_what_was_edited_meanwhile_comes_with_the_type(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    learner.study()
    before = learner.notes()
    more = listed(points(*STEPS[:2], replace(STEPS[2], term="断开")))
    learner.build([more, TERMS], Settings(notes=("问答",)))
    log = learner.build([more, TERMS])
    assert (len(log.new), len(log.updated)) == (0, 1)
    after = learner.notes()
    assert [own[2:] for own in after.values()] == [own[2:] for own in before.values()]
    assert any("断开" in str(own[0]) and "{{c3::" in str(own[0]) for own in after.values())
    assert not learner.tagged_as_gone()


def test_a_card_whose_point_is_gone_is_reported_once(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    assert not learner.codes
    fewer = listed(points(*STEPS[:2], point("重置", "出错时回到最初")))
    learner.build([fewer, TERMS])
    assert learner.codes == ["cards-emptied"]
    learner.build([fewer, TERMS])
    assert not learner.codes


def test_a_question_that_goes_with_the_type_is_gone(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    learner.study()
    learner.build([TERMS], Settings(notes=("问答", "术语")))
    gone = {guid for guid, _ in learner.ledger.retired_notes}
    assert len(gone) == 2  # 问答 and 要点
    assert learner.tagged_as_gone() == gone


def test_a_question_that_goes_after_the_type_is_told(learner: Learner) -> None:
    learner.build([LIST, TERMS])
    learner.build([LIST, TERMS], Settings(notes=("问答",)))
    learner.build([TERMS], Settings(notes=("问答",)))
    assert learner.tagged_as_gone() == {LIST.guid}
    assert unreachable(learner.ledger, [LIST.code], [NoteKind.LIST]) == (LIST.code,)  # its 要点
    learner.build([LIST, TERMS])
    assert not learner.tagged_as_gone()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_a_lost_deck_tags_nothing(learner: Learner, spoil: Callable[[Path], object]) -> None:
    learner.build([LIST, TERMS])
    spoil(learner.package)
    learner.build([TERMS])
    assert not learner.tagged_as_gone()
    assert isinstance(learner.ledger, Ledger)
    assert unreachable(learner.ledger, [LIST.code], [NoteKind.LIST]) == (LIST.code,)


def _unanswered(entry: Entry) -> Entry:
    variants = tuple(replace(one, answered=False, sections=()) for one in entry.variants)
    return replace(entry, variants=variants, parts=(), points=())


def test_a_question_without_an_answer_has_no_card_unless_asked_for(learner: Learner) -> None:
    assert not learner.build([_unanswered(LIST)]).new
    asked_for = replace(ALL, unanswered=True)
    assert len(learner.build([_unanswered(LIST)], asked_for).new) == 1


def test_an_entry_that_asks_nothing_has_no_card(learner: Learner) -> None:
    for settings in (ALL, replace(ALL, unanswered=True)):
        assert not learner.build([replace(LIST, question="")], settings).new


def test_a_card_whose_answer_is_deleted_stays_as_it_is_and_gets_the_new_one(
    learner: Learner,
) -> None:
    learner.build([LIST, TERMS])
    learner.study()
    before = learner.notes()
    learner.build([_unanswered(LIST), TERMS])
    assert learner.notes() == before
    assert not learner.tagged_as_gone()
    more = listed(points(*STEPS[:2], replace(STEPS[2], term="断开")))
    log = learner.build([more, TERMS])
    assert (len(log.new), len(log.updated)) == (0, 2)
    assert [own[2:] for own in learner.notes().values()] == [own[2:] for own in before.values()]
