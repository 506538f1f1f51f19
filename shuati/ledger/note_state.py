"""What was sent to Anki: when each note last changed, which are retired, in which deck they are.

Pure functions from a ledger to the next one. A "guid" is a note's; the stamps of note types
are kept under their ids.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import Ledger, SentNote, Stamp

DAY = 86_400  # seconds


def stamps_of(ledger: Ledger) -> dict[str, Stamp]:
    """The stamps of everything that was sent, by guid or id."""
    return dict(ledger.stamps) | {r.guid: r.stamp for r in ledger.records if r.stamp}


def stamp(known: Mapping[str, Stamp], contents: Mapping[str, str], now: int) -> dict[str, Stamp]:
    """The stamp of everything in ``contents`` (guid or id → hash of its content).

    ``known`` are those of last time. What has the hash of last time keeps its time (s); what
    is new or changed gets ``now``, or one second after its last time where that is later:
    Anki takes a note again only with a later time than it has.
    """
    return {key: _next(known.get(key), content, now) for key, content in contents.items()}


def _next(last: Stamp | None, content: str, now: int) -> Stamp:
    if last is None:
        return Stamp(content, now)
    return last if last.content == content else Stamp(content, max(now, last.modified + 1))


def remember_stamps(ledger: Ledger, stamps: Mapping[str, Stamp]) -> Ledger:
    """``ledger`` with ``stamps``; what is not among them keeps what it had."""
    records = tuple(
        replace(record, stamp=stamps.get(record.guid, record.stamp)) for record in ledger.records
    )
    own = {record.guid for record in records}
    others = dict(ledger.stamps) | {key: one for key, one in stamps.items() if key not in own}
    return replace(ledger, records=records, stamps=tuple(sorted(others.items())))


# ── retired notes ────────────────────────────────────────────────────────────
# Anki keeps a note that a package no longer holds. So it is sent for a while longer, with a
# tag by which the learner finds it, and always with one time, so that Anki takes it once.


def retire(
    ledger: Ledger, last: Mapping[str, SentNote], wanted: Collection[str], now: int, days: int
) -> Ledger:
    """The ledger with the notes that no entry gives any more; after ``days`` they are dropped.

    ``last`` are the notes that Anki was sent last, by guid, ``wanted`` the guids of this
    build. What this ledger never sent is not ours to retire.
    """
    sent = stamps_of(ledger)
    retired = {guid: replace(note, retired=now) for guid, note in last.items() if guid in sent}
    retired |= dict(ledger.retired_notes)
    current = {
        guid: note
        for guid, note in retired.items()
        if guid not in wanted and now - (note.retired or 0) < days * DAY
    }
    return replace(ledger, retired_notes=tuple(sorted(current.items())))


def next_expiry(ledger: Ledger, days: int) -> int | None:
    """When (s) the next retired note is dropped; None where there is none."""
    return min(((note.retired or 0) + days * DAY for _, note in ledger.retired_notes), default=None)


def unreachable(
    ledger: Ledger, codes: Collection[str], kinds: Collection[str] = ()
) -> tuple[str, ...]:
    """Those of ``codes``, all retired, that have a note in Anki which no package tags.

    The last package did not hold it: it is lost, or made without notes of that type.
    ``kinds`` are the note types of which an entry may have a note beside its first.
    """
    sent = stamps_of(ledger).keys() - dict(ledger.retired_notes).keys()
    return tuple(
        record.code
        for record in ledger.records
        if record.code in codes
        if sent & {record.guid, *(first_guid(record.guid, kind) for kind in kinds)}
    )


# ── decks ────────────────────────────────────────────────────────────────────


def assign_decks(ledger: Ledger, chapters: Mapping[str, str]) -> tuple[Ledger, dict[str, str]]:
    """The sub-deck of every guid ('' for none), and the ledger that remembers it.

    ``chapters`` gives each guid the chapter that it has now. Anki never moves a card that it
    has, so neither does a build: an entry keeps the deck that it went to, and a new one
    follows the eldest of its chapter, so that a chapter that is renamed later keeps its
    deck. What was published before there were sub-decks stays out.
    """
    decks: dict[str, str] = {}
    of_chapter: dict[str, str] = {}
    for record in ledger.records:
        deck = "" if record.deck is None and record.stamp is not None else record.deck
        if record.guid in chapters and deck is not None:
            decks[record.guid] = deck
            if deck:
                of_chapter.setdefault(chapters[record.guid], deck)
    for guid, chapter in chapters.items():
        decks.setdefault(guid, of_chapter.get(chapter, chapter))
    records = (
        replace(record, deck=decks[record.guid]) if record.guid in decks else record
        for record in ledger.records
    )
    return replace(ledger, records=tuple(records)), decks
