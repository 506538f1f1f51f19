"""When a note last changed: Anki takes a note again only with a later time than it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shuati.ledger.store import Ledger, Stamp


def stamp(ledger: Ledger, contents: Mapping[str, str], now: int) -> tuple[Ledger, dict[str, int]]:
    """The modification time (s) of everything in ``contents`` (guid or id → content hash).

    What has the hash of last time keeps its time; what is new or changed gets ``now``, or
    one second after its last time where that is later. Returns the ledger that remembers.
    """
    known = dict(ledger.stamps)
    known |= {record.guid: record.stamp for record in ledger.records if record.stamp}
    new = {key: _next(known.get(key), content, now) for key, content in contents.items()}
    records = tuple(
        replace(record, stamp=new.get(record.guid, record.stamp)) for record in ledger.records
    )
    own = {record.guid for record in records}
    others = {**dict(ledger.stamps), **{key: new[key] for key in new if key not in own}}
    times = {key: value.modified for key, value in new.items()}
    return replace(ledger, records=records, stamps=tuple(sorted(others.items()))), times


def _next(last: Stamp | None, content: str, now: int) -> Stamp:
    if last is None:
        return Stamp(content, now)
    return last if last.content == content else Stamp(content, max(now, last.modified + 1))
