"""Random editing, building and importing into Anki's own engine: nothing changes hands."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

from anki.collection import Collection, ImportAnkiPackageRequest
from bank import Bank
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from shuati.config.settings import Settings
from shuati.config.strings import RETIRED_TAG
from shuati.ledger import identify
from shuati.ledger.store import Ledger
from shuati.ledger.surroundings import keep_surroundings, related_of, with_related
from shuati.publish.anki import decide_notes
from shuati.publish.anki.media import old_files
from shuati.publish.anki.targets.apkg import package
from shuati.publish.anki.targets.read_package import sent_files, sent_notes
from shuati.tag import tag
from shuati.tag.local_tags import local_tags

# What a person changes on another day; none of it is a reason for a note to be sent by itself.
_SETTINGS = (
    Settings(keywords=0),
    Settings(keywords=0, subdecks="none"),
    Settings(keywords=0, subdecks="document"),
    Settings(keywords=0, tags=("领域::甲 = 采样, 压缩", "领域::乙 = 路由")),
)
_OWN_TAG = "mine"
_EXAMPLES = int(os.environ.get("SHUATI_EDITS", "6"))


class Edits(RuleBasedStateMachine):
    """Edits a bank; every `build` is imported, and the cards that it gives are reviewed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.package = Path(self.folder.name) / "shuati.apkg"
        # The first learner imports every build, the second now and then.
        self.learners = [Learner(Path(self.folder.name), name) for name in ("a", "b")]
        self.settings = _SETTINGS[0]
        self.built_with = self.settings
        self.ledger = self.before = Ledger()
        self.places: dict[int, str] = {}  # uid → its document at the last build
        self.groups: set[frozenset[int]] = set()
        self.now = 1_700_000_000
        self.codes: dict[int, str] = {}  # uid → the code of its entry at the last build
        self.owners: dict[str, set[int]] = {}  # code → every uid that ever had it
        self.guids: dict[str, str] = {}
        self.guids_in_use: set[str] = set()

    def teardown(self) -> None:
        for learner in self.learners:
            learner.collection.close()
        self.folder.cleanup()

    @initialize(seed=st.integers(0, 10_000), size=st.integers(3, 9))
    def begin(self, seed: int, size: int) -> None:
        self.bank = Bank(Random(seed))
        self.bank.add_document()
        self.bank.add_document()
        for _ in range(size):
            self.bank.add()
        self._build()

    def _uid(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self.bank.uids))

    def _path(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.bank.documents)))

    @rule()
    def add(self) -> None:
        self.bank.add()

    @rule()
    def add_document(self) -> None:
        self.bank.add_document()

    @precondition(lambda self: self.bank.uids)
    @rule(
        data=st.data(), what=st.sampled_from(["reword", "rewrite", "edit_both", "separate", "draw"])
    )
    def edit(self, data: st.DataObject, what: str) -> None:
        getattr(self.bank, what)(self._uid(data))

    @precondition(lambda self: self.bank.uids)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        self.bank.move(self._uid(data), self._path(data))

    @rule(data=st.data(), what=st.sampled_from(["rename", "split_document", "reverse"]))
    def rearrange(self, data: st.DataObject, what: str) -> None:
        getattr(self.bank, what)(self._path(data))

    @precondition(lambda self: len(self.bank.uids) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.bank.delete(self._uid(data))

    @rule()
    def bring_back(self) -> None:
        self.bank.bring_back()

    @precondition(lambda self: len(self.bank.uids) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        self.bank.join(self._uid(data), self._uid(data))

    @precondition(lambda self: self.bank.together)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """Delete a decision: what it joined is apart again."""
        at = data.draw(st.integers(0, len(self.bank.together) - 1))
        del self.bank.together[at]

    @rule(settings=st.sampled_from(_SETTINGS))
    def change_settings(self, settings: Settings) -> None:
        self.settings = settings

    @rule()
    def restore_the_ledger(self) -> None:
        """The ledger is lost after a build; its backup is copied back, and it is built again."""
        self._build()
        codes, self.ledger, self.groups = self.codes, self.before, set()
        self._build()
        assert self.codes == codes

    @rule()
    def second_learner_imports(self) -> None:
        self.learners[1].take(self.package, self.guids_in_use, {*self.guids.values()}, self.now)

    @rule()
    def build(self) -> None:
        self._build()

    def _build(self) -> None:
        self.now += 3600
        entries = self.bank.entries()
        settings = self.settings
        found = identify(self.ledger, [entry for entry, _ in entries], "刷题", self.now)
        named = [entry.code for entry in found.entries]
        tagged = tag(
            [
                replace(entry, related=tuple(self.bank.random.sample(named, min(2, len(named)))))
                for entry in found.entries
            ],
            settings,
        )
        local = local_tags(tagged, settings.tags)
        tagged, ledger = keep_surroundings(found.ledger, tagged, local, "")
        related = related_of(ledger)
        last = sent_notes(self.package)
        pictures = self.bank.pictures()
        today = {picture.name for picture in pictures.values()}
        files = sent_files(self.package, old_files(last, ledger.retired_notes, today))
        decided = decide_notes(
            with_related(tagged, related),
            (),
            settings,
            ledger,
            last,
            self.now,
            pictures,
            last_files=files,
            related=related,
        )
        self.package.write_bytes(package(decided.plan, settings, None, decided.media))
        ledger = decided.ledger
        codes: dict[int, str] = {}
        earlier = {code: set(uids) for code, uids in self.owners.items()}
        for (_, uids), entry in zip(entries, found.entries, strict=True):
            codes |= dict.fromkeys(uids, entry.code)
            self._never_changes_hands(entry.code, entry.guid, uids)
        aliases = {alias: r.code for r in ledger.records for alias in r.aliases}
        doubts = " ".join(str(one.args) for one in found.once)
        self._nothing_is_lost(codes, aliases, earlier, doubts)
        self._what_is_the_same_group_keeps_its_code(codes, doubts)
        self._what_is_untouched_is_not_sent(codes, ledger)
        self._ids_are_unique(ledger)
        self.before, self.ledger, self.codes = self.ledger, ledger, codes
        self.places, self.groups = self._places(), {*map(frozenset, self.bank.groups())}
        self.built_with = settings
        self.bank.touched.clear()
        self.guids_in_use = {entry.guid for entry in found.entries}
        self.learners[0].take(self.package, self.guids_in_use, {*self.guids.values()}, self.now)
        guids = {entry.code: entry.guid for entry in found.entries}
        for path, row in self.bank.documents.items():
            for item in row if pictures else ():
                picture = pictures.get((path, item.address))
                shown = self.learners[0].pictures_of(guids[codes[item.uid]])
                assert picture is None or picture.name in shown

    def _places(self) -> dict[int, str]:
        return {item.uid: path for path, row in self.bank.documents.items() for item in row}

    def _what_is_the_same_group_keeps_its_code(self, codes: dict[int, str], doubts: str) -> None:
        """Whoever was merged, and is so still, keeps the code through every single edit."""
        for group in self.groups & {*map(frozenset, self.bank.groups())}:
            old = {self.codes[uid] for uid in group}
            if max(len(self.bank.touched.get(uid, ())) for uid in group) <= 1:
                assert {codes[uid] for uid in group} == old or min(old) in doubts

    def _what_is_untouched_is_not_sent(self, codes: dict[int, str], ledger: Ledger) -> None:
        """Only its own edits, place and group, and settings, make a note count as changed."""
        if self.settings != self.built_with:
            return
        places = self._places()
        stamps = {record.code: record.stamp for record in self.ledger.records}
        now = {record.code: record.stamp for record in ledger.records}
        for group in self.groups & {*map(frozenset, self.bank.groups())}:
            touched = any(self.bank.touched.get(uid) for uid in group)
            moved = any(places[uid] != self.places[uid] for uid in group)
            code = codes[min(group)]
            if not touched and not moved and len(group) == 1 and self.codes[min(group)] == code:
                assert now[code] == stamps[code], code

    def _never_changes_hands(self, code: str, guid: str, uids: list[int]) -> None:
        known = self.owners.setdefault(code, set(uids))
        assert known & set(uids), f"{code} of {known} went to {uids}"
        known |= set(uids)
        assert self.guids.setdefault(code, guid) == guid

    def _nothing_is_lost(
        self,
        codes: dict[int, str],
        aliases: dict[str, str],
        earlier: dict[str, set[int]],
        doubts: str,
    ) -> None:
        """A question keeps its code, unless a reason that a person would accept stands against it.

        Its entry was split and the code stayed with the other part; it was split off and has
        its own old code again; it became part of an entry; it was edited in more than one way
        at once; the build was unsure and said so.
        """
        for uid, old in self.codes.items():
            new = codes.get(uid, old)
            reasons = (
                new == old,
                aliases.get(old) == new,
                any(codes.get(other) == old for other in earlier[old] - {uid}),
                uid in earlier.get(new, ()),
                len(self.bank.touched.get(uid, ())) > 1,
                old in doubts,
            )
            assert any(reasons), (uid, old, new)

    @staticmethod
    def _ids_are_unique(ledger: Ledger) -> None:
        records = ledger.records
        assert len({record.code for record in records}) == len(records)
        assert len({record.guid for record in records}) == len(records)


class Learner:
    """A collection in Anki's own engine whose cards are reviewed and whose notes are tagged."""

    def __init__(self, folder: Path, name: str) -> None:
        self.collection = Collection(str(folder / f"{name}.anki2"))
        self.studied: dict[str, list[list[object]]] = {}  # guid → its cards as they were left

    def take(self, package: Path, used: set[str], ever: set[str], now: int) -> None:
        """Import; ``used`` are the guids of entries, ``ever`` those of all that were."""
        database = self.collection.db
        assert database
        before = dict(database.all("select guid, mod from notes"))
        request = ImportAnkiPackageRequest(package_path=str(package))
        assert not self.collection.import_anki_package(request).log.conflicting
        for guid, cards in self.studied.items():
            assert self._cards(guid) == cards
        rows = database.all("select guid, flds, tags, mod from notes")
        codes = [fields.split("\x1f")[0] for guid, fields, *_ in rows if guid in ever]
        assert len(codes) == len(set(codes)), "two notes for one code"
        for guid, _, tags, modified in rows:
            assert modified <= now
            if before.get(guid) == modified:
                assert _OWN_TAG in tags.split()
            if guid in ever:
                assert (RETIRED_TAG in tags.split()) is (guid not in used)
            own = f" {' '.join((*tags.split(), _OWN_TAG))} "
            database.execute("update notes set tags = ? where guid = ?", own, guid)
            for name in self.pictures_of(guid):
                assert self.collection.media.have(name), name
        for guid in used - self.studied.keys():
            for (card,) in database.all(
                "select c.id from cards c join notes n on n.id = c.nid where n.guid = ?", guid
            ):
                one = self.collection.get_card(card)
                one.start_timer()
                self.collection.sched.answerCard(one, 4)
            self.studied[guid] = self._cards(guid)

    def pictures_of(self, guid: str) -> list[str]:
        """The files that a note shows."""
        assert self.collection.db
        fields = self.collection.db.scalar("select flds from notes where guid = ?", guid)
        return re.findall(r'<img src="([^"]+)"', fields)

    def _cards(self, guid: str) -> list[list[object]]:
        assert self.collection.db
        return self.collection.db.all(
            "select c.id, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses,"
            " (select count() from revlog r where r.cid = c.id)"
            " from cards c join notes n on n.id = c.nid where n.guid = ? order by c.id",
            guid,
        )


Edits.TestCase.settings = settings(
    max_examples=_EXAMPLES,
    stateful_step_count=int(os.environ.get("SHUATI_STEPS", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestEdits = Edits.TestCase
