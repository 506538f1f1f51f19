"""What becomes of every entry when the sources as they are now are built."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuati.ledger import Identified
from shuati.ledger.store import Ledger, Record, SentNote
from shuati.model import Entry
from shuati.publish.anki.field_text import field_text
from shuati.publish.anki.note_types import Field
from shuati.text.diff import DiffKind, DiffPart, difference
from shuati.text.markdown import plain

_COMPARED = [  # fields whose words are compared; code and place have changes of their own
    place
    for place, field in enumerate(Field)
    if field not in (Field.CODE, Field.SOURCE, Field.RELATED)
]


class ChangeKind(StrEnum):
    """What may become of an entry."""

    NEW = "new"
    SPLIT = "split"  # new, and part of another entry before
    RETURNED = "returned"
    EDITED = "edited"
    MOVED = "moved"
    MERGED = "merged"
    RETIRED = "retired"
    NOTE = "note"  # nothing of the above, and yet a note in Anki changes


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one entry; an entry may have two, edited and moved.

    ``other`` is the entry that it was split from or became part of, or where it was moved
    from; ``words`` the difference of an edit; path and line are its place now; ``notes`` are
    those that Anki would take with it, as "问答 changed".
    """

    kind: ChangeKind
    code: str
    question: str
    path: str | None = None
    line: int | None = None
    other: str | None = None
    words: tuple[DiffPart, ...] = ()
    notes: tuple[str, ...] = ()


def find_changes(
    known: Ledger,
    identified: Identified,
    before: Mapping[str, SentNote],
    after: Mapping[str, SentNote],
) -> tuple[Change, ...]:
    """All changes, entries in use first, in their order, then those that are retired.

    ``known`` is the ledger before, ``before`` and ``after`` are the notes of the last deck
    and of the next one, by guid.
    """
    records = {record.code: record for record in known.records}
    moved = _moved(known, identified)
    found = [
        change
        for entry in identified.entries
        for change in _of_entry(entry, records, identified, moved, before, after)
    ]
    merged = dict(identified.merged)
    for code in identified.retired:
        kind = ChangeKind.MERGED if code in merged else ChangeKind.RETIRED
        found.append(Change(kind, code, records[code].question, other=merged.get(code)))
    return tuple(found)


def _of_entry(
    entry: Entry,
    records: Mapping[str, Record],
    identified: Identified,
    moved: Mapping[str, str],
    before: Mapping[str, SentNote],
    after: Mapping[str, SentNote],
) -> Iterator[Change]:
    shown = entry.variants[0]
    place = (plain(entry.question), shown.path, shown.span.first)
    record = records.get(entry.code)
    if record is None:
        source = _split_from(entry.code, records, identified)
        yield Change(
            ChangeKind.SPLIT if source else ChangeKind.NEW, entry.code, *place, other=source
        )
        return
    if record.retired is not None:
        yield Change(ChangeKind.RETURNED, entry.code, *place)
    words = _words(before.get(entry.guid), after.get(entry.guid))
    if words:
        yield Change(ChangeKind.EDITED, entry.code, *place, words=words)
    if entry.code in moved:
        yield Change(ChangeKind.MOVED, entry.code, *place, other=moved[entry.code])


def _words(old: SentNote | None, new: SentNote | None) -> tuple[DiffPart, ...]:
    """The difference of what two notes say; none where they say the same."""
    if old is None or new is None:
        return ()
    found = difference(_text(old), _text(new))
    return found if any(part.kind is not DiffKind.EQUAL for part in found) else ()


def _text(card: SentNote) -> str:
    """All that a card says, as text."""
    shown = (card.fields[place] for place in _COMPARED if place < len(card.fields))
    return "\n".join(filter(None, map(field_text, shown)))


def _split_from(code: str, records: Mapping[str, Record], identified: Identified) -> str | None:
    """The entry that had a wording of the new entry ``code`` before."""
    own = next(record for record in identified.ledger.records if record.code == code)
    asked = {(one.asked, one.answer) for one in own.fingerprints}
    for record in records.values():
        if record.retired is None and asked & {(f.asked, f.answer) for f in record.fingerprints}:
            return record.code
    return None


def _moved(known: Ledger, identified: Identified) -> dict[str, str]:
    """Entries in another document, or at another place of theirs, and where they were."""
    old, new = _order(known), _order(identified.ledger)
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
    """The codes of every document in their order there."""
    following: dict[tuple[str, str], list[str]] = defaultdict(list)
    paths = dict[str, None]()
    for record in ledger.records:
        if record.retired is None:
            for own in record.fingerprints:
                following[own.path, own.previous].append(record.code)
                paths[own.path] = None
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
    """The most of ``codes`` that are in the order of their ranks."""
    ends: list[int] = []  # the smallest rank that a row of each length ends with
    length: list[int] = []
    for code in codes:
        place = bisect_left(ends, rank[code])
        ends[place : place + 1] = [rank[code]]
        length.append(place)
    in_order: set[str] = set()
    wanted = len(ends) - 1
    for code, own in zip(reversed(codes), reversed(length), strict=True):
        if own == wanted:
            in_order.add(code)
            wanted -= 1
    return in_order
