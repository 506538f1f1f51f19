"""Diagnostic known terms in a text: the longest at each place, in one walk."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator


def fold(text: str) -> str:
    """``text`` without the difference of width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


class Finder:
    """Knows ``terms`` (folded, of two characters or more)."""

    def __init__(self, terms: Iterable[str]) -> None:
        starts: dict[str, list[str]] = defaultdict(list)
        for term in sorted(set(terms), key=lambda term: (-len(term), term)):
            starts[term[:2]].append(term)
        self._starts = dict(starts)

    def find(self, text: str) -> Iterator[str]:
        """The terms in ``text`` (folded), none inside another; a Latin one only as a whole word."""
        at = 0
        while at < len(text) - 1:
            term = self._at(text, at)
            if term:
                yield term
            at += len(term) or 1

    def _at(self, text: str, at: int) -> str:
        for term in self._starts.get(text[at : at + 2], ()):
            if text.startswith(term, at) and _whole(text, at, at + len(term)):
                return term
        return ""


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at ``start`` or ``end``."""
    return not (
        (start > 0 and _latin(text[start]) and _latin(text[start - 1]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "_+#")
