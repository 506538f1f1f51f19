"""Merges two versions of a ledger that have a third one in common, record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from shuati.ledger.store import Ledger, Record, Stamp, code_of, in_order, number_of

_Value = TypeVar("_Value")
# The parts of a record that are one side's or the other's.
_CHOSEN = ("question", "wordings", "fingerprints", "stamp", "deck", "deck_rule", "surroundings")


@dataclass(frozen=True, slots=True)
class MergedLedger:
    """``renumbered`` are the codes of *theirs* that other entries of *ours* have: old and new."""

    ledger: Ledger
    renumbered: tuple[tuple[str, str], ...]


def merge_ledgers(ours: Ledger, base: Ledger, theirs: Ledger) -> MergedLedger:
    """What both sides changed since ``base``; where they disagree, the later build counts.

    Records are the same if they have one guid. A new record of ``theirs`` whose code another
    one of ``ours`` has gets the next free code, and keeps its guid: it is the same card.
    """
    renumbered = _renumbered(ours, base, theirs)
    own, before, other = (
        {record.guid: record for record in ledger.records}
        for ledger in (ours, base, _with_codes(theirs, renumbered))
    )
    records = [
        _record(own.get(guid), before.get(guid), other.get(guid)) for guid in {**own, **other}
    ]
    ledger = Ledger(
        in_order(_alias_once(records)),
        _mapping(ours.stamps, base.stamps, theirs.stamps, _later),
        _mapping(ours.retired_notes, base.retired_notes, theirs.retired_notes),
        _mapping(ours.references, base.references, theirs.references),
    )
    return MergedLedger(ledger, tuple(sorted(renumbered.items())))


def _renumbered(ours: Ledger, base: Ledger, theirs: Ledger) -> dict[str, str]:
    """The codes of ``theirs`` that change, with what they become."""
    code_by_guid = {record.guid: record.code for record in ours.records}
    taken = {record.code for record in ours.records}
    ledgers = (ours, base, theirs)
    numbers = (number_of(record.code) or 0 for one in ledgers for record in one.records)
    following = max(numbers, default=0) + 1
    found = {}
    for record in theirs.records:
        if record.guid in code_by_guid:
            code = code_by_guid[record.guid]
        elif record.code in taken:
            code = code_of(following)
            following += 1
        else:
            code = record.code
        if code != record.code:
            found[record.code] = code
    return found


def _with_codes(ledger: Ledger, codes: Mapping[str, str]) -> Ledger:
    """``ledger`` with other codes, wherever it names them."""

    def code(old: str) -> str:
        return codes.get(old, old)

    records = []
    for record in ledger.records:
        around = record.surroundings
        if around:
            around = replace(around, related=tuple((code(c), text) for c, text in around.related))
        records.append(
            replace(
                record,
                code=code(record.code),
                aliases=tuple(map(code, record.aliases)),
                fingerprints=tuple(
                    replace(one, previous=code(one.previous)) for one in record.fingerprints
                ),
                surroundings=around,
            )
        )
    return replace(ledger, records=tuple(records))


def _record(ours: Record | None, base: Record | None, theirs: Record | None) -> Record:
    """One record of both sides."""
    if ours is None or theirs is None:
        only = ours or theirs
        assert only
        return only
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    first, second = (theirs, ours) if _time(theirs) > _time(ours) else (ours, theirs)
    chosen = {
        name: _three_way(getattr(first, name), getattr(base, name, None), getattr(second, name))
        for name in _CHOSEN
    }
    in_use = ours.retired is None or theirs.retired is None
    gone = _three_way(first.retired, base.retired if base else None, second.retired)
    return replace(
        ours,
        **chosen,
        # Nothing is lost: what one side edited while the other deleted it is in use.
        retired=None if in_use and _edited(ours, base, theirs) else gone,
        aliases=tuple(sorted({*ours.aliases, *theirs.aliases}, key=lambda c: number_of(c) or 0)),
        points=_points(ours.points, base.points if base else (), theirs.points),
    )


def _edited(ours: Record, base: Record | None, theirs: Record) -> bool:
    """Whether the side that is in use was changed since ``base``."""
    used = [record for record in (ours, theirs) if record.retired is None]
    return base is None or any(
        record.fingerprints != base.fingerprints or record.stamp != base.stamp for record in used
    )


def _points(
    ours: tuple[str, ...], base: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    """The points by number. Numbers that both sides gave are ours; theirs come after these."""
    known = len(base)
    kept = [
        _three_way(own, old, other)
        for own, old, other in zip(ours[:known], base, theirs[:known], strict=False)
    ]
    added = [point for point in theirs[known:] if point not in ours[known:]]
    return (*kept, *ours[known:], *added)


def _alias_once(records: Iterable[Record]) -> list[Record]:
    """``records`` with aliases only of retired ones, each in one record."""
    every = sorted(records, key=lambda record: number_of(record.code) or 0)
    free = {record.code for record in every if record.retired is not None}
    found = []
    for record in every:
        own = tuple(alias for alias in record.aliases if alias in free)
        if record.retired is None:
            free -= {*own}
        found.append(replace(record, aliases=own))
    return found


def _time(record: Record) -> int:
    return record.stamp.modified if record.stamp else 0


def _three_way(ours: _Value, base: object, theirs: _Value) -> _Value:
    return theirs if ours == base else ours


def _later(ours: Stamp, theirs: Stamp) -> Stamp:
    return theirs if theirs.modified > ours.modified else ours


def _mapping(
    ours: Iterable[tuple[str, _Value]],
    base: Iterable[tuple[str, _Value]],
    theirs: Iterable[tuple[str, _Value]],
    choose: Callable[[_Value, _Value], _Value] = lambda ours, theirs: ours,
) -> tuple[tuple[str, _Value], ...]:
    """What both sides added, changed and took away, by key."""
    own, before, other = dict(ours), dict(base), dict(theirs)
    found: dict[str, _Value] = {}
    for key in sorted({**own, **other}):
        if key in own and key in other:
            changed = own[key] != before.get(key) and other[key] != before.get(key)
            found[key] = (
                choose(own[key], other[key])
                if changed
                else _three_way(own[key], before.get(key), other[key])
            )
        elif (
            key not in before or (own.get(key) or other.get(key)) != before[key]
        ):  # one side added it
            found[key] = own[key] if key in own else other[key]
    return tuple(found.items())
