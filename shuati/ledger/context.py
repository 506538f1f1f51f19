"""The context of questions: their document, their heading, the questions around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.store import Record
from shuati.model import Entry

VariantIndex = tuple[int, int]  # of an entry, and of one of its variants


class Adjacency:
    """The entries whose questions come before and after each question in its document."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        order = sorted(
            (
                (variant.path, variant.span.first, index, at)
                for index, entry in enumerate(entries)
                for at, variant in enumerate(entry.variants)
            ),
            key=lambda item: item[:2],
        )
        self._previous: dict[VariantIndex, int] = {}
        self._next: dict[VariantIndex, int] = {}
        for (path, _, *one), (other_path, _, *other) in pairwise(order):
            if path == other_path:
                self._previous[other[0], other[1]] = one[0]
                self._next[one[0], one[1]] = other[0]

    def previous(self, variant: VariantIndex) -> int | None:
        """The entry (index) of the question before; None for a document's first."""
        return self._previous.get(variant)

    def next(self, variant: VariantIndex) -> int | None:
        """The entry (index) of the question after; None for a document's last."""
        return self._next.get(variant)


class ContextSimilarity:
    """Compares the context of entries with that of records, by the pairs found so far.

    ``fingerprints`` are those of each entry, ``found`` maps entries (indices) to records.
    """

    def __init__(
        self,
        adjacency: Adjacency,
        fingerprints: Sequence[Sequence[Fingerprint]],
        found: Mapping[int, Record],
    ) -> None:
        self._adjacency = adjacency
        self._fingerprints = fingerprints
        self._found = found
        self._renamed = self._renames()

    def _renames(self) -> set[tuple[str, str]]:
        """Paths (old, new) of documents that hold mostly the same questions."""
        pairs: Counter[tuple[str, str]] = Counter()
        old: Counter[str] = Counter()
        for index, record in self._found.items():
            before = {one.path for one in record.fingerprints}
            now = {one.path for one in self._fingerprints[index]}
            old.update(before)
            pairs.update((one, other) for one in before - now for other in now - before)
        return {pair for pair, count in pairs.items() if 2 * count >= old[pair[0]]}

    def of(self, index: int, record: Record) -> float:
        """How well the contexts of an entry and of a record agree, from 0 to 1."""
        return max(
            self._of_variant((index, at), own, record, old)
            for at, own in enumerate(self._fingerprints[index])
            for old in record.fingerprints
        )

    def _of_variant(
        self, variant: VariantIndex, own: Fingerprint, record: Record, old: Fingerprint
    ) -> float:
        if own.path != old.path and (old.path, own.path) not in self._renamed:
            return 0.0
        before, after = self._adjacency.previous(variant), self._adjacency.next(variant)
        code = self._code(before) if before is not None else ""
        following = self._found.get(after) if after is not None else None
        same_next = following is not None and any(
            other.previous == record.code and other.path == old.path
            for other in following.fingerprints
        )
        return (
            0.4
            + 0.1 * (own.heading == old.heading)
            + 0.25 * (code == old.previous)
            + 0.25 * same_next
        )

    def _code(self, index: int) -> str | None:
        return self._found[index].code if index in self._found else None
