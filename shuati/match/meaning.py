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

from shuati.match.position_pairs import PositionPairs, as_array, paired, united
from shuati.match.vectors import Floats, Rows
from shuati.model import Kind, Question
from shuati.model.views import all_text
from shuati.text.markdown import plain

BEGINNING = 220  # characters of an answer whose meaning is compared
_CROWD = 5  # cosines whose mean says how near a question is to all others
_KEPT = 16  # nearest questions of each that are known
_STEP = 8  # of so many questions one is looked at first, to see what is near
_WHOLE = 20_000  # questions up to which each is compared with all others
_NEAR_CELLS = 60  # and cells of a larger bank in which its nearest are searched
_CELLS = 4_000_000  # cosines that are in memory at a time
_PAIRS = 1000  # and pairs

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class MeaningVectors:
    """The vectors of all questions, by their words or by a sentence encoder, one a row: of their
    ``text``, and of ``both``, the text with the beginning of the answer."""

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

    def pairs(self, most: int, among: NDArray[np.bool_]) -> PositionPairs:
        """All pairs of the chosen."""
        return as_array(combinations(np.flatnonzero(among).tolist(), 2))

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats]:
        """For each pair its cosine."""
        return (np.einsum("ij,ij->i", self._rows[left], self._rows[right], dtype=np.float64),)


class MeaningSpace:
    """How near all questions are to each other by one kind of their ``vectors`` (two or more)."""

    def __init__(self, vectors: Vectors) -> None:
        centred = vectors - vectors.mean(axis=0)
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        self._rows = centred / np.maximum(lengths, 1e-9)
        kept = min(_KEPT, len(self._rows) - 1)
        self._positions = np.empty((len(self._rows), kept), dtype=np.int64)
        self._near = np.empty((len(self._rows), kept), dtype=np.float32)
        for own, others in self._portions():
            cosines = self._rows[own] @ self._rows[others].T
            cosines[np.arange(len(own)), np.searchsorted(others, own)] = -1  # with itself
            near, self._near[own] = _nearest(cosines, kept)
            self._positions[own] = others[near]
        self._crowding = self._near[:, :_CROWD].mean(axis=1)

    def pairs(self, most: int, among: NDArray[np.bool_]) -> PositionPairs:
        """Pairs of every question ``among`` the chosen with its ``most`` (no more than there are)
        nearest of them by CSLS, sorted.

        They are taken from the `_KEPT` nearest by cosine.
        """
        corrected = np.where(
            among[self._positions], 2 * self._near - self._crowding[self._positions], -np.inf
        )
        order = np.argsort(-corrected, axis=1, kind="stable")[:, :most]
        near = np.take_along_axis(self._positions, order, axis=1)
        valid = among[:, None] & (np.take_along_axis(corrected, order, axis=1) > -np.inf)
        return united([paired(np.nonzero(valid)[0], near[valid])])

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats, Floats]:
        """For each pair its cosine and its CSLS."""
        found = [np.empty(0)]
        for at in range(0, len(left), _PAIRS):
            x, y = self._rows[left[at : at + _PAIRS]], self._rows[right[at : at + _PAIRS]]
            found.append(np.einsum("ij,ij->i", x, y, dtype=np.float64))
        cosine = np.concatenate(found)
        return cosine, 2 * cosine - self._crowding[left] - self._crowding[right]

    def _portions(self) -> Iterator[tuple[Rows, Rows]]:
        """Some questions, and the others that they are compared with, in order: all of them, or in
        a large bank those of the nearest cells (an inverted file, Sivic and Zisserman 2003)."""
        if len(self._rows) <= _WHOLE:
            everyone = np.arange(len(self._rows))
            yield from _divided(everyone, everyone)
            return
        centres = self._rows[:: round(len(self._rows) ** 0.5)]
        parts = (own for own, _ in _divided(np.arange(len(self._rows)), np.arange(len(centres))))
        cell = np.concatenate([(self._rows[own] @ centres.T).argmax(axis=1) for own in parts])
        members = np.split(np.argsort(cell, kind="stable"), np.bincount(cell).cumsum()[:-1])
        near = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
        for own, cells in zip(members, near, strict=False):
            most = _NEAR_CELLS
            while sum(len(members[one]) for one in cells[:most] if one < len(members)) <= _KEPT:
                most += 1
            found = [members[one] for one in cells[:most] if one < len(members)]
            others = np.union1d(np.concatenate(found), own)
            yield from _divided(own, others)


def _divided(own: Rows, others: Rows) -> Iterator[tuple[Rows, Rows]]:
    """The pairs of ``own`` and ``others`` in portions, to bound memory."""
    step = max(1, _CELLS // len(others))
    for start in range(0, len(own), step):
        yield own[start : start + step], others


def _nearest(cosines: Vectors, kept: int) -> tuple[NDArray[np.int64], Vectors]:
    """The positions of the ``kept`` greatest of each row of ``cosines`` and these, the greatest
    first."""
    step = _STEP if cosines.shape[1] > _KEPT * _STEP**2 else 1
    # At least so many of all are as great as the last of the greatest of a part.
    least = np.partition(cosines[:, ::step], -kept, axis=1)[:, -kept]
    row, position = np.divmod(np.flatnonzero(cosines >= least[:, None]), cosines.shape[1])
    value = cosines[row, position]
    order = np.lexsort((position, -value, row))
    begins = np.searchsorted(row, np.arange(len(cosines)))
    chosen = order[begins[:, None] + np.arange(kept)]
    return position[chosen], value[chosen]
