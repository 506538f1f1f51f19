"""Sets of words, and the words of many pairs, as arrays of their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from shuati.match.vectors import Bools, Floats, Rows


class WordSets:
    """A set of words for every row of something."""

    def __init__(self, sets: Iterable[Collection[str]], numbers: Mapping[str, int]) -> None:
        """``numbers`` are those of the words that are asked for."""
        found: dict[Collection[str], int] = {}
        self._set = np.array([found.setdefault(one, len(found)) for one in sets], dtype=np.int64)
        self._width = len(numbers)
        keys = [
            at * self._width + numbers[word]
            for one, at in found.items()
            for word in one
            if word in numbers
        ]
        largest = np.iinfo(np.int64).max  # so that every key has a place before the end
        self._keys = np.array([*sorted(set(keys)), largest], dtype=np.int64)

    def have(self, rows: Rows, words: Rows) -> Bools:
        """Whether the set of each of ``rows`` has the word of that position."""
        keys = self._set[rows] * self._width + words
        found: Bools = self._keys[np.searchsorted(self._keys, keys)] == keys
        return found


class PairWords(NamedTuple):
    """Words of many pairs of wordings: the number of the pair of each word, and the word's place
    among all subjects of all wordings."""

    pair: Rows
    entry: Rows

    @classmethod
    def joined(cls, parts: Iterable[PairWords]) -> PairWords:
        """All words of ``parts``, one part after the other."""
        return cls(*map(np.concatenate, zip(*parts, strict=True)))

    def where(self, which: Bools) -> PairWords:
        """Those that are chosen."""
        return PairWords(self.pair[which], self.entry[which])

    def of_pairs(self, chosen: Rows, pairs: int) -> PairWords:
        """Those of the ``chosen`` of so many ``pairs``, numbered in the order of the choice."""
        number = np.full(pairs, -1, dtype=np.int64)
        number[chosen] = np.arange(len(chosen))
        own = self.where(number[self.pair] >= 0)
        return own._replace(pair=number[own.pair])

    def counts(self, pairs: int) -> Rows:
        """How many each of the ``pairs`` has."""
        found: Rows = np.bincount(self.pair, minlength=pairs)
        return found

    def sums(self, weights: Floats, pairs: int) -> Floats:
        """The sum for each of the ``pairs`` of the ``weights`` of its words."""
        return np.bincount(self.pair, weights[self.entry], pairs).astype(np.float64)


def numbered(counts: Rows) -> tuple[Rows, Rows]:
    """For groups of these sizes, of every member the group and its number in the group."""
    group = np.repeat(np.arange(len(counts)), counts)
    return group, np.arange(len(group)) - (np.cumsum(counts) - counts)[group]
