"""What becomes of every entry when the sources as they are now are built."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuati.config.strings import Field
from shuati.ledger.assign import Assignment
from shuati.ledger.store import Card, Ledger, Record
from shuati.model import Entry
from shuati.publish.anki.field_text import field_text
from shuati.text.diff import DiffKind, DiffPart, difference
from shuati.text.markdown import plain

_SHOWN = [  # fields that say something; place and code are told otherwise
    place
    for place, field in enumerate(Field)
    if field not in (Field.CODE, Field.SOURCE, Field.RELATED)
]


class Kind(StrEnum):
    """What may become of an entry."""

    NEW = "new"
    SPLIT = "split"  # new, and part of another entry before
    RETURNED = "returned"
    EDITED = "edited"
    MOVED = "moved"
    MERGED = "merged"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one entry; an entry may have two, edited and moved.

    ``other`` is the entry that it was split from or became part of, or where it was moved
    from; ``words`` the difference of an edit; path and line say where it stands now.
    """

    kind: Kind
    code: str
    question: str
    path: str | None = None
    line: int | None = None
    other: str | None = None
    words: tuple[DiffPart, ...] = ()


def changes(
    known: Ledger,
    assigned: Assignment,
    before: Mapping[str, Card],
    after: Mapping[str, Card],
) -> tuple[Change, ...]:
    """All changes, entries in use first, in their order, then those that are gone.

    ``known`` is the ledger before, ``before`` and ``after`` are the notes of the last deck
    and of the next one, by guid.
    """
    records = {record.code: record for record in known.records}
    moved = _moved(known, assigned)
    found = [
        change
        for entry in assigned.entries
        for change in _of_entry(entry, records, assigned, moved, before, after)
    ]
    merged = dict(assigned.merged)
    for code in assigned.retired:
        kind = Kind.MERGED if code in merged else Kind.RETIRED
        found.append(Change(kind, code, records[code].question, other=merged.get(code)))
    return tuple(found)


def _of_entry(
    entry: Entry,
    records: Mapping[str, Record],
    assigned: Assignment,
    moved: Mapping[str, str],
    before: Mapping[str, Card],
    after: Mapping[str, Card],
) -> Iterator[Change]:
    shown = entry.variants[0]
    place = (plain(entry.question), shown.path, shown.span.first)
    record = records.get(entry.code)
    if record is None:
        source = _split_from(entry.code, records, assigned)
        yield Change(Kind.SPLIT if source else Kind.NEW, entry.code, *place, other=source)
        return
    if record.retired is not None:
        yield Change(Kind.RETURNED, entry.code, *place)
    words = _words(before.get(entry.guid), after.get(entry.guid))
    if words:
        yield Change(Kind.EDITED, entry.code, *place, words=words)
    if entry.code in moved:
        yield Change(Kind.MOVED, entry.code, *place, other=moved[entry.code])


def _words(old: Card | None, new: Card | None) -> tuple[DiffPart, ...]:
    """The difference of what two notes say; none where they say the same."""
    if old is None or new is None:
        return ()
    found = difference(_said(old), _said(new))
    return found if any(part.kind is not DiffKind.EQUAL for part in found) else ()


def _said(card: Card) -> str:
    """All that a card says, as text."""
    shown = (card.fields[place] for place in _SHOWN if place < len(card.fields))
    return "\n".join(filter(None, map(field_text, shown)))


def _split_from(code: str, records: Mapping[str, Record], assigned: Assignment) -> str | None:
    """The entry that had a wording of the new entry ``code`` before."""
    own = next(record for record in assigned.ledger.records if record.code == code)
    asked = {(variant.asked, variant.answer) for variant in own.variants}
    for record in records.values():
        if record.retired is None and asked & {(v.asked, v.answer) for v in record.variants}:
            return record.code
    return None


def _moved(known: Ledger, assigned: Assignment) -> dict[str, str]:
    """Entries in another document, or at another place of theirs, and where they were."""
    old, new = _order(known), _order(assigned.ledger)
    found: dict[str, str] = {}
    for path, codes in new.items():
        rank = {code: at for at, code in enumerate(old.get(path, ()))}
        stayed = [code for code in codes if code in rank]
        for code in set(stayed) - _in_order(stayed, rank):
            found[code] = path
    homes = {code: path for path, codes in old.items() for code in codes}
    for path, codes in new.items():
        for code in codes:
            home = homes.get(code)
            if home is not None and code not in new.get(home, ()) and code not in old.get(path, ()):
                found[code] = home
    return found


def _order(ledger: Ledger) -> dict[str, list[str]]:
    """The codes of every document in the order in which they stand there."""
    following: dict[tuple[str, str], list[str]] = defaultdict(list)
    paths = dict[str, None]()
    for record in ledger.records:
        if record.retired is None:
            for variant in record.variants:
                following[variant.path, variant.after].append(record.code)
                paths[variant.path] = None
    found: dict[str, list[str]] = {}
    for path in paths:
        row, done, waiting = [], set[str](), [""]
        while waiting:
            for code in following[path, waiting.pop()]:
                if code not in done:
                    done.add(code)
                    row.append(code)
                    waiting.append(code)
        found[path] = row
    return found


def _in_order(codes: Sequence[str], rank: Mapping[str, int]) -> set[str]:
    """The most of ``codes`` that stand in the order of their ranks."""
    ends: list[int] = []  # the smallest rank that a row of each length ends with
    length: list[int] = []
    for code in codes:
        place = bisect_left(ends, rank[code])
        ends[place : place + 1] = [rank[code]]
        length.append(place)
    kept: set[str] = set()
    wanted = len(ends) - 1
    for code, own in zip(reversed(codes), reversed(length), strict=True):
        if own == wanted:
            kept.add(code)
            wanted -= 1
    return kept
