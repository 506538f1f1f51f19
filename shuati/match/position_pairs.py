"""Pairs of questions as rows of an array: their positions, the smaller first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from shuati.match.vectors import Rows

PositionPairs = NDArray[np.int64]  # of shape (pairs, 2)


def paired(own: Rows, other: Rows) -> PositionPairs:
    """Each of ``own`` with the one of ``other`` at the same place."""
    return np.stack((np.minimum(own, other), np.maximum(own, other)), axis=1)


def as_array(pairs: Iterable[tuple[int, int]]) -> PositionPairs:
    """``pairs``, in their order."""
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def united(parts: Iterable[PositionPairs]) -> PositionPairs:
    """The pairs of all ``parts``, sorted, each once."""
    whole = np.concatenate((as_array(()), *parts))
    width = whole.max(initial=0) + 1
    return np.stack(np.divmod(np.unique(_keys(whole, width)), width), axis=1)


def are_among(pairs: PositionPairs, others: PositionPairs) -> NDArray[np.bool_]:
    """For each of ``pairs`` whether it is one of ``others``."""
    width = max(pairs.max(initial=0), others.max(initial=0)) + 1
    return np.isin(_keys(pairs, width), _keys(others, width))


def _keys(pairs: PositionPairs, width: int) -> Rows:
    """A number for each pair, in their order if positions are below ``width``."""
    found: Rows = pairs[:, 0] * width + pairs[:, 1]
    return found
