"""How near questions are in meaning, by the vectors of a sentence encoder.

The mean of the bank is subtracted, so that what all its questions are about counts for nothing.
Some questions are near to all others; CSLS (Conneau et al. 2018, 2.3) corrects for that: twice
the cosine, less the mean cosine of either question with its nearest ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuati.match.vectors import Floats, Rows
from shuati.model import Kind, Question
from shuati.model.views import all_text
from shuati.text.markdown import plain

_BEGINNING = 220  # characters of an answer that are encoded
_NEAREST = 5  # cosines whose mean says how near a question is to all others
_ROWS = 1000  # questions compared with all others at a time, to bound memory

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
    return text, f"{text}。{' '.join(parts)[:_BEGINNING]}"


def vectors_of(encoded: Sequence[bytes]) -> Vectors:
    """The results of `shuati.match.encoder.encode`, one a row."""
    return np.frombuffer(b"".join(encoded), "<f4").reshape(len(encoded), -1)


class MeaningSpace:
    """How near all questions are to each other by one kind of their ``vectors`` (two or more)."""

    def __init__(self, vectors: Vectors) -> None:
        centred = vectors - vectors.mean(axis=0)
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        self._rows = centred / np.maximum(lengths, 1e-9)
        most = min(_NEAREST, len(vectors) - 1)
        near = [np.partition(own, -most)[:, -most:].mean(axis=1) for _, own in self._cosines()]
        self._crowding = np.concatenate(near)

    def pairs(self, most: int, among: NDArray[np.bool_]) -> set[tuple[int, int]]:
        """Pairs of every question ``among`` the chosen with its ``most`` (no more than there are)
        nearest of them by CSLS, the smaller position first."""
        found: set[tuple[int, int]] = set()
        for start, own in self._cosines():
            corrected = np.where(among, 2 * own - self._crowding, -np.inf)
            nearest = np.argpartition(-corrected, most - 1, axis=1)[:, :most]
            for at, near in enumerate(nearest.tolist(), start):
                rest = (other for other in near if among[at] and among[other] and other != at)
                found.update((min(at, other), max(at, other)) for other in rest)
        return found

    def closeness(self, left: Rows, right: Rows) -> tuple[Floats, Floats]:
        """For each pair its cosine and its CSLS."""
        found = [np.empty(0)]
        for at in range(0, len(left), _ROWS):
            x, y = self._rows[left[at : at + _ROWS]], self._rows[right[at : at + _ROWS]]
            found.append(np.einsum("ij,ij->i", x, y, dtype=np.float64))
        cosine = np.concatenate(found)
        return cosine, 2 * cosine - self._crowding[left] - self._crowding[right]

    def _cosines(self) -> Iterator[tuple[int, Vectors]]:
        """The cosines of some questions with all, and the position of the first; -1 with itself."""
        for start in range(0, len(self._rows), _ROWS):
            own = self._rows[start : start + _ROWS] @ self._rows.T
            at = np.arange(len(own))
            own[at, start + at] = -1
            yield start, own
