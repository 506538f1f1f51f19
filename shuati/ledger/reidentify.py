"""Matches the entries of this build with the records of the ledger.

By an explicit code, by equal fingerprints, and for the rest by similarity: an entry and a
record that are each other's best match, clearly better than any other. Where several
could claim a code and nothing distinguishes them, none gets it, and a diagnostic names them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product

from shuati.ledger.context import Adjacency, ContextSimilarity
from shuati.ledger.fingerprint import Fingerprint, components, fingerprint
from shuati.ledger.similarity import (
    Likeness,
    QuestionGrams,
    Rarity,
    grams_of,
    grams_of_text,
    names_differ,
)
from shuati.ledger.store import Ledger, Record, number_of
from shuati.model import Entry, Location

_Key = Callable[[Fingerprint], str]
_Scores = Mapping[int, Mapping[str, float]]  # entry (index) → record (code) → score

ENOUGH = 0.45  # the score from which a pair may be the same
_MARGIN = 0.08  # by how much every other pair of the two must be worse
_RETIRED = 0.05  # by how much a retired record is less likely
_CLOSEST = 8  # records that are compared with an entry


def _asked_and_answer(one: Fingerprint) -> str:
    return f"{one.asked} {one.answer}"


def _asked_and_path(one: Fingerprint) -> str:
    return f"{one.asked} {one.path}"


def _asked(one: Fingerprint) -> str:
    return one.asked


def _wording(one: Fingerprint) -> str:
    return one.wording


def _wording_and_answer(one: Fingerprint) -> str:
    return f"{one.wording} {one.answer}"


class Reidentification:
    """The result of matching ``entries`` with the records of ``ledger``.

    ``found`` maps the index of an entry to its record, ``unmatched`` (by code) are the
    records without an entry, ``fingerprints`` those of each entry; ``known`` are those that
    are there already, by the location of their question.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        ledger: Ledger,
        known: Mapping[Location, Fingerprint] | None = None,
    ) -> None:
        self.entries = entries
        self.fingerprints = [
            tuple((known or {}).get(one.location) or fingerprint(one) for one in entry.variants)
            for entry in entries
        ]
        self.adjacency = Adjacency(entries)
        self.records = {record.code: record for record in ledger.records}
        self.unmatched = dict(self.records)
        self.found: dict[int, Record] = {}
        self._doubtful: dict[int, set[str]] = defaultdict(set)
        self.grams = cache(self._grams)
        self._by_explicit_code()
        self._by_question_and_answer()
        for key in (_asked_and_path, _wording_and_answer):
            self._by_key(key, only_open=True)
        for key in (_asked, _wording):
            self._by_key(key, only_open=False)
        for as_part in (False, True):
            while self._by_similarity(as_part=as_part):
                pass

    @cached_property
    def rarity(self) -> Rarity:
        """How many records and entries have what questions and answers are compared by."""
        asked = [
            ((record.question, *record.wordings), record.fingerprints)
            for record in self.own_records
        ]
        asked += [
            (tuple(variant.text for variant in entry.variants), fingerprints)
            for entry, fingerprints in zip(self.entries, self.fingerprints, strict=True)
        ]
        return Rarity(
            {key for text in texts for key in _features(grams_of_text(text), own)}
            for texts, own in asked
        )

    @property
    def own_records(self) -> list[Record]:
        """The records, less those that are part of another: what these have is not twice there."""
        return [record for code, record in self.records.items() if not self._holders.get(code)]

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """The records in use (codes) that every retired record is part of.

        They have its code as an alias, or hold what it showed.
        """
        used = [record for record in self.records.values() if record.retired is None]
        by_content: dict[str, set[str]] = defaultdict(set)
        holders: dict[str, set[str]] = defaultdict(set)
        for record in used:
            for one in record.fingerprints:
                by_content[_asked_and_answer(one)].add(record.code)
            for alias in record.aliases:
                holders[alias].add(record.code)
        for record in self.records.values():
            if record.retired is not None:
                shown = _asked_and_answer(record.fingerprints[0])
                holders[record.code] |= by_content.get(shown, set())
        return holders

    def _grams(self, index: int) -> list[QuestionGrams]:
        """The grams of every question of an entry."""
        return [grams_of(question) for question in self.entries[index].variants]

    def doubtful(self, index: int) -> list[str]:
        """The codes that an entry without a record may have had."""
        return sorted(self._doubtful[index] & self.unmatched.keys())

    def _pair(self, index: int, code: str) -> None:
        if index not in self.found and code in self.unmatched:
            self.found[index] = self.unmatched.pop(code)

    def _by_explicit_code(self) -> None:
        """The code that a source gives its question counts before everything else."""
        for index, entry in enumerate(self.entries):
            codes = [variant.explicit_code for variant in entry.variants if variant.explicit_code]
            for code in sorted(codes, key=lambda code: number_of(code) or 0):
                self._pair(index, code)

    def _by_question_and_answer(self) -> None:
        """What has both question and answer of last time, in whatever document.

        When an entry was split or several were merged, first comes who has what the card
        showed, then the elder code. A retired record comes after all records in use: what it
        showed may be part of one of them now, and then its code is an alias.
        """
        entries, records = self._sharing(_asked_and_answer, only_open=True)
        ranks = []
        for key in entries.keys() & records.keys():
            for code in records[key]:
                record = self.records[code]
                shown = _asked_and_answer(record.fingerprints[0]) == key
                rank = (record.retired is not None, not shown, number_of(code) or 0)
                ranks += [(*rank, index, code, key) for index in entries[key]]
        for retired, hidden, _, index, code, key in sorted(ranks):
            if hidden and not retired and self._was_split_off(index, code, key, records[key]):
                continue
            self._pair(index, code)

    def _was_split_off(self, index: int, code: str, key: str, codes: Sequence[str]) -> bool:
        """Whether an entry has left the record ``code`` and what a retired one showed.

        So it is where a retired record among ``codes`` showed just that (``key``), and another
        entry carries on what the card of ``code`` shows.
        """
        own = any(
            self.records[other].retired is not None
            and _asked_and_answer(self.records[other].fingerprints[0]) == key
            for other in codes
        )
        if not own or index in self.found or code not in self.unmatched:
            return False
        shown = self.records[code].fingerprints[0]
        signs = {shown.asked, shown.wording, shown.answer if shown.minhash else ""} - {""}
        compare = RecordComparison(self)
        for other, fingerprints in enumerate(self.fingerprints):
            if other == index or other in self.found:
                continue
            if any(signs & {one.asked, one.wording, one.answer} for one in fingerprints):
                return True
            likeness = compare.likeness(other, code)
            if likeness.plausible and likeness.score > ENOUGH:
                return True
        return False

    def _by_key(self, key: _Key, *, only_open: bool) -> None:
        """What shares a key that no second entry and no second record has.

        With ``only_open`` those that are paired already do not count.
        """
        entries, records = self._sharing(key, only_open=only_open)
        for shared in sorted(entries.keys() & records.keys()):
            codes = [code for code in records[shared] if self.records[code].retired is None]
            codes = codes or records[shared]
            if len(entries[shared]) == len(codes) == 1:
                self._pair(entries[shared][0], codes[0])
            else:
                for index in entries[shared]:
                    self._doubtful[index].update(codes)

    def _sharing(
        self, key: _Key, *, only_open: bool
    ) -> tuple[dict[str, list[int]], dict[str, list[str]]]:
        """Which entries (indices) and which records (codes) have a key, by key."""
        entries: dict[str, list[int]] = defaultdict(list)
        for index, fingerprints in enumerate(self.fingerprints):
            if not (only_open and index in self.found):
                for shared in dict.fromkeys(map(key, fingerprints)):
                    entries[shared].append(index)
        records: dict[str, list[str]] = defaultdict(list)
        for record in (self.unmatched if only_open else self.records).values():
            for shared in dict.fromkeys(map(key, record.fingerprints)):
                records[shared].append(record.code)
        return entries, records

    # ── similarity ───────────────────────────────────────────────────────────

    def _by_similarity(self, *, as_part: bool) -> bool:
        """Pair what is clearly each other's best; whether anything was.

        A new pair adds to the context of others, so another round may find more. A retired
        record that is part of one without an entry is left out, or, with ``as_part``, what is
        like it is like that one.
        """
        scores = self._scores(as_part)
        pairs = list(_mutual_best(scores))
        for index, own in scores.items():
            self._doubtful[index].update(own)
        for index, code in pairs:
            self._pair(index, code)
        return bool(pairs)

    def _scores(self, as_part: bool) -> dict[int, dict[str, float]]:
        """For each entry without a record the records that it may be, with their scores."""
        scores: dict[int, dict[str, float]] = {}
        rows = [index for index in range(len(self.entries)) if index not in self.found]
        if not rows or not self.unmatched:
            return scores
        compare = RecordComparison(self)
        for index in rows:
            scores[index] = {}
            for code in compare.closest(index):
                holders = self._holders.get(code, set()) & self.unmatched.keys()
                if holders and not (as_part and len(holders) == 1):
                    continue
                likeness = compare.likeness(index, code)
                retired = self.unmatched[code].retired is not None
                score = likeness.score - _RETIRED * (retired and not holders)
                code = min(holders, default=code)
                if score > ENOUGH and likeness.plausible:
                    scores[index][code] = max(score, scores[index].get(code, 0.0))
                elif score > ENOUGH and likeness.conceivable:
                    self._doubtful[index].add(code)
        return scores


