"""The rivals of a pair: what else in the document of the one question is near to the other.

Several authors ask one question. So the nearest question of a third document says little against
a pair, the nearest other one of the same two documents says much.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shuati.match.position_pairs import PositionPairs
from shuati.match.vectors import Floats, Rows

_LEAST = 0.02  # the smallest cosine of a rival that a ratio is taken to


class Rivals:
    """For every question and document the two nearest of its candidates there.

    ``paths`` are the documents of all questions; ``pairs`` the candidates, with their ``cosines``.
    """

    def __init__(self, paths: Sequence[str], pairs: PositionPairs, cosines: Floats) -> None:
        numbers = {path: number for number, path in enumerate(dict.fromkeys(paths))}
        self._documents = np.array([numbers[path] for path in paths], dtype=np.int64)
        own, other = np.concatenate((pairs, pairs[:, ::-1])).T
        values = np.concatenate((cosines, cosines))
        keys = self._keys(own, other)
        order = np.lexsort((other, -values, keys))
        keys, values, other = keys[order], values[order], other[order]
        self._known, first = np.unique(keys, return_index=True)
        self._nearest, self._best = other[first], values[first]
        second = np.minimum(first + 1, max(len(keys) - 1, 0))
        self._second = np.where(keys[second] == self._known, values[second], 0.0)
        self._second[second == first] = 0.0

    def ratio(self, pairs: PositionPairs, cosines: Floats) -> Floats:
        """For each of ``pairs`` its cosine by the best cosine of either with a rival: another
        question in the document of the other one."""
        left, right = pairs.T
        rival = np.maximum(self._best_but(left, right), self._best_but(right, left))
        found: Floats = cosines / np.maximum(rival, _LEAST)
        return found

    def _best_but(self, own: Rows, other: Rows) -> Floats:
        if not len(self._known):
            return np.zeros(len(own))
        keys = self._keys(own, other)
        at = np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)
        best = np.where(self._nearest[at] == other, self._second[at], self._best[at])
        found: Floats = np.where(self._known[at] == keys, best, 0.0)
        return found

    def _keys(self, own: Rows, other: Rows) -> NDArray[np.int64]:
        keys: NDArray[np.int64] = own * (len(self._documents) + 1) + self._documents[other]
        return keys
