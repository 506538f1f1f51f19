"""How near questions are in meaning, by the vectors of their words or of a sentence encoder.

The mean of the bank is subtracted, so that what all its questions are about counts for nothing.
Some questions are near to all others; CSLS (Conneau et al. 2018, 2.3) corrects for that: twice
the cosine, less the mean cosine of either question with its nearest ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from shuati.match.vectors import Floats, Rows
from shuati.model import Kind, Question
from shuati.model.views import all_text
from shuati.text.markdown import plain

BEGINNING = 220  # characters of an answer whose meaning is compared
_CROWD = 5  # cosines whose mean says how near a question is to all others
_KEPT = 16  # nearest questions of each that are known
_STEP = 8  # of so many questions one is looked at first, to see what is near
_CELLS = 4_000_000  # cosines that are in memory at a time
_PAIRS = 1000  # and pairs

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class SentenceVectors:
    """The vectors of all questions, one a row: of their ``text``, and of ``both``, the text with
    the beginning of the answer."""

    text: Vectors
    both: Vectors


def sentences(question: Question) -> tuple[str, str]:
    """What is encoded of a question: its text, and its text with the beginning of its answer."""
    text = plain(question.text)
    parts = (all_text(one.blocks) for one in question.sections if one.kind is not Kind.QUESTION)
    return text, f"{text}。{' '.join(parts)[:BEGINNING]}"


def vectors_of(encoded: Sequence[bytes]) -> Vectors:
    """The results of `shuati.match.encoder.encode`, one a row."""
    return np.frombuffer(b"".join(encoded), "<f4").reshape(len(encoded), -1)


class PlainSpace:
    """The cosines of a few questions by one kind of their ``vectors``, whose mean would say
    nothing."""

    def __init__(self, vectors: Vectors) -> None:
        self._rows = vectors

    def pairs(self, most: int, among: NDArray[np.bool_]) -> set[tuple[int, int]]:
        """All pairs of the chosen."""
        return set(combinations(np.flatnonzero(among).tolist(), 2))

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats]:
        """For each pair its cosine."""
        return (np.einsum("ij,ij->i", self._rows[left], self._rows[right], dtype=np.float64),)


class MeaningSpace:
    """How near all questions are to each other by one kind of their ``vectors`` (two or more)."""

    def __init__(self, vectors: Vectors) -> None:
        centred = vectors - vectors.mean(axis=0)
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        self._rows = centred / np.maximum(lengths, 1e-9)
        near = [_nearest(cosines) for cosines in self._cosines()]
        self._positions = np.concatenate([positions for positions, _ in near])
        self._near = np.concatenate([cosines for _, cosines in near])
        self._crowding = self._near[:, :_CROWD].mean(axis=1)

    def pairs(self, most: int, among: NDArray[np.bool_]) -> set[tuple[int, int]]:
        """Pairs of every question ``among`` the chosen with its ``most`` (no more than there are)
        nearest of them by CSLS, the smaller position first.

        They are taken from the `_KEPT` nearest by cosine.
        """
        corrected = np.where(
            among[self._positions], 2 * self._near - self._crowding[self._positions], -np.inf
        )
        order = np.argsort(-corrected, axis=1, kind="stable")[:, :most]
        near = np.take_along_axis(self._positions, order, axis=1)
        valid = among[:, None] & (np.take_along_axis(corrected, order, axis=1) > -np.inf)
        own, other = np.nonzero(valid)[0], near[valid]
        both = zip(np.minimum(own, other).tolist(), np.maximum(own, other).tolist(), strict=True)
        return set(both)

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats, Floats]:
        """For each pair its cosine and its CSLS."""
        found = [np.empty(0)]
        for at in range(0, len(left), _PAIRS):
            x, y = self._rows[left[at : at + _PAIRS]], self._rows[right[at : at + _PAIRS]]
            found.append(np.einsum("ij,ij->i", x, y, dtype=np.float64))
        cosine = np.concatenate(found)
        return cosine, 2 * cosine - self._crowding[left] - self._crowding[right]

    def _cosines(self) -> Iterator[Vectors]:
        """The cosines of some questions with all, -1 with themselves."""
        rows = max(1, _CELLS // len(self._rows))
        for start in range(0, len(self._rows), rows):
            own = self._rows[start : start + rows] @ self._rows.T
            at = np.arange(len(own))
            own[at, start + at] = -1
            yield own


def _nearest(cosines: Vectors) -> tuple[NDArray[np.int64], Vectors]:
    """The positions of the `_KEPT` greatest of each row of ``cosines`` and these, the greatest
    first; fewer where there are no more."""
    kept = min(_KEPT, cosines.shape[1] - 1)
    step = _STEP if cosines.shape[1] > _KEPT * _STEP**2 else 1
    # At least so many of all are as great as the last of the greatest of a part.
    least = np.partition(cosines[:, ::step], -kept, axis=1)[:, -kept]
    row, position = np.nonzero(cosines >= least[:, None])
    value = cosines[row, position]
    order = np.lexsort((position, -value, row))
    begins = np.searchsorted(row, np.arange(len(cosines)))
    chosen = order[begins[:, None] + np.arange(kept)]
    return position[chosen], value[chosen]
