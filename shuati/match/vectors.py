"""Whole texts as vectors, and which ones lie next to each other.

Features are neighbouring Chinese characters (two and three) and Latin words; weights are
√count · log(N / documents that have it), rows have length 1 (TF-IDF, Salton & Buckley 1988).
On labelled questions the nearest text by this measure is the repeated question in nearly
all cases, even where the titles have no word in common; how much nearer it is than the next
one tells how sure that is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

_BUCKETS = 1 << 22  # columns; features are hashed into them
_TELLING = 40  # features of a text by which its neighbours are looked for
_CROWD = 300  # a feature of more texts than that finds no neighbours
_ROWS = 2000  # texts compared at a time, to bound memory
_COMMON = 0.3  # a feature in more than this share of all texts says nothing

_LATIN = re.compile(r"[a-z][a-z0-9_.+#-]*")
_MIX = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)  # Fibonacci hashing (Knuth, 6.4)


@dataclass(frozen=True)
class Neighbours:
    """For each text its nearest others: positions and cosines, the nearest first."""

    vectors: csr_matrix
    positions: tuple[NDArray[np.int64], ...]
    cosines: tuple[NDArray[np.float64], ...]

    def pairs(self, most: int) -> set[tuple[int, int]]:
        """Every text with its ``most`` nearest, the smaller position first."""
        return {
            (min(a, int(b)), max(a, int(b)))
            for a, near in enumerate(self.positions)
            for b in near[:most]
        }

    def closeness(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
        """For each pair the cosine (0 to 1), and the lead: how much nearer the two are to
        each other than either is to any third, as a ratio."""
        left = np.array([a for a, _ in pairs], dtype=np.int64)
        right = np.array([b for _, b in pairs], dtype=np.int64)
        found: list[tuple[float, float]] = []
        for start in range(0, len(pairs), _ROWS):
            x, y = left[start : start + _ROWS], right[start : start + _ROWS]
            cosines = _cosines(self.vectors, x, y)
            for a, b, cosine in zip(x.tolist(), y.tolist(), cosines.tolist(), strict=True):
                third = max(self._best_but(a, b), self._best_but(b, a), 0.02)
                found.append((cosine, cosine / third))
        return found

    def _best_but(self, a: int, b: int) -> float:
        for position, cosine in zip(self.positions[a], self.cosines[a], strict=True):
            if position != b:
                return float(cosine)
        return 0.0


def _cosines(
    matrix: csr_matrix, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The cosines of rows ``left`` with rows ``right``, one for each position."""
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()


def vectors(texts: Sequence[tuple[str, str]]) -> csr_matrix:
    """One row per text. A text is (question, answer), both folded; the question counts thrice."""
    rows, columns, counts = [], [], []
    for at, (question, answer) in enumerate(texts):
        found, often = _counted(question, answer)
        rows.append(np.full(len(found), at, dtype=np.int64))
        columns.append(found)
        counts.append(often)
    if not rows:
        return csr_matrix((0, _BUCKETS))
    shape = (len(texts), _BUCKETS)
    raw = csr_matrix(
        (np.concatenate(counts), (np.concatenate(rows), np.concatenate(columns))), shape=shape
    )
    return _weighted(raw)


def _counted(question: str, answer: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    asked, said = _features(question), _features(answer)
    both = np.concatenate((asked, said))
    worth = np.concatenate((np.full(len(asked), 3.0), np.ones(len(said))))
    found, place = np.unique(both, return_inverse=True)
    return found, np.bincount(place, weights=worth, minlength=len(found)).astype(float)


def _features(text: str) -> NDArray[np.int64]:
    """The columns of a text's features, one for each time they come."""
    latin = [zlib.crc32(word.encode()) for word in _LATIN.findall(text)]
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    han = (points >= 0x3400) & (points <= 0x9FFF)
    pairs = (points[:-1] << np.uint64(21)) | points[1:]
    pairs = pairs[han[:-1] & han[1:]]
    triples = (points[:-2] << np.uint64(42)) | (points[1:-1] << np.uint64(21)) | points[2:]
    triples = triples[han[:-2] & han[1:-1] & han[2:]] if len(points) > 2 else triples[:0]
    ids = np.concatenate((pairs, triples, np.array(latin, dtype=np.uint64)))
    return ((ids * _MIX) >> np.uint64(64 - 22)).astype(np.int64)


def _weighted(raw: csr_matrix) -> csr_matrix:
    """√count · idf, rows of length 1; what nearly every text has is left out."""
    total = raw.shape[0]
    held = np.bincount(raw.indices, minlength=raw.shape[1])
    idf = np.zeros(raw.shape[1])
    telling = (held > 0) & (held <= max(_COMMON * total, 2))
    idf[telling] = np.log((total + 1) / held[telling])
    weighted = raw.copy()
    weighted.data = np.sqrt(weighted.data) * idf[weighted.indices]
    weighted.eliminate_zeros()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    weighted.data /= np.repeat(lengths, np.diff(weighted.indptr))
    return weighted


def neighbours(matrix: csr_matrix, most: int) -> Neighbours:
    """The nearest ``most`` of every text, found by its most telling features."""
    index = _most_telling(matrix)
    across = index.T.tocsr()
    positions: list[NDArray[np.int64]] = []
    cosines: list[NDArray[np.float64]] = []
    for start in range(0, matrix.shape[0], _ROWS):
        found = (index[start : start + _ROWS] @ across).tocsr()
        for row in range(found.shape[0]):
            near = found.indices[found.indptr[row] : found.indptr[row + 1]]
            rough = found.data[found.indptr[row] : found.indptr[row + 1]]
            keep = near != start + row
            near, rough = near[keep], rough[keep]
            best = np.lexsort((near, -rough))[: 2 * most]
            positions.append(near[best].astype(np.int64))
            cosines.append(rough[best])
    return _exact(matrix, positions, most)


def _exact(matrix: csr_matrix, rough: Sequence[NDArray[np.int64]], most: int) -> Neighbours:
    """Cosines over all features for the neighbours found by a few."""
    positions: list[NDArray[np.int64]] = []
    cosines: list[NDArray[np.float64]] = []
    for start in range(0, len(rough), _ROWS):
        part = rough[start : start + _ROWS]
        left = np.repeat(np.arange(start, start + len(part)), [len(near) for near in part])
        right = np.concatenate(part) if part else np.empty(0, dtype=np.int64)
        values = _cosines(matrix, left, right)
        end = 0
        for near in part:
            begin, end = end, end + len(near)
            best = np.lexsort((near, -values[begin:end]))[:most]
            positions.append(near[best])
            cosines.append(values[begin:end][best])
    return Neighbours(matrix, tuple(positions), tuple(cosines))


def _most_telling(matrix: csr_matrix) -> csr_matrix:
    """Every row with its heaviest features only, less those of too many texts."""
    held = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = matrix.copy()
    kept.data[held[kept.indices] > _CROWD] = 0
    kept.eliminate_zeros()
    rows = []
    for start in range(0, kept.shape[0], _ROWS):
        part = kept[start : start + _ROWS]
        for row in range(part.shape[0]):
            begin, end = part.indptr[row], part.indptr[row + 1]
            if end - begin > _TELLING:
                order = np.argsort(part.data[begin:end], kind="stable")[: end - begin - _TELLING]
                part.data[begin + order] = 0
        part.eliminate_zeros()
        rows.append(part)
    return vstack(rows, format="csr") if rows else kept
