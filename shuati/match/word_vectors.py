"""What a text means by its words: the mean of vectors that a sentence encoder gave to words.

Such static vectors keep much of what an encoder knows about words (Model2Vec, Tulkens and van
Dongen 2024). Frequent words count less: by smooth inverse frequency (Arora et al. 2017). Texts are
cut by the longest known word from the right, which is quicker than the best segmentation and here
as good.
`python -m evaluation.word_vectors` makes ``lexicon/word_vectors.npz``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray

from shuati import lexicon
from shuati.text.scripts import HAN

_SMOOTHING = 1e-4  # the frequency of a word that has half the weight of a very rare one

_HAN = re.compile(f"[{HAN}]+")

Vector = NDArray[np.float32]


def total_of(text: str) -> Vector:
    """The sum of the weighted vectors of the words of ``text`` (folded, simplified)."""
    _, vectors = _table()
    rows = [row for run in _HAN.findall(text) for row in _rows_of(run)]
    total: Vector = vectors[rows].sum(axis=0)
    return total


def vector_of(total: Vector) -> bytes:
    """A sum of vectors with length 1: float32 numbers, little-endian; all 0 for no known word."""
    length = np.linalg.norm(total)
    return np.asarray(total / length if length else total, "<f4").tobytes()


def _rows_of(run: str) -> list[int]:
    """The rows of the known words of a run of Chinese characters, from the right."""
    (known, _), lengths = _table(), _lengths()
    found = list[int]()
    end = len(run)
    while end:
        for length in lengths.get(run[end - 1], ()):
            if length <= end and (word := run[end - length : end]) in known:
                found.append(known[word])
                end -= length
                break
        else:
            end -= 1
    return found


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the words with each last character are, the longest first."""
    known, _ = _table()
    found: dict[str, set[int]] = defaultdict(set)
    for word in known:
        found[word[-1]].add(len(word))
    return {last: tuple(sorted(own, reverse=True)) for last, own in found.items()}


@cache
def _table() -> tuple[dict[str, int], Vector]:
    """The row of every word, and its vector times its weight, one a row."""
    found = lexicon.arrays("word_vectors.npz")
    words = found["words"].tobytes().decode().split("\n")
    weights = _SMOOTHING / (_SMOOTHING + found["frequencies"])
    rows = found["vectors"].astype(np.float32) * weights[:, None].astype(np.float32)
    return {word: at for at, word in enumerate(words)}, rows
