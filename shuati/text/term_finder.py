"""Terms of a list in a text: the longest at each place, in one walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


class TermFinder:
    """Finds ``terms`` (folded, not empty)."""

    def __init__(self, terms: Iterable[str]) -> None:
        starts: dict[str, list[str]] = defaultdict(list)
        for term in sorted(set(terms), key=lambda term: (-len(term), term)):
            starts[term[:2]].append(term)
        self._characters = {term for term in starts if len(term) == 1}  # terms of one
        self._starts = dict(starts)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """The terms in ``text`` (folded) with their positions, none inside another.

        A Latin word is never cut: ``c`` is not found in ``c++``, nor ``go`` in ``google``.
        """
        starts, end = self._starts, 0
        for at in range(len(text)):
            if at < end or (text[at : at + 2] not in starts and text[at] not in self._characters):
                continue
            if term := self._longest(text, at):
                yield at, term
                end = at + len(term)

    def _longest(self, text: str, at: int) -> str:
        """The longest term at a position; '' for none."""
        for term in self._starts.get(text[at : at + 2], ()):
            if text.startswith(term, at) and _is_whole(text, at, at + len(term)):
                return term
        return text[at] if text[at] in self._characters and _is_whole(text, at, at + 1) else ""


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at ``start`` or ``end``."""
    return not (
        (start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "_+#")
