"""What was sent to Anki: when each note last changed, which are retired, in which deck they are.

Pure functions from a ledger to the next one. A "guid" is a note's; the stamps of note types
are kept under their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from shuati.config.strings import UNTAGGED
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import Ledger, SentNote, Stamp

DAY = 86_400  # seconds
_IN_PLACE_OF_ANSWER = ("选择", "填空", "单词")  # note types, see `NoteKind`
_UNKNOWN_RULE = "unknown"
_NO_DECKS = "none"  # the rule of what was published without sub-decks


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


def last_sent(ledger: Ledger) -> dict[str, int]:
    """When (s) the note of each entry in use last changed, by code; none that was never sent.

    That is its note 问答, or the one that it has in place of it.
    """
    stamps = stamps_of(ledger)
    times: dict[str, int] = {}
    for record in ledger.records:
        guids = (record.guid, *(first_guid(record.guid, kind) for kind in _IN_PLACE_OF_ANSWER))
        own = [stamps[guid].modified for guid in guids if guid in stamps]
        if own and record.retired is None:
            times[record.code] = max(own)
    return times


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


def assign_decks(
    ledger: Ledger, chapters: Mapping[str, str], rule: str
) -> tuple[Ledger, dict[str, str]]:
    """The sub-deck of every guid ('' for none), and the ledger that remembers it.

    ``chapters`` gives each guid the chapter that it has now, by settings of which ``rule`` is a
    hash. Anki never moves a card that it
    has, so neither does a build: an entry keeps the deck that it went to, and a new one
    follows the eldest of its chapter, so that a chapter that is renamed later keeps its
    deck. Only those count that got their decks by the same settings: what the settings say
    today holds for new entries at once. What was published before there were sub-decks stays
    out; what was let go (`forget_decks`) is as if it were new. A ledger of an earlier version
    does not say by which settings; see `_by_other_rules`.
    """
    other = _by_other_rules(ledger, chapters)
    decks: dict[str, str] = {}
    rules: dict[str, str] = {}
    of_chapter: dict[str, str] = {}
    for record in ledger.records:
        chapter, deck, own = chapters.get(record.guid), record.deck, record.deck_rule
        if deck is None and record.stamp is not None and own is None:
            deck, own = "", _NO_DECKS
        if chapter is None or deck is None:
            continue
        if deck == chapter or (own is None and deck not in other):
            own = rule
        own = _UNKNOWN_RULE if own is None else own
        decks[record.guid], rules[record.guid] = deck, own
        if deck and own == rule:
            of_chapter.setdefault(chapter, deck)
    for guid, chapter in chapters.items():
        decks.setdefault(guid, of_chapter.get(chapter, chapter))
    records = (
        replace(record, deck=decks[record.guid], deck_rule=rules.get(record.guid, rule))
        if record.guid in decks
        else record
        for record in ledger.records
    )
    return replace(ledger, records=tuple(records)), decks


def _by_other_rules(ledger: Ledger, chapters: Mapping[str, str]) -> set[str]:
    """The sub-decks of records without a rule that today's settings cannot have given.

    No chapter is called so, and the entries in it are not those of one chapter, which could
    have another name today; what had no topic is of no chapter.
    """
    inside: dict[str, set[str]] = {}
    for record in ledger.records:
        if record.deck and record.deck_rule is None and record.guid in chapters:
            inside.setdefault(record.deck, set()).add(chapters[record.guid])
    return {
        deck
        for deck, own in inside.items()
        if deck not in chapters.values() and (len(own) > 1 or deck == UNTAGGED)
    }


def kept_decks(ledger: Ledger, guids: Collection[str], rule: str) -> Counter[str]:
    """How many of the entries with ``guids`` are in a sub-deck by other settings, by sub-deck."""
    return Counter(
        record.deck or ""
        for record in ledger.records
        if record.guid in guids and record.deck_rule not in (None, rule)
    )


def forget_decks(ledger: Ledger) -> Ledger:
    """``ledger`` without the sub-decks in which its entries were published."""
    records = (replace(record, deck=None, deck_rule="") for record in ledger.records)
    return replace(ledger, records=tuple(records))


def merged_into(ledger: Ledger) -> dict[str, str]:
    """Codes that entries in use have as aliases, each with the code of the entry."""
    used = (record for record in ledger.records if record.retired is None)
    return {alias: record.code for record in used for alias in record.aliases}


def merged_notes(ledger: Ledger, kinds: Collection[str] = ()) -> dict[str, str]:
    """The notes (guids) of entries that are part of another one now, with that one's code.

    ``kinds`` are the note types of which an entry may have a note beside its first.
    """
    guids = {record.code: record.guid for record in ledger.records}
    return {
        guid: record.code
        for record in ledger.records
        if record.retired is None
        for alias in record.aliases
        if alias in guids
        for guid in (guids[alias], *(first_guid(guids[alias], kind) for kind in kinds))
    }
