"""Keywords: the terms of an entry that distinguish it from others."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuati.tag.bank_terms import compounds, is_term
from shuati.tag.words import EntryWords
from shuati.text.fold import fold
from shuati.text.scripts import HAN
from shuati.text.segmenter import Segmenter

# The effect of every number here is shown by `python -m evaluation.tags` (precision of the first
# five keywords of 60 labelled entries).
# In a bank of so many entries, a word of more than this share of them is the bank's subject.
_SUBJECT_SHARE, _SUBJECT_ENTRIES = 0.4, 20
# Share of the entries that have a word, and its weight for that. Steps, not a curve: a few more
# questions must not shuffle the keywords of all others.
_SHARES = ((0.2, 0.5), (0.1, 0.75))
# Weights: a term of the lists, a lead term, one of two characters, a compound, a lead term that
# begins with a verb or adverb.
_LISTED, _LEAD, _SHORT_LEAD, _COMPOUND, _CLAUSE = 1.0, 0.6, 0.4, 0.7, 0.15
_LEAST, _FLOOR = 0.24, 0.4  # the least score: as a share of the entry's best; of any but the best

_LETTERS = re.compile(rf"[{HAN}]{{2}}|[A-Za-z][^\s]")
_LATIN_WEIGHTS = (
    (re.compile(r"[A-Z][A-Z0-9]+s?|[A-Za-z]*[A-Z][A-Za-z]*-\w+|[A-Z]\+*#?"), 0.55),  # GPU, F1-Score
    (re.compile(r"[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*"), 0.5),  # PyTorch, setTimeout
    (re.compile(r"[a-z]+(?:-[a-z]+)+"), 0.5),
    (re.compile(r"[A-Z][a-z]+"), 0.3),
)
_OTHER_LATIN = 0.15
_NOUNS = ("n", "vn", "j")
_NO_NAMES = ("v", "d", "r", "p", "m", "c", "f", "q", "u", "y", "z")


@dataclass(frozen=True)
class TermLists:
    """Lists that the value of a word depends on, all folded.

    ``terms`` are, for each entry, those of its fields and of the project, with their spelling;
    ``lead_terms`` those of the bank.
    """

    terms: Sequence[Mapping[str, str]]
    lead_terms: frozenset[str]
    stop_words: frozenset[str]


def keywords(
    parts: Sequence[EntryWords],
    segmenter: Segmenter,
    limit: int,
    lists: TermLists,
) -> list[tuple[str, ...]]:
    """At most ``limit`` keywords for each entry, given by its words; the best first.

    The score of a word is √count · weight. The count depends on the part of the entry that it
    is in (`EntryWords.counts`), the weight on the lists, its part of speech, how rare it is in
    general language and, in coarse steps, in the bank. ``GPU`` and ``gpu`` are one word, written
    as most entries write it.
    """
    pairs = compounds([part.all for part in parts], lists.stop_words)
    counts = [part.counts(pairs) for part in parts]
    spelling = dict(_spelling(counts))
    for terms in lists.terms:
        spelling |= terms
    folded = [_fold_counts(count, lists.stop_words) for count in counts]
    share = Counter(word for count in folded for word in count)
    joint = {a + b for a, b in pairs}
    weight_of = _TermWeight(segmenter, lists, joint, spelling, len(parts), share)
    return [
        _best(count, {word: weight_of(word, word in terms) for word in count}, spelling, limit)
        for count, terms in zip(folded, lists.terms, strict=True)
    ]


class _TermWeight:
    """The weight of a word (folded) as a keyword, from 0 to 1."""

    def __init__(
        self,
        segmenter: Segmenter,
        lists: TermLists,
        compound: set[str],
        spelling: Mapping[str, str],
        entries: int,
        share: Counter[str],
    ) -> None:
        self._segmenter, self._lists, self._compound = segmenter, lists, compound
        self._spelling, self._entries, self._share = spelling, entries, share
        written = {spelling[word] for word in share}
        starts = {
            start for word in written if fold(word) in lists.lead_terms for start in _starts(word)
        }
        self._speech = segmenter.parts_of_speech(written | starts)
        self._known: dict[tuple[str, bool], float] = {}

    def __call__(self, word: str, listed: bool) -> float:
        if (word, listed) not in self._known:
            termness = _LISTED if listed else self._termness(word, self._spelling[word])
            self._known[word, listed] = termness * self._in_bank(word)
        return self._known[word, listed]

    def _termness(self, word: str, written: str) -> float:
        if word in self._lists.lead_terms:
            return self._as_lead(written)
        if word in self._compound:
            return _COMPOUND
        if word.isascii():
            return _latin_weight(written)
        if not is_term(word) or not self._speech.get(written, "").startswith(_NOUNS):
            return 0.02
        rarity = (self._segmenter.weight(written) - 8) / 6  # 0 (everyday) to 1 (hardly ever)
        return (0.55 if len(word) > 2 else 0.4) * max(rarity, 0.05)

    def _as_lead(self, written: str) -> float:
        """The weight of a lead term; one such as 先测量 or 看温度 names nothing."""
        first = next((start for start in _starts(written) if start in self._speech), "")
        kind = self._speech.get(first, "n")
        if len(first) > 1 and kind != "vn" and kind.startswith(_NO_NAMES):
            return _CLAUSE
        return _LEAD if len(written) > 2 else _SHORT_LEAD

    def _in_bank(self, word: str) -> float:
        if self._entries < _SUBJECT_ENTRIES:
            return 1.0
        part = self._share[word] / self._entries
        if part > _SUBJECT_SHARE:
            return 0.0
        return next((weight for least, weight in _SHARES if part > least), 1.0)


def _starts(word: str) -> list[str]:
    """What ``word`` begins with, the longest first."""
    return [word[:end] for end in range(len(word) - 1, 0, -1)]


def _latin_weight(word: str) -> float:
    return next((weight for way, weight in _LATIN_WEIGHTS if way.fullmatch(word)), _OTHER_LATIN)


def _best(
    counts: Mapping[str, float],
    weights: Mapping[str, float],
    spelling: Mapping[str, str],
    limit: int,
) -> tuple[str, ...]:
    scores = {word: math.sqrt(count) * weights[word] for word, count in counts.items()}
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
    """Whether a term is part of another one: 驾驶 of 自动驾驶."""
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


def _fold_counts(counts: dict[str, float], stop: frozenset[str]) -> dict[str, float]:
    """Counts under one spelling each, without stop words and numbers."""
    result: dict[str, float] = defaultdict(float)
    for word, count in counts.items():
        folded = fold(word)
        if folded not in stop and _LETTERS.match(word):
            result[folded] += count
    return result
