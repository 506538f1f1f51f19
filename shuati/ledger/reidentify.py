"""Diagnostic last time's record of every entry again.

By an explicit mark, by equal fingerprints, and for the rest by the assignment that is best
as a whole. A code never changes hands: where several could claim it and nothing tells them
apart, none gets it, and a diagnostic says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property

from shuati.ledger.context import Neighbourhood, Places
from shuati.ledger.fingerprint import bins, variant_of
from shuati.ledger.hungarian import Assignment
from shuati.ledger.similarity import Likeness, Rarity, Wording, apart, swapped, wording_of
from shuati.ledger.store import Ledger, Record, Variant, number_of
from shuati.model import Entry

Key = Callable[[Variant], str]

ENOUGH = 0.45  # the score from which a pair may be the same
_MARGIN = 0.08  # and by how much any other assignment must be worse
_CLOSEST = 8  # records that are compared with an entry


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
    entry, ``variants`` the fingerprints of each entry, ``places`` their neighbours.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        ledger: Ledger,
    ) -> None:
        self.entries = entries
        self.variants = [tuple(map(variant_of, entry.variants)) for entry in entries]
        self.places = Places(entries)
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
        while self._by_likeness():
            pass

    @cached_property
    def rarity(self) -> Rarity:
        """How often the whole bank has what questions and answers are compared by."""
        records = self.records.values()
        entries = zip(self.entries, self.variants, strict=True)
        return Rarity(
            (
                *(_keys(wording_of(record.question), record.variants) for record in records),
                *(_keys(wording_of(entry.question), variants) for entry, variants in entries),
            )
        )

    def unsure(self, index: int) -> list[str]:
        """The codes that an entry without a record may have had."""
        return sorted(self._unsure[index] & self.lost.keys())

    def _pair(self, index: int, code: str) -> None:
        if index not in self.found and code in self.lost:
            self.found[index] = self.lost.pop(code)

    def _by_mark(self) -> None:
        """The code that a source gives its question counts before everything else."""
        for index, entry in enumerate(self.entries):
            marks = [variant.explicit_code for variant in entry.variants if variant.explicit_code]
            for mark in sorted(marks, key=lambda mark: number_of(mark) or 0):
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

    # ── likeness ─────────────────────────────────────────────────────────────

    def _by_likeness(self) -> bool:
        """One round; whether it found something, which tells more about places."""
        rows = [index for index in range(len(self.entries)) if index not in self.found]
        if not rows or not self.lost:
            return False
        scores = self._scores(rows)
        columns = {code: at for at, code in enumerate(self.lost)}
        codes = list(columns)
        assignment = Assignment(
            [{columns[code]: score - ENOUGH for code, score in own.items()} for own in scores]
        )
        sure = []
        for row, index in enumerate(rows):
            self._unsure[index].update(scores[row])
            column = assignment.column(row)
            if column is not None and assignment.regret(row) >= _MARGIN:
                sure.append((index, codes[column]))
        for index, code in sure:
            self._pair(index, code)
        return bool(sure)

    def _scores(self, rows: Sequence[int]) -> list[dict[str, float]]:
        """For each entry of ``rows`` the records (codes) that it may be, with their scores."""
        compare = Comparison(self)
        scores: list[dict[str, float]] = []
        for index in rows:
            own: dict[str, float] = {}
            for code in compare.closest(index):
                likeness = compare.likeness(index, code)
                score = likeness.score - 0.05 * (self.lost[code].retired is not None)
                if score > ENOUGH and likeness.speaks:
                    own[code] = score
                elif score > ENOUGH:
                    self._unsure[index].add(code)
            scores.append(own)
        return scores


class Comparison:
    """Compares entries with the records that are lost."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._neighbours = Neighbourhood(search.places, search.variants, search.found)
        self._asked = {code: wording_of(record.question) for code, record in search.lost.items()}
        self._common = self._asked_often()
        self._index: dict[str, list[str]] = defaultdict(list)
        for code, record in search.lost.items():
            for key in _keys(self._asked[code], record.variants):
                self._index[key].append(code)

    def _asked_often(self) -> set[str]:
        """The wordings that several entries or several records have."""
        often: set[str] = set()
        for groups in (self._search.variants, [r.variants for r in self._search.records.values()]):
            counts = Counter(key for group in groups for key in {_wording(one) for one in group})
            often |= {key for key, count in counts.items() if count > 1}
        return often

    def closest(self, index: int) -> list[str]:
        """The records (codes) that share most with an entry, rare things above all."""
        shared: dict[str, float] = defaultdict(float)
        variants = self._search.variants[index]
        for key in {key for asked in self._wordings(index) for key in _keys(asked, variants)}:
            others = self._index.get(key, ())
            for code in others:
                shared[code] += 1 / len(others)
        return sorted(shared, key=lambda code: (-shared[code], code))[:_CLOSEST]

    def _wordings(self, index: int) -> list[Wording]:
        return [wording_of(one.text) for one in self._search.entries[index].variants]

    def likeness(self, index: int, code: str) -> Likeness:
        """The evidence on an entry and a record, of their variants those that are nearest."""
        record, variants = self._search.lost[code], self._search.variants[index]
        asked = self._asked[code]
        alike = [(self._search.rarity.questions(one, asked), one) for one in self._wordings(index)]
        question, nearest = max(alike, key=lambda pair: pair[0])
        return Likeness(
            question,
            max(
                self._search.rarity.answers(one.sketch, other.sketch)
                for one in variants
                for other in record.variants
            ),
            self._neighbours.alike(index, record),
            swapped(nearest, asked),
            any(_wording(one) in self._common for one in (*variants, *record.variants)),
            apart((one.text for one in self._search.entries[index].variants), record.question),
        )


def _keys(asked: Wording, variants: Sequence[Variant]) -> set[str]:
    """Under what a record is looked for: its question's grams, its answers' bins."""
    return {key for one in variants for key in bins(one.sketch) if key} | asked.grams
