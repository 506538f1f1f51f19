"""The words that tell what an entry is about."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from shuati.blocks import all_text, points_of, term_of
from shuati.markdown import HAN, plain
from shuati.model import Entry
from shuati.words import Words

# How often a word counts that stands in the question, in a lead term, elsewhere.
_IN_QUESTION, _IN_TERM, _IN_TEXT = 6, 2, 1
# A word of more than this share of all entries is the bank's subject and tells nothing.
_SUBJECT_SHARE, _SUBJECT_ENTRIES = 0.4, 20

_TERM = re.compile(f"[{HAN}A-Za-z0-9+#._-]{{2,}}")
_PHRASE = re.compile("[的和与及或在是有了等为对从将被把]")
_LETTERS = re.compile(rf"[{HAN}]{{2}}|[A-Za-z][^\s]")


@cache
def stop_words() -> frozenset[str]:
    """The shipped list, in lower case."""
    text = Path(__file__).with_name("stopwords.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in line.split())


def lead_terms(entries: Iterable[Entry]) -> list[str]:
    """The lead terms of the entries' points that name something, sorted.

    A long one counts only where it comes twice: a sentence in bold does not.
    """
    often = Counter(
        term.strip()
        for entry in entries
        for piece in entry.pieces
        for point in points_of(piece.blocks)
        if (term := term_of(point))
    )
    return sorted(
        term
        for term, count in often.items()
        if _TERM.fullmatch(term) and not _PHRASE.search(term)
        if len(term) <= 4 or (len(term) <= 8 and count > 1)
    )


def keywords(
    entries: Sequence[Entry], words: Words, limit: int, stop: frozenset[str]
) -> list[tuple[str, ...]]:
    """At most ``limit`` keywords for each entry, the most telling first.

    What counts is how often an entry says a word and how rare the word is in general
    language; not how often the rest of the bank says it, so that new questions leave the
    tags of old ones as they are. ``GPU`` and ``gpu`` are one word.
    """
    scores = [_scores(entry, words) for entry in entries]
    spelling = _spelling(scores)
    joined = [_join(score, spelling, stop) for score in scores]
    found_in = Counter(word for score in joined for word in score)
    subject = {
        word
        for word, count in found_in.items()
        if len(entries) >= _SUBJECT_ENTRIES and count > _SUBJECT_SHARE * len(entries)
    }
    return [
        tuple(sorted(score.keys() - subject, key=lambda word: (-score[word], word))[:limit])
        for score in joined
    ]


def _scores(entry: Entry, words: Words) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    terms = [term_of(point) or "" for piece in entry.pieces for point in points_of(piece.blocks)]
    text = "\n".join(all_text(piece.blocks, code=False) for piece in entry.pieces)
    wordings = (plain(variant.text) for variant in entry.variants)
    for part, worth in (
        (" ".join(wordings), _IN_QUESTION / len(entry.variants)),
        ("\n".join(terms), _IN_TERM),
        (text, _IN_TEXT),
    ):
        for word in words.split(part):
            counts[word] += worth
    return {word: math.sqrt(count) * words.weight(word) for word, count in counts.items()}


def _spelling(scores: Iterable[dict[str, float]]) -> dict[str, str]:
    """For every word in lower case the way in which most entries write it."""
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for score in scores:
        for word in score:
            ways[word.casefold()][word] += 1
    return {
        lower: min(counter, key=lambda word: (-counter[word], word))
        for lower, counter in ways.items()
    }


def _join(
    score: dict[str, float], spelling: dict[str, str], stop: frozenset[str]
) -> dict[str, float]:
    """Scores under one spelling each, without what names nothing."""
    joined: dict[str, float] = defaultdict(float)
    for word, value in score.items():
        lower = word.casefold()
        if lower not in stop and _LETTERS.match(word):
            joined[spelling[lower]] = max(joined[spelling[lower]], value)
    return joined
