"""What a text means by its words: the mean of vectors that a sentence encoder gave to words.

Such static vectors keep much of what an encoder knows about words (Model2Vec, Tulkens and van
Dongen 2024). Frequent words count less: by smooth inverse frequency (Arora et al. 2017). Texts are
cut by the longest known word from the right, which is quicker than the best segmentation and here
as good.
`python -m evaluation.word_vectors` makes ``lexicon/word_vectors.npz``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from shuati import lexicon
from shuati.text.scripts import HAN

_SMOOTHING = 1e-4  # the frequency of a word that has half the weight of a very rare one
_LONGEST = 6  # characters of a word

_HAN = re.compile(f"[{HAN}]+")

Vector = NDArray[np.float32]


def total_of(text: str) -> Vector:
    """The sum of the weighted vectors of the words of ``text`` (folded, simplified)."""
    at, rows = _table()
    found = [at[word] for run in _HAN.findall(text) for word in _words(run, at)]
    total: Vector = rows[found].sum(axis=0)
    return total


def vector_of(total: Vector) -> bytes:
    """A sum of vectors with length 1: float32 numbers, little-endian; all 0 for no known word."""
    length = np.linalg.norm(total)
    return np.asarray(total / length if length else total, "<f4").tobytes()


def _words(run: str, known: dict[str, int]) -> Iterator[str]:
    """The known words of a run of Chinese characters, from the right."""
    end = len(run)
    while end:
        for begin in range(max(0, end - _LONGEST), end):
            if run[begin:end] in known:
                yield run[begin:end]
                end = begin
                break
        else:
            end -= 1


@cache
def _table() -> tuple[dict[str, int], Vector]:
    """The row of every word, and its vector times its weight."""
    found = lexicon.arrays("word_vectors.npz")
    words = found["words"].tobytes().decode().split("\n")
    weights = _SMOOTHING / (_SMOOTHING + found["frequencies"])
    rows = found["vectors"].astype(np.float32) * weights[:, None].astype(np.float32)
    return {word: at for at, word in enumerate(words)}, rows
