"""Grams of a text, and how much two texts have in common by them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence


def bigrams(text: str) -> Counter[str]:
    """How often each pair of neighbouring characters comes; a shorter text is its own gram."""
    return Counter(_bigrams(text))


def word_grams(text: str, run: re.Pattern[str]) -> Iterator[str]:
    """The grams of every match of ``run``: a Latin word (ASCII) whole, other text in pairs."""
    for found in run.findall(text):
        yield from (found,) if found.isascii() else _bigrams(found)


def _bigrams(text: str) -> Sequence[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] if len(text) > 1 else [text]


def dice(a: Mapping[str, int], b: Mapping[str, int]) -> float:
    """The share of grams that two texts have in common, from 0 to 1; 0 where one has none.

    Twice the common grams by the grams of both (Dice 1945), with repetitions.
    """
    total = sum(a.values()) + sum(b.values())
    common = sum(min(a[gram], b[gram]) for gram in a.keys() & b.keys())
    return 2 * common / total if total else 0.0


def contains(whole: Mapping[str, int], part: Mapping[str, int], least: float) -> bool:
    """Whether ``whole`` has at least the share ``least`` (0 to 1) of the grams of ``part``."""
    total = sum(part.values())
    common = part.keys() & whole.keys()
    if total - len(part) + len(common) < least * total:  # every gram missing lacks once or more
        return False
    return sum(min(part[gram], whole[gram]) for gram in common) >= least * total
