"""Chinese word segmentation: jieba, with terms that it must not cut."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache, cached_property

from shuati.text.jieba_dictionary import Dictionary
from shuati.text.scripts import LATIN_WORD

_LATIN = re.compile(LATIN_WORD)
# An English term in brackets may hold blanks: 语言建模（language modeling）.
_PHRASE = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*){1,2})\)")
_TOTAL = 60_000_000  # words in the corpus that jieba's dictionary was counted on
_RARE = 50  # rarer words count as rare as this
# jieba has no counts of English. A word without capitals or signs inside (unlike GPU, Node.js)
# is taken for as common as 时间.
_WORD = re.compile(r"[A-Za-z]?[a-z]+")
_COMMON = 20_000
_LONGEST = 200  # letters and signs; what is longer is data, and no word
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


class Segmenter:
    """Cuts text into words; ``terms`` stay whole, beside the words of jieba's dictionary."""

    def __init__(self, terms: Iterable[str]) -> None:
        terms = tuple(terms)
        self._terms: dict[str, list[str]] = defaultdict(list)
        self._phrases: dict[str, str] = {}
        for term in filter(None, terms):
            if " " in term:
                self._phrases[term.replace(" ", "-").casefold()] = term
            else:
                self._terms[term[0]].append(term)
        blanks = (re.escape(term) for term in sorted(self._phrases.values(), key=len, reverse=True))
        self._spaced = re.compile(
            f"(?<![A-Za-z0-9])(?:{'|'.join(blanks) or '(?!)'})", re.IGNORECASE
        )

    @cached_property
    def _dictionary(self) -> Dictionary:
        return Dictionary()

    def split(self, text: str) -> list[str]:
        """The words of ``text`` in order; Latin terms stay whole, those in brackets hyphened."""
        folded = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
        folded = self._spaced.sub(lambda match: match[0].replace(" ", "-"), folded)
        folded = _PHRASE.sub(lambda match: f"({match[1].replace(' ', '-')})", folded)
        folded = _LATIN.sub(lambda match: match[0] if len(match[0]) <= _LONGEST else " ", folded)
        self._dictionary.prepare(folded)
        terms = (term for first in set(folded) for term in self._terms.get(first, ()))
        whole = {term for term in terms if term in folded} | set(_LATIN.findall(folded))
        with self._dictionary.with_words(whole):
            words = list(self._dictionary.tokenizer.cut(folded, HMM=False))
        return [self._phrases.get(word.casefold(), word) for word in words if word.strip()]

    def parts_of_speech(self, words: Collection[str]) -> dict[str, str]:
        """The parts of speech (n, v, a, d …) of those of ``words`` that jieba's dictionary has."""
        return self._dictionary.kinds(words)

    def weight(self, word: str) -> float:
        """Its information in general language, -ln(frequency): 8 (frequent) to 14 (rare)."""
        often = self._dictionary.count(word)
        if _WORD.fullmatch(word):
            often = max(often, _COMMON)
        return math.log(_TOTAL / max(often, _RARE))


@cache
def general_segmenter() -> Segmenter:
    """The one that knows jieba's words alone; its dictionary takes time to load."""
    return Segmenter(())
