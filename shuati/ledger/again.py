"""Finding last time's record of every entry again.

A code never changes hands: where several could claim it and nothing tells them apart, none
gets it, and a finding says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from shuati.ledger.fingerprint import variant_of
from shuati.ledger.store import Ledger, Record, Variant, number_of
from shuati.model import Entry, Finding, Severity

Key = Callable[[Variant], str]


def _exact(variant: Variant) -> str:
    return f"{variant.asked} {variant.answer}"


def _asked_there(variant: Variant) -> str:
    return f"{variant.asked} {variant.path}"


def _asked(variant: Variant) -> str:
    return variant.asked


def _wording(variant: Variant) -> str:
    return variant.asked.partition("-")[0]


def _wording_and_answer(variant: Variant) -> str:
    return f"{_wording(variant)} {variant.answer}"


class Search:
    """Entries (by their index) and records, until each has found the other or none is left.

    ``found`` maps the index of an entry to its record, ``lost`` are the records without an
    entry, ``variants`` the fingerprints of each entry.
    """

    def __init__(self, entries: Sequence[Entry], ledger: Ledger) -> None:
        self.entries = entries
        self.variants = [tuple(map(variant_of, entry.variants)) for entry in entries]
        self.records = {record.code: record for record in ledger.records}
        self.lost = dict(self.records)
        self.found: dict[int, Record] = {}
        self._unsure: dict[int, set[str]] = defaultdict(set)
        self._by_mark()
        self._by_content()
        for key in (_asked_there, _wording_and_answer):
            self._by_sign(key, only_open=True)
        for key in (_asked, _wording):
            self._by_sign(key, only_open=False)

    def _pair(self, index: int, code: str) -> None:
        if index not in self.found and code in self.lost:
            self.found[index] = self.lost.pop(code)

    def _by_mark(self) -> None:
        """The code that a source gives its question counts before everything else."""
        for index, entry in enumerate(self.entries):
            for mark in sorted(variant.mark for variant in entry.variants if variant.mark):
                self._pair(index, mark)

    def _by_content(self) -> None:
        """What has both question and answer of last time, in whatever document.

        When an entry was split or several were merged, first comes who has what the card
        showed, then a record in use before a retired one, then the elder code.
        """
        entries, records = self._sharing(_exact, only_open=True)
        ranks = []
        for key in entries.keys() & records.keys():
            for code in records[key]:
                record = self.records[code]
                shown = _exact(record.variants[0]) == key
                rank = (not shown, record.retired is not None, number_of(code) or 0)
                ranks += [(*rank, index, code) for index in entries[key]]
        for *_, index, code in sorted(ranks):
            self._pair(index, code)

    def _by_sign(self, key: Key, *, only_open: bool) -> None:
        """What shares a sign that no second entry and no second record has.

        With ``only_open`` those that have found each other already do not count.
        """
        entries, records = self._sharing(key, only_open=only_open)
        for sign in sorted(entries.keys() & records.keys()):
            codes = [code for code in records[sign] if self.records[code].retired is None]
            codes = codes or records[sign]
            if len(entries[sign]) == len(codes) == 1:
                self._pair(entries[sign][0], codes[0])
            else:
                for index in entries[sign]:
                    self._unsure[index].update(codes)

    def _sharing(
        self, key: Key, *, only_open: bool
    ) -> tuple[dict[str, list[int]], dict[str, list[str]]]:
        """Which entries (indices) and which records (codes) have a key, by key."""
        entries: dict[str, list[int]] = defaultdict(list)
        for index, variants in enumerate(self.variants):
            if not (only_open and index in self.found):
                for shared in dict.fromkeys(map(key, variants)):
                    entries[shared].append(index)
        records: dict[str, list[str]] = defaultdict(list)
        for record in (self.lost if only_open else self.records).values():
            for shared in dict.fromkeys(map(key, record.variants)):
                records[shared].append(record.code)
        return entries, records

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for every entry that may be an old one and gets a new code."""
        return tuple(
            self._unsure_finding(index, sorted(codes & self.lost.keys()))
            for index, codes in sorted(self._unsure.items())
            if index not in self.found and codes & self.lost.keys()
        )

    def _unsure_finding(self, index: int, codes: list[str]) -> Finding:
        question = self.entries[index].variants[0]
        return Finding(
            Severity.WARNING,
            question.path,
            question.span,
            f"this question may be {' or '.join(codes)} of last time; it gets a new code",
            f"write <!-- {codes[0]} --> under its heading, if it is that one",
        )
