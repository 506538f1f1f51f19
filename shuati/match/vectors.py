"""Texts as sparse TF-IDF vectors (Salton & Buckley 1988).

Features are bigrams and trigrams of Chinese characters, and Latin words, hashed to columns.
The weight of a feature is √count · log(N / number of texts that have it); rows have length 1.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from shuati.text.scripts import HAN_RANGES, LATIN_WORD

_BITS = 22
_COLUMNS = 1 << _BITS  # features are hashed into them; trigrams have the upper half
_HALF = 1 << (_BITS - 1)
_ROWS = 1000  # texts counted, or pairs compared, at a time, to bound memory
_COMMON = 0.3  # a feature of more than this share of all texts has no weight

_LATIN = re.compile(LATIN_WORD)
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing (Knuth, 6.4)

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]  # positions
Bools = NDArray[np.bool_]


def counts(texts: Sequence[str]) -> csr_matrix:
    """How often each of ``texts`` (folded) has each feature: one row per text."""
    starts = range(0, max(len(texts), 1), _ROWS)
    found: csr_matrix = vstack([_counts(texts[at : at + _ROWS]) for at in starts], format="csr")
    return found


def _counts(texts: Sequence[str]) -> csr_matrix:
    whole = "\n".join(texts)  # no feature reaches over a line
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    latin = [(match.start(), zlib.crc32(match[0].encode())) for match in _LATIN.finditer(whole)]
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    han = np.logical_or.reduce([(points >= first) & (points <= last) for first, last in HAN_RANGES])
    wide = points.astype(np.uint64)
    two = np.flatnonzero(han[:-1] & han[1:])
    three = np.flatnonzero(han[:-2] & han[1:-1] & han[2:])
    twos = (wide[two] << np.uint64(21)) | wide[two + 1]
    threes = (wide[three] << np.uint64(42)) | (wide[three + 1] << np.uint64(21)) | wide[three + 2]
    words = np.array([code for _, code in latin], dtype=np.uint64)
    columns = np.concatenate((_column(twos), _column(words), _column(threes) + _HALF))
    at = np.concatenate((two, np.array([at for at, _ in latin], dtype=np.int64), three))
    rows = np.searchsorted(starts, at, side="right") - 1
    shape = (len(texts), _COLUMNS)
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, (rows.astype(np.int32), columns)), shape=shape)


def _column(ids: NDArray[np.uint64]) -> NDArray[np.int32]:
    return ((ids * _MIX) >> np.uint64(64 - _BITS + 1)).astype(np.int32)


def tf_idf(raw: csr_matrix, chosen: Bools) -> csr_matrix:
    """√count · idf, rows of length 1; features of many texts are left out.

    A row that is not ``chosen`` is empty, and counts for no idf.
    """
    found = raw.copy()
    found.data[~np.repeat(chosen, np.diff(found.indptr))] = 0
    found.eliminate_zeros()
    total = found.shape[0]
    held = np.bincount(found.indices, minlength=_COLUMNS)
    idf = np.zeros(_COLUMNS, dtype=np.float32)
    rare = (held > 0) & (held <= max(_COMMON * total, 2))
    idf[rare] = np.log((total + 1) / held[rare])
    found.sort_indices()  # comparing rows of others costs 100 times as much
    np.sqrt(found.data, out=found.data)
    found.data *= idf[found.indices]
    found.eliminate_zeros()
    return _of_length_one(found)


def unweighted(raw: csr_matrix) -> csr_matrix:
    """√count of bigrams and Latin words, whatever their frequency; rows of length 1."""
    found = raw.copy()
    found.data = np.sqrt(np.where(found.indices < _HALF, found.data, 0))
    found.eliminate_zeros()
    return _of_length_one(found)


def _of_length_one(matrix: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    matrix.data /= np.repeat(lengths, np.diff(matrix.indptr)).astype(np.float32)
    return matrix


def cosines(matrix: csr_matrix, left: Rows, right: Rows) -> Floats:
    """The cosines of the rows ``left`` with the rows ``right``, one for each position."""
    found = [np.empty(0)]
    for at in range(0, len(left), _ROWS):
        x, y = matrix[left[at : at + _ROWS]], matrix[right[at : at + _ROWS]]
        found.append(np.asarray(x.multiply(y).sum(axis=1), dtype=np.float64).ravel())
    return np.concatenate(found)
