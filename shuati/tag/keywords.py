"""The terms that an expert would underline in an entry."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from shuati import lexicon
from shuati.tag.bank_terms import compounds, names
from shuati.tag.words import EntryWords
from shuati.text.fold import fold
from shuati.text.scripts import HAN
from shuati.text.segmenter import Segmenter

# A word of more than this share of all entries is the bank's subject and tells nothing.
_SUBJECT_SHARE, _SUBJECT_ENTRIES = 0.4, 20
# Steps, not a curve: a few questions more must not shuffle the keywords of all others.
_SHARES = ((0.2, 0.5), (0.1, 0.75))
# How much kinds of words are worth: a known term, a lead term, a word of general language.
_KNOWN, _LEAD, _SHORT_LEAD, _COMPOUND, _SAYING = 1.0, 0.6, 0.4, 0.7, 0.15
_LEAST, _FLOOR = 0.24, 0.4  # of the best score; of any but the best

_LETTERS = re.compile(rf"[{HAN}]{{2}}|[A-Za-z][^\s]")
_LATIN_WORTH = (
    (re.compile(r"[A-Z][A-Z0-9]+s?|[A-Za-z]*[A-Z][A-Za-z]*-\w+|[A-Z]\+*#?"), 0.55),  # GPU, F1-Score
    (re.compile(r"[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*"), 0.5),  # PyTorch, setTimeout
    (re.compile(r"[a-z]+(?:-[a-z]+)+"), 0.5),
    (re.compile(r"[A-Z][a-z]+"), 0.3),
)
_OTHER_LATIN = 0.15
_NOUNS = ("n", "vn", "j")
_NO_NAMES = ("v", "d", "r", "p", "m", "c", "f", "q", "u", "y", "z")


@cache
def stop_words() -> frozenset[str]:
    """The shipped list, in lower case."""
    return frozenset(map(fold, lexicon.words("stop_words.txt")))


@dataclass(frozen=True)
class Lexicon:
    """What is known of words (folded): terms of the trade with their spelling, lead terms."""

    known: Mapping[str, str]
    lead: frozenset[str]
    stop: frozenset[str]


def keywords(
    parts: Sequence[EntryWords],
    segmenter: Segmenter,
    limit: int,
    lexicon: Lexicon,
) -> list[tuple[str, ...]]:
    """At most ``limit`` keywords for each entry, given by its words; the most telling first.

    What counts is where and how often an entry says a word, whether the trade knows it as a
    term, how rare it is in general language and, in coarse steps, in the bank. ``GPU`` and
    ``gpu`` are one word, written as most entries write it.
    """
    pairs = compounds([part.all for part in parts], lexicon.stop)
    counts = [part.counts(pairs) for part in parts]
    spelling = {**_spelling(counts), **lexicon.known}
    folded = [_folded(count, lexicon.stop) for count in counts]
    share = Counter(word for count in folded for word in count)
    joint = {a + b for a, b in pairs}
    of_word = _Worth(segmenter, lexicon, joint, spelling, len(parts), share)
    worth = {word: of_word(word) for word in share}
    return [_best(count, worth, spelling, limit) for count in folded]


class _Worth:
    """How much a word (folded) is worth as a keyword."""

    def __init__(
        self,
        words: Segmenter,
        lexicon: Lexicon,
        compound: set[str],
        spelling: Mapping[str, str],
        entries: int,
        share: Counter[str],
    ) -> None:
        self._words, self._lexicon, self._compound = words, lexicon, compound
        self._spelling, self._entries, self._share = spelling, entries, share
        unknown = {spelling[word] for word in share if word not in lexicon.known}
        starts = {
            start for word in unknown if fold(word) in lexicon.lead for start in _starts(word)
        }
        self._speech = words.parts_of_speech(unknown | starts)

    def __call__(self, word: str) -> float:
        return self._termness(word, self._spelling[word]) * self._in_bank(word)

    def _termness(self, word: str, written: str) -> float:
        if word in self._lexicon.known:
            return _KNOWN
        if word in self._lexicon.lead:
            return self._as_lead(written)
        if word in self._compound:
            return _COMPOUND
        if word.isascii():
            return _latin_worth(written)
        if not names(word) or not self._speech.get(written, "").startswith(_NOUNS):
            return 0.02
        rarity = (self._words.weight(written) - 8) / 6  # 0 (everyday) to 1 (hardly ever)
        return (0.55 if len(word) > 2 else 0.4) * max(rarity, 0.05)

    def _as_lead(self, written: str) -> float:
        """Of a lead term: 先测量 and 看温度 say what to do and name nothing."""
        first = next((start for start in _starts(written) if start in self._speech), "")
        kind = self._speech.get(first, "n")
        if len(first) > 1 and kind != "vn" and kind.startswith(_NO_NAMES):
            return _SAYING
        return _LEAD if len(written) > 2 else _SHORT_LEAD

    def _in_bank(self, word: str) -> float:
        if self._entries < _SUBJECT_ENTRIES:
            return 1.0
        part = self._share[word] / self._entries
        if part > _SUBJECT_SHARE:
            return 0.0
        return next((worth for least, worth in _SHARES if part > least), 1.0)


def _starts(word: str) -> list[str]:
    """What ``word`` begins with, the longest first."""
    return [word[:end] for end in range(len(word) - 1, 0, -1)]


def _latin_worth(word: str) -> float:
    return next((worth for way, worth in _LATIN_WORTH if way.fullmatch(word)), _OTHER_LATIN)


def _best(
    counts: Mapping[str, float],
    worth: Mapping[str, float],
    spelling: Mapping[str, str],
    limit: int,
) -> tuple[str, ...]:
    scores = {word: math.sqrt(count) * worth[word] for word, count in counts.items()}
    ranked = sorted((word for word in scores if scores[word]), key=lambda w: (-scores[w], w))
    chosen: list[str] = []
    for word in ranked:
        if len(chosen) >= limit:
            break
        if chosen and scores[word] < max(_LEAST * scores[chosen[0]], _FLOOR):
            break
        if any(_inside(word, other) for other in chosen):
            continue
        chosen = [other for other in chosen if not _inside(other, word)] + [word]
    return tuple(spelling[word] for word in chosen)


def _inside(part: str, whole: str) -> bool:
    """Whether a term says no more than another one: 驾驶 beside 自动驾驶."""
    return len(part) < len(whole) and part in whole and not part.isascii()


def _spelling(counts: Iterable[Mapping[str, float]]) -> Mapping[str, str]:
    """For every word folded the way in which most entries write it."""
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        for word in count:
            ways[fold(word)][word] += 1
    return {
        folded: min(counter, key=lambda word: (-counter[word], word))
        for folded, counter in ways.items()
    }


def _folded(counts: dict[str, float], stop: frozenset[str]) -> dict[str, float]:
    """Counts under one spelling each, without what names nothing."""
    result: dict[str, float] = defaultdict(float)
    for word, count in counts.items():
        folded = fold(word)
        if folded not in stop and _LETTERS.match(word):
            result[folded] += count
    return result
