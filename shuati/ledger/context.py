"""Where questions stand: in which document, under which heading, between which others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from shuati.ledger.store import Record, Variant
from shuati.model import Entry

Place = tuple[int, int]  # an entry, and one of its variants


class Places:
    """The neighbours of every variant of ``entries`` in its document."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        order = sorted(
            (
                (variant.path, variant.span.first, index, at)
                for index, entry in enumerate(entries)
                for at, variant in enumerate(entry.variants)
            ),
            key=lambda item: item[:2],
        )
        self._before: dict[Place, int] = {}
        self._after: dict[Place, int] = {}
        for (path, _, *one), (other_path, _, *other) in pairwise(order):
            if path == other_path:
                self._before[other[0], other[1]] = one[0]
                self._after[one[0], one[1]] = other[0]

    def before(self, place: Place) -> int | None:
        """The entry of the question before; None for a document's first."""
        return self._before.get(place)

    def after(self, place: Place) -> int | None:
        """The entry of the question behind; None for a document's last."""
        return self._after.get(place)


class Neighbourhood:
    """Compares places of now with those of last time, by what has been found so far."""

    def __init__(
        self, places: Places, variants: Sequence[Sequence[Variant]], found: Mapping[int, Record]
    ) -> None:
        self._places = places
        self._variants = variants
        self._found = found
        self._renamed = self._renames()

    def _renames(self) -> set[tuple[str, str]]:
        """Documents of last time and of now that hold the same questions, mostly."""
        pairs: Counter[tuple[str, str]] = Counter()
        old: Counter[str] = Counter()
        for index, record in self._found.items():
            before = {variant.path for variant in record.variants}
            now = {variant.path for variant in self._variants[index]}
            old.update(before)
            pairs.update((one, other) for one in before - now for other in now - before)
        return {pair for pair, count in pairs.items() if 2 * count >= old[pair[0]]}

    def alike(self, index: int, record: Record) -> float:
        """How well the places of an entry and of a record agree, from 0 to 1."""
        return max(
            self._alike((index, at), variant, record, old)
            for at, variant in enumerate(self._variants[index])
            for old in record.variants
        )

    def _alike(self, place: Place, variant: Variant, record: Record, old: Variant) -> float:
        if variant.path != old.path and (old.path, variant.path) not in self._renamed:
            return 0.0
        before, after = self._places.before(place), self._places.after(place)
        code = self._code(before) if before is not None else ""
        following = self._found.get(after) if after is not None else None
        behind = following is not None and any(
            known.after == record.code and known.path == old.path for known in following.variants
        )
        return (
            0.4
            + 0.1 * (variant.heading == old.heading)
            + 0.25 * (code == old.after)
            + 0.25 * behind
        )

    def _code(self, index: int) -> str | None:
        return self._found[index].code if index in self._found else None
