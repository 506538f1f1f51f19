"""Entries that are gone: what is sent of them again, and for how long.

Anki keeps a note that a package no longer holds. So it is sent once more with a tag by
which the learner finds it, always with the same time, so that Anki takes it once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from shuati.ledger.store import Card, Ledger, Record
from shuati.model import Finding, Severity

_DAY = 86_400


def keep_cards(
    ledger: Ledger, gone: Collection[str], cards: Mapping[str, Card], now: int, days: int
) -> Ledger:
    """The ledger with the last ``cards`` (by guid) of the codes ``gone``; old ones are let go.

    ``days`` after its retirement a card is no longer sent, and so no longer kept.
    """

    def kept(record: Record) -> Record:
        card = cards.get(record.guid) if record.code in gone else record.card
        if record.retired is None or _age(record, now) >= days:
            card = None
        return record if card == record.card else replace(record, card=card)

    return replace(ledger, records=tuple(map(kept, ledger.records)))


def _age(record: Record, now: int) -> float:
    """Days since a record's retirement."""
    return (now - (record.retired or 0)) / _DAY


def until(ledger: Ledger, days: int) -> int | None:
    """When (s) the next card is let go; None where none is kept."""
    return min((r.retired + days * _DAY for r in ledger.retired if r.card), default=None)  # type: ignore[operator]


def unsent(ledger: Ledger, gone: Collection[str], days: int, package: str) -> Iterator[Finding]:
    """A finding where cards of the codes ``gone`` stay in Anki without a word."""
    records = [record for record in ledger.records if record.code in gone]
    silent = [record.code for record in records if record.stamp and not record.card]
    if silent and days:
        yield Finding(
            Severity.NOTE,
            package,
            None,
            f"the last deck is not there, so gone cards cannot be tagged: {', '.join(silent[:9])}",
            "search Anki for them by their number, and suspend or delete them there",
        )
