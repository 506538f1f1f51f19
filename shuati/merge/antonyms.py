"""Whether two texts contradict each other: by antonyms (``lexicon/antonyms.toml``) or negation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

_NEGATED = re.compile(
    r"(?:不(?:能|会|需|必|可|再|是|支持)?|没有?|未|无法|并非|非)(?P<word>[^\W_\d]{2})"
)


def contradicting_words(one: str, other: str) -> tuple[str, str] | None:
    """The words of two clauses (folded) that contradict each other, that of ``one`` first."""
    theirs = _words_with_antonym(other)
    for word in _words_with_antonym(one):
        antonym = _antonyms()[word]
        if antonym in theirs and _has(one, word, antonym) and _has(other, antonym, word):
            return word, antonym
    for left, right, swapped in ((one, other, False), (other, one, True)):
        for negated, word in _negations(left):
            if word in right and not re.search(rf"[不没未无非]\w{{0,3}}{word}", right):
                return (word, negated) if swapped else (negated, word)
    return None


def contradict(one: str, other: str) -> bool:
    """Whether two texts (folded) have words that contradict each other."""
    return contradicting_words(one, other) is not None


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """The pairs of antonyms of the lexicon."""
    text = resources.files("shuati.lexicon").joinpath("antonyms.toml").read_text("utf-8")
    return tuple((one, other) for one, other in tomllib.loads(text)["pairs"])


@cache
def _antonyms() -> Mapping[str, str]:
    return {word: other for pair in pairs() for word, other in (pair, pair[::-1])}


@cache
def _pattern() -> re.Pattern[str]:
    """Matches at every place where a word with an antonym begins, the longest one."""
    return re.compile(f"(?=({'|'.join(sorted(_antonyms(), key=len, reverse=True))}))")


@lru_cache(maxsize=16384)
def _words_with_antonym(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_pattern().findall(text)))


@lru_cache(maxsize=16384)
def _negations(text: str) -> tuple[tuple[str, str], ...]:
    """The negated words, each with and without what negates it."""
    return tuple((found[0], found["word"]) for found in _NEGATED.finditer(text))


def _has(text: str, word: str, antonym: str) -> bool:
    """Whether ``text`` has ``word`` by itself, and not as a part of its antonym."""
    if antonym in text and word not in text.replace(antonym, ""):
        return False
    return word in text and antonym not in text.replace(word, "")
