"""The numbers of an entry's points, which stay with them when they are moved or reworded.

A card of a list asks for the point of its number. The ledger remembers what each number
asked last; a number is never given to another point.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from shuati.ledger.store import Ledger
from shuati.text.fold import fold_letters
from shuati.text.ngrams import bigrams, dice

_KEPT = 120  # characters of a point that are remembered
_TERM_ENDS = "："
# How alike (Dice, pairs of characters) two wordings of one point are; with one left on both
# sides less will do.
_ALIKE, _ALIKE_ALONE = 0.5, 0.25
MOST = 500  # numbers that Anki knows


def number_points(
    ledger: Ledger,
    points: Mapping[str, Sequence[str]],
    left_out: Mapping[str, Collection[int]] | None = None,
) -> tuple[Ledger, dict[str, tuple[int, ...]]]:
    """Numbers (from 1) for the points of every guid, and the ledger that remembers them.

    A point is "term：text" or "text". One beyond `MOST` gets 0, and so does one whose place
    (from 0) is among those ``left_out``, unless it has a number from before.
    """
    left_out = left_out or {}
    numbers: dict[str, tuple[int, ...]] = {}
    records = []
    for record in ledger.records:
        if record.guid in points:
            shown = tuple(_shown(point) for point in points[record.guid])
            out = left_out.get(record.guid, ())
            numbers[record.guid], remembered = numbered(record.points, shown, out)
            if remembered != record.points:
                record = replace(record, points=remembered)
        records.append(record)
    for guid, own in points.items():  # what no record knows is numbered in order
        numbers.setdefault(guid, numbered((), own, left_out.get(guid, ()))[0])
    return replace(ledger, records=tuple(records)), numbers


def numbered(
    known: Sequence[str], now: Sequence[str], left_out: Collection[int] = ()
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The number of each point of ``now``, and what all numbers ask.

    ``known`` is what they asked last time; ``left_out`` are places of ``now`` that get no new
    number. First counts the same wording, then the same
    lead term, then how alike the wordings are.
    """
    old = dict(enumerate(known, 1))
    found: dict[int, int] = {}
    for index, key in _pairs(old, now):
        if index not in found and key in old:
            found[index] = key
            del old[key]
    remembered = [*known]
    for index, point in enumerate(now):
        if index not in found and index not in left_out and len(remembered) < MOST:
            remembered.append(point)
            found[index] = len(remembered)
        elif index in found:
            remembered[found[index] - 1] = point
    return tuple(found.get(index, 0) for index in range(len(now))), tuple(remembered)


def _pairs(old: dict[int, str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which point (index) may have which number, the surest first; ``old`` shrinks meanwhile."""
    yield from _same(old, now, str)
    if not old:
        return
    yield from _same(old, [fold_letters(point) for point in now], fold_letters)
    yield from _same(old, [_term(point) for point in now], _term)
    yield from _alike(old, now, _ALIKE)
    if len(old) == 1:
        yield from _alike(old, now, _ALIKE_ALONE)


def _same(
    old: dict[int, str], signs: Sequence[str], sign: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    for index, own in enumerate(signs):
        if own:
            yield from ((index, key) for key in sorted(old) if sign(old[key]) == own)


def _alike(old: dict[int, str], now: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    likeness = (
        (-_dice(point, text), index, key)
        for index, point in enumerate(now)
        for key, text in old.items()
    )
    yield from ((index, key) for value, index, key in sorted(likeness) if -value >= least)


def _dice(a: str, b: str) -> float:
    return dice(bigrams(fold_letters(a)), bigrams(fold_letters(b)))


def _term(point: str) -> str:
    term, ends, _ = point.partition(_TERM_ENDS)
    return fold_letters(term) if ends else ""


def _shown(point: str) -> str:
    return " ".join(point.split())[:_KEPT]
