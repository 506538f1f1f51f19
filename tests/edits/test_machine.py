"""Random editing, building and importing into Anki's own engine: nothing changes hands."""

from __future__ import annotations

import os
import tempfile
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
from shuati.publish.anki import decide_notes
from shuati.publish.anki.targets.apkg import package
from shuati.publish.anki.targets.read_package import sent_notes

_SETTINGS = Settings(keywords=0)
_EXAMPLES = int(os.environ.get("SHUATI_EDITS", "6"))


class Edits(RuleBasedStateMachine):
    """Edits a bank; every `build` is imported, and the cards that it gives are reviewed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.package = Path(self.folder.name) / "shuati.apkg"
        self.collection = Collection(str(Path(self.folder.name) / "collection.anki2"))
        self.ledger = Ledger()
        self.now = 1_700_000_000
        self.codes: dict[int, str] = {}  # uid → the code of its entry at the last build
        self.owners: dict[str, set[int]] = {}  # code → every uid that ever had it
        self.guids: dict[str, str] = {}
        self.studied: dict[str, list[list[object]]] = {}  # guid → its cards as they were left

    def teardown(self) -> None:
        self.collection.close()
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
    @rule(data=st.data(), what=st.sampled_from(["reword", "rewrite", "edit_both", "separate"]))
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

    @rule()
    def build(self) -> None:
        self._build()

    def _build(self) -> None:
        self.now += 3600
        entries = self.bank.entries()
        found = identify(self.ledger, [entry for entry, _ in entries], "刷题", self.now)
        last = sent_notes(self.package)
        decided = decide_notes(found.entries, (), _SETTINGS, found.ledger, last, self.now)
        self.package.write_bytes(package(decided.plan, _SETTINGS))
        ledger = decided.ledger
        codes: dict[int, str] = {}
        earlier = {code: set(uids) for code, uids in self.owners.items()}
        for (_, uids), entry in zip(entries, found.entries, strict=True):
            codes |= dict.fromkeys(uids, entry.code)
            self._never_changes_hands(entry.code, entry.guid, uids)
        aliases = {alias: r.code for r in ledger.records for alias in r.aliases}
        doubts = " ".join(str(one.args) for one in found.once)
        self._nothing_is_lost(codes, aliases, earlier, doubts)
        self._ids_are_unique(ledger)
        self.ledger, self.codes = ledger, codes
        self.bank.touched.clear()
        self._import({entry.guid for entry in found.entries})

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

    def _import(self, guids: set[str]) -> None:
        request = ImportAnkiPackageRequest(package_path=str(self.package))
        log = self.collection.import_anki_package(request).log
        assert not log.conflicting
        database = self.collection.db
        assert database
        for guid, cards in self.studied.items():
            assert self._cards(guid) == cards
        rows = database.all("select guid, flds, tags, mod from notes")
        used = [fields.split("\x1f")[0] for guid, fields, *_ in rows if guid in self.guids.values()]
        assert len(used) == len(set(used)), "two notes for one code"
        for guid, _, tags, modified in rows:
            assert modified <= self.now
            if guid in self.guids.values():
                assert (RETIRED_TAG in tags.split()) is (guid not in guids)
        for guid in guids - self.studied.keys():
            for (card,) in database.all(
                "select c.id from cards c join notes n on n.id = c.nid where n.guid = ?", guid
            ):
                one = self.collection.get_card(card)
                one.start_timer()
                self.collection.sched.answerCard(one, 4)
            self.studied[guid] = self._cards(guid)

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
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestEdits = Edits.TestCase
