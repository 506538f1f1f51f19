"""The words of asking and the synonyms of the trade, from the two files of this folder."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

_PRIVATE = 0xE000
_LATIN = re.compile("[a-z0-9]")
_LONGEST = 2000  # characters of a question that are looked at; also keeps the terms private


@dataclass(frozen=True)
class Frames:
    """``ways`` of asking in order of rank, a name and regular expressions each; ``compatible``
    pairs of names; ``empty`` words; phases."""

    ways: tuple[tuple[str, str], ...]
    compatible: frozenset[frozenset[str]]
    empty: frozenset[str]
    phases: frozenset[str]
    weak: frozenset[str]
    generic: frozenset[str]
    rewritten: tuple[tuple[str, str], ...]

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The ways of asking, compiled when they are first needed."""
        return tuple((name, re.compile(words)) for name, words in self.ways)

    @cached_property
    def rewrites(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """What is written in another way first, and how."""
        return tuple((re.compile(old), new) for old, new in self.rewritten)

    def agree(self, a: str, b: str) -> float:
        """1 for one frame, 0.8 for two that may ask the same, 0.5 where one is no frame, or 0."""
        if a == b:
            return 1.0
        if not a or not b:
            return 0.5
        return 0.8 if frozenset((a, b)) in self.compatible else 0.0


@dataclass(frozen=True)
class Synonyms:
    """Every word of a group with the group's first."""

    first: Mapping[str, str]

    @cached_property
    def starts(self) -> Mapping[str, Sequence[str]]:
        """The words by their first characters, the longest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.first, key=lambda word: (-len(word), word)):
            found[word[0]].append(word)
        return found

    def mark(self, text: str) -> tuple[str, list[str]]:
        """``text`` (folded) with a private character for every known term, and those terms.

        The n-th private character (U+E000 on) stands for the n-th term: the first word of
        its group. So no later step tears it or takes a part of it for a word of asking.
        """
        text, terms, marked, at = text[:_LONGEST], list[str](), list[str](), 0
        while at < len(text):
            words = self.starts.get(text[at], ())
            word = next((word for word in words if _stands(word, text, at)), None)
            if word is None:
                marked.append(text[at])
                at += 1
            else:
                marked.append(chr(_PRIVATE + len(terms)))
                terms.append(self.first[word])
                at += len(word)
        return "".join(marked), terms


@cache
def frames() -> Frames:
    """The shipped frames."""
    table = _table("intents.toml")
    return Frames(
        tuple((one["name"], "|".join(one["words"])) for one in table["frame"]),
        frozenset(frozenset(pair) for pair in table["compatible"]["pairs"]),
        frozenset(table["empty"]["words"]),
        frozenset(table["phases"]["words"]),
        frozenset(table["weak"]["words"]),
        frozenset(table["generic"]["words"]),
        tuple((old, new) for old, new in table["rewrite"]["rules"]),
    )


def synonyms(more: Iterable[Iterable[str]] = ()) -> Synonyms:
    """The shipped synonyms and ``more`` groups of a project."""
    first: dict[str, str] = {}
    for group in [*_table("synonyms.toml")["groups"], *more]:
        head, *others = [word.casefold() for word in group]
        for word in (head, *others):
            first.setdefault(word, first.get(head, head))
    return Synonyms(first)


def _stands(word: str, text: str, at: int) -> bool:
    """Whether ``word`` stands at a place of ``text``; a Latin one not inside another."""
    if not text.startswith(word, at):
        return False
    around = text[max(at - 1, 0) : at] + text[at + len(word) : at + len(word) + 1]
    return not (word.isascii() and _LATIN.search(around))


def _table(name: str) -> dict[str, Any]:
    text = resources.files("shuati.lexicon").joinpath(name).read_text("utf-8")
    return tomllib.loads(text)
