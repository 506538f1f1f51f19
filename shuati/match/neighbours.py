"""The nearest texts of every text by cosine, found without comparing all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from shuati.match.position_pairs import PositionPairs, paired, united
from shuati.match.vectors import Floats, Rows, cosines

_HEAVIEST = 40  # features of a text by which its neighbours are searched
_FREQUENT = 300  # a feature of more texts than this is not searched by
_ROWS = 1000  # texts compared at a time, to bound memory
_LEAST = 0.02  # the smallest cosine of a third text that a ratio is taken to


@dataclass(frozen=True)
class Neighbours:
    """For each row of ``vectors`` its nearest others, the nearest first.

    ``positions`` and ``cosines`` have one row per text; where it has no more neighbours
    the position is -1 and the cosine 0. Features that one text alone has are left out of
    ``vectors``, once the others have their weights: no cosine of two texts needs them.
    """

    vectors: csr_matrix
    positions: NDArray[np.int64]
    cosines: NDArray[np.float64]

    def pairs(self, most: int) -> PositionPairs:
        """Pairs of every text with its ``most`` nearest, sorted."""
        own, rank = np.nonzero(self.positions[:, :most] >= 0)
        return united([paired(own, self.positions[own, rank])])

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats, Floats]:
        """For each pair its cosine (0 to 1), and the ratio of that to the best cosine of either
        with any third text (Lowe 2004, 7.1): above 1, each is the other's nearest."""
        found = cosines(self.vectors, left, right)
        third = np.maximum(self._best_but(left, right), self._best_but(right, left))
        return found, found / np.maximum(third, _LEAST)

    def _best_but(self, own: Rows, other: Rows) -> Floats:
        at = (self.positions[own, 0] == other).astype(np.int64)
        best: Floats = self.cosines[own, at]
        return best


def neighbours(vectors: csr_matrix, most: int) -> Neighbours:
    """The nearest ``most`` (at least two) of every text, found by its heaviest features."""
    index = _heaviest_features(vectors)
    across = index.T.tocsr()
    rough: list[NDArray[np.int64]] = []
    for start in range(0, vectors.shape[0], _ROWS):
        found = (index[start : start + _ROWS] @ across).tocsr()
        for row in range(found.shape[0]):
            begin, end = found.indptr[row], found.indptr[row + 1]
            near, values = found.indices[begin:end], found.data[begin:end]
            rough.append(_nearest(near, np.where(near == start + row, 0, values), 2 * most))
    return _exact(vectors, rough, most)


def _nearest(positions: NDArray[np.int32], values: Floats, most: int) -> NDArray[np.int64]:
    """The ``positions`` of the ``most`` highest values above 0, the highest first."""
    if len(values) > most:
        least = np.partition(values, -most)[-most]
        keep = np.flatnonzero(values >= max(least, 1e-9))
    else:
        keep = np.flatnonzero(values > 0)
    order = np.lexsort((positions[keep], -values[keep]))[:most]
    return positions[keep][order].astype(np.int64)


def _exact(vectors: csr_matrix, rough: Sequence[NDArray[np.int64]], most: int) -> Neighbours:
    """Cosines over all features for the neighbours found by a few."""
    often = [len(near) for near in rough]
    left = np.repeat(np.arange(len(rough)), often)
    right = np.concatenate(rough) if rough else np.empty(0, dtype=np.int64)
    values = cosines(vectors, left, right)
    order = np.lexsort((right, -values, left))
    rank = np.arange(len(left)) - np.repeat(np.cumsum([0, *often[:-1]]), often) if often else left
    kept = rank < most
    positions = np.full((len(rough), most), -1, dtype=np.int64)
    nearest = np.zeros((len(rough), most))
    positions[left[order][kept], rank[kept]] = right[order][kept]
    nearest[left[order][kept], rank[kept]] = values[order][kept]
    return Neighbours(_shared(vectors), positions, nearest)


def _shared(vectors: csr_matrix) -> csr_matrix:
    """``vectors`` without the features that one of them alone has."""
    shared = (np.bincount(vectors.indices, minlength=vectors.shape[1]) > 1)[vectors.indices]
    starts = np.concatenate(([0], np.cumsum(shared)))[vectors.indptr]
    kept = vectors.data[shared], vectors.indices[shared], starts.astype(vectors.indptr.dtype)
    return csr_matrix(kept, shape=vectors.shape)


def _heaviest_features(matrix: csr_matrix) -> csr_matrix:
    """Every row with its heaviest features only, without those of too many texts."""
    held = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rows = []
    for start in range(0, matrix.shape[0], _ROWS):
        part = matrix[start : start + _ROWS].copy()
        part.data[held[part.indices] > _FREQUENT] = 0
        part.eliminate_zeros()
        for row in range(part.shape[0]):
            begin, end = part.indptr[row], part.indptr[row + 1]
            if end - begin > _HEAVIEST:
                order = np.argsort(part.data[begin:end], kind="stable")[: end - begin - _HEAVIEST]
                part.data[begin + order] = 0
        part.eliminate_zeros()
        rows.append(part)
    return vstack(rows, format="csr") if rows else matrix
