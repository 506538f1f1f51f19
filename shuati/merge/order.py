"""The order of the points of a list: that of most variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuati.merge.units import MergeUnit

Places = Mapping[int, int]
"""Where variants (by index) have a point in their answers."""


def places_of(unit: MergeUnit, place: Mapping[MergeUnit, int]) -> Places:
    """Where every variant has ``unit``, or the first part that is one with it or redundant to it;
    ``place`` are the places of all points in their own answers."""
    found: dict[int, int] = {}
    for one in (unit, *unit.redundant):
        if one in place:
            found.setdefault(one.variant, place[one])
    return found


def in_order_of_most(
    units: Sequence[MergeUnit], places: Mapping[MergeUnit, Places]
) -> list[MergeUnit]:
    """``units``, each before those that more variants have behind it than before it; as they are
    where no more do."""
    ordered: list[MergeUnit] = []
    for unit in units:
        at = len(ordered)
        while at and _votes(places[unit], places[ordered[at - 1]]) > 0:
            at -= 1
        ordered.insert(at, unit)
    return ordered


def _votes(one: Places, other: Places) -> int:
    """How many more variants have ``one`` before ``other`` than behind it."""
    return sum(1 if one[v] < other[v] else -1 for v in one.keys() & other.keys())
