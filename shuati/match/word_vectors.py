"""What a text means by its words: the mean of vectors that a sentence encoder gave to words.

Such static vectors keep much of what an encoder knows about words (Model2Vec, Tulkens and van
Dongen 2024). Frequent words count less: by smooth inverse frequency (Arora et al. 2017).
`python -m evaluation.word_vectors` makes ``lexicon/word_vectors.npz``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from shuati import lexicon
from shuati.text.segmenter import Segmenter

_SMOOTHING = 1e-4  # the frequency of a word that has half the weight of a very rare one


class WordVectors:
    """The vectors of texts, by the ``words`` that they are cut into."""

    def __init__(self, words: Segmenter) -> None:
        self._words = words

    def encode(self, text: str) -> bytes:
        """The vector of ``text``: float32 numbers, little-endian, of length 1; all 0 for a text
        without a word that has a vector."""
        at, rows = _table()
        found = [at[part] for word in self._words.split(text) for part in _parts(word, at)]
        total = rows[found].sum(axis=0)
        length = np.linalg.norm(total)
        return np.asarray(total / length if length else total, "<f4").tobytes()


def _parts(word: str, known: dict[str, int]) -> Iterator[str]:
    """``word``, or the longest parts of it that are known, from the left."""
    begin = 0
    while begin < len(word):
        ends = range(len(word), begin, -1)
        end = next((end for end in ends if word[begin:end] in known), None)
        if end is not None:
            yield word[begin:end]
        begin = end or begin + 1


@cache
def _table() -> tuple[dict[str, int], NDArray[np.float32]]:
    """The row of every word, and its vector times its weight."""
    found = lexicon.arrays("word_vectors.npz")
    words = found["words"].tobytes().decode().split("\n")
    weights = _SMOOTHING / (_SMOOTHING + found["frequencies"])
    rows = found["vectors"].astype(np.float32) * weights[:, None].astype(np.float32)
    return {word: at for at, word in enumerate(words)}, rows
