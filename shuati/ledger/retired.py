"""Notes that no entry gives any more: what is sent of them, and for how long.

Anki keeps a note that a package no longer holds. So it is sent on with a tag by which the
learner finds it, always with the same time, so that Anki takes it once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from shuati.config.strings import NoteKind
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import Card, Ledger

DAY = 86_400  # seconds


def remember_gone(
    ledger: Ledger, last: Mapping[str, Card], sent: Collection[str], now: int, days: int
) -> Ledger:
    """The ledger with the notes that are gone; those gone for ``days`` are let go.

    ``last`` are the notes of the last package, ``sent`` those of this one, both by guid.
    What this ledger never sent is none of ours.
    """
    ours = {key for key, _ in ledger.stamps}
    ours |= {record.guid for record in ledger.records if record.stamp}
    gone = {guid: replace(card, gone=now) for guid, card in last.items() if guid in ours}
    gone |= dict(ledger.gone)
    kept = {
        guid: card
        for guid, card in gone.items()
        if guid not in sent and now - (card.gone or 0) < days * DAY
    }
    return replace(ledger, gone=tuple(sorted(kept.items())))


def until(ledger: Ledger, days: int) -> int | None:
    """When (s) the next note is let go; None where none is kept."""
    return min(((card.gone or 0) + days * DAY for _, card in ledger.gone), default=None)


def silent(ledger: Ledger, codes: Collection[str]) -> tuple[str, ...]:
    """Those of ``codes``, all retired, that have a note in Anki which no package tags.

    The last package did not hold it: it is lost, or made without notes of that type.
    """
    sent = {key for key, _ in ledger.stamps}
    sent |= {record.guid for record in ledger.records if record.stamp}
    sent -= {guid for guid, _ in ledger.gone}
    return tuple(
        record.code
        for record in ledger.records
        if record.code in codes
        if sent & {record.guid, first_guid(record.guid, NoteKind.LIST)}
    )