def _mutual_best(scores: _Scores) -> Iterator[tuple[int, str]]:
    """The pairs that are better by `_MARGIN` than every other pair of either of the two."""
    columns: dict[str, dict[int, float]] = defaultdict(dict)
    for index, own in scores.items():
        for code, score in own.items():
            columns[code][index] = score
    for index, own in scores.items():
        for code, score in own.items():
            others = [other for key, other in own.items() if key != code]
            others += [other for key, other in columns[code].items() if key != index]
            if all(score - other >= _MARGIN for other in others):
                yield index, code


class RecordComparison:
    """Compares entries with the records that are unmatched so far."""

    def __init__(self, state: Reidentification) -> None:
        self._state = state
        self._context = ContextSimilarity(state.adjacency, state.fingerprints, state.found)
        self._asked = {
            code: [grams_of_text(text) for text in (record.question, *record.wordings)]
            for code, record in state.unmatched.items()
        }
        self._often_asked = self._wordings_of_several()
        self._index: dict[str, list[str]] = defaultdict(list)
        for code, record in state.unmatched.items():
            asked = self._asked[code]
            for feature in {f for one in asked for f in _features(one, record.fingerprints)}:
                self._index[feature].append(code)

    def _wordings_of_several(self) -> set[str]:
        """The wordings that several entries or several records have."""
        records = [record.fingerprints for record in self._state.own_records]
        often: set[str] = set()
        for groups in (self._state.fingerprints, records):
            counts = Counter(key for group in groups for key in {one.wording for one in group})
            often |= {key for key, count in counts.items() if count > 1}
        return often

    def closest(self, index: int) -> list[str]:
        """The records (codes) that share most with an entry, rare things above all."""
        shared: dict[str, float] = defaultdict(float)
        own = self._state.fingerprints[index]
        for feature in {key for asked in self._state.grams(index) for key in _features(asked, own)}:
            others = self._index.get(feature, ())
            for code in others:
                shared[code] += 1 / len(others)
        return sorted(shared, key=lambda code: (-shared[code], code))[:_CLOSEST]

    def likeness(self, index: int, code: str) -> Likeness:
        """The evidence on an entry and a record, by those of their variants that are nearest."""
        record, own = self._state.unmatched[code], self._state.fingerprints[index]
        rarity = self._state.rarity
        questions = self._state.grams(index)
        nearest, asked = max(
            product(questions, self._asked[code]),
            key=lambda both: (-rarity.subject(both[:1], both[1]).value, rarity.questions(*both)),
        )
        answer, overlap = max(
            rarity.answers(one.minhash, other.minhash)
            for one in own
            for other in record.fingerprints
        )
        return Likeness(
            rarity.questions(nearest, asked),
            answer,
            overlap,
            self._context.of(index, record),
            names_differ(nearest, asked),
            any(one.wording in self._often_asked for one in (*own, *record.fingerprints)),
            rarity.subject(questions, asked),
        )


def _features(asked: QuestionGrams, own: Sequence[Fingerprint]) -> set[str]:
    """What a record is looked up by: its question's grams, its answers' components."""
    return {key for one in own for key in components(one.minhash) if key} | asked.all
