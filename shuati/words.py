"""Text becomes words: jieba with the terms of the bank itself as its dictionary."""

from __future__ import annotations

import logging
import math
import os
import re
import unicodedata
import warnings
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from shuati import cache

if TYPE_CHECKING:
    from jieba import Tokenizer

# fine-tuning, Node.js, GPT-4, C++, B+; a number alone is no word.
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-._/][A-Za-z0-9]+)*(?:\+{1,2}|#)?")
# A term with blanks inside stands as such in brackets: 语言建模（language modeling）.
_PHRASE = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*){1,2})\)")
_TOTAL = 60_000_000  # words counted in jieba's dictionary
_RARE = 50  # a word less frequent than this tells no more than one at it
# jieba counts no English. A name has capitals or signs inside (GPU, Node.js); a word without
# is taken for as common as 时间.
_WORD = re.compile(r"[A-Za-z]?[a-z]+")
_COMMON = 20_000
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


class Words:
    """A segmenter that knows the ``terms`` of the domain beside jieba's own dictionary."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._jieba = _tokenizer()
        self._before = dict[str, int]()
        self._phrases: dict[str, str] = {}
        for term in terms:
            if " " in term:
                self._phrases[term.replace(" ", "-").casefold()] = term
            else:
                self._learn(term)
        blanks = (re.escape(term) for term in sorted(self._phrases.values(), key=len, reverse=True))
        self._spaced = re.compile(
            f"(?<![A-Za-z0-9])(?:{'|'.join(blanks) or '(?!)'})", re.IGNORECASE
        )

    def _learn(self, term: str) -> None:
        if term not in self._before:
            self._before[term] = self._jieba.FREQ.get(term, 0)
            self._jieba.add_word(term)

    def split(self, text: str) -> list[str]:
        """The words of ``text`` in order; Latin terms stay whole, those in brackets hyphened."""
        folded = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
        folded = self._spaced.sub(lambda match: match[0].replace(" ", "-"), folded)
        folded = _PHRASE.sub(lambda match: f"({match[1].replace(' ', '-')})", folded)
        for match in _LATIN.finditer(folded):
            self._learn(match[0])
        words = self._jieba.cut(folded, HMM=False)
        return [self._phrases.get(word.casefold(), word) for word in words if word.strip()]

    def parts_of_speech(self, words: Collection[str]) -> dict[str, str]:
        """What jieba's dictionary says ``words`` are (n, v, a, d …); '' is none of it."""
        with self._jieba.get_dict_file() as lines:
            rows = (line.decode().split() for line in lines)
            return {row[0]: row[2] for row in rows if row[0] in words and len(row) > 2}

    def weight(self, word: str) -> float:
        """How much a word tells: the rarer in general language, the more (8 to 14)."""
        often = self._before.get(word, self._jieba.FREQ.get(word, 0))
        if _WORD.fullmatch(word):
            often = max(often, _COMMON)
        return math.log(_TOTAL / max(often, _RARE))


def _tokenizer() -> Tokenizer:
    """A jieba tokenizer that may be taught words; the dictionary itself is loaded once."""
    known = _dictionary()
    tokenizer = type(known)()
    tokenizer.FREQ, tokenizer.total = known.FREQ.copy(), known.total
    tokenizer.initialized = True
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary() -> Tokenizer:
    """A jieba tokenizer that is taught nothing, silent, its cache where nobody else writes.

    By default jieba shares one file in the system's temporary folder among all users of a
    machine and reads it with marshal (fxsjy/jieba#26, #903).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources (#1026, #1050)
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    own = cache.folder("jieba")
    tokenizer.tmp_dir = str(own) if own else os.devnull  # there it cannot keep a cache
    tokenizer.initialize()
    return tokenizer
