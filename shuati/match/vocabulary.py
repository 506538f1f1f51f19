"""The words of asking and the synonyms of the trade, from the two files of this folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from shuati import lexicon
from shuati.text.term_finder import TermFinder

_PRIVATE = 0xE000
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")  # as icons of fonts; here they stand for terms
_LONGEST = 2000  # characters of a question that are looked at; also keeps the terms private


@dataclass(frozen=True)
class Frames:
    """``ways`` of asking in order of rank, a name and regular expressions each; ``compatible``
    pairs of names; ``empty`` words; phases."""

    ways: tuple[tuple[str, str], ...]
    compatible: frozenset[frozenset[str]]
    empty: frozenset[str]
    phases: frozenset[str]
    whole: frozenset[str]
    endings: frozenset[str]
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
    def finder(self) -> TermFinder:
        """What finds the words in a text."""
        return TermFinder(self.first)

    def mark(self, text: str) -> tuple[str, list[str]]:
        """``text`` (folded) with a private character for every known term, and those terms.

        The n-th private character (U+E000 on) stands for the n-th term: the first word of
        its group. So no later step tears it or takes a part of it for a word of asking.
        """
        text = _PRIVATE_USE.sub(" ", text[:_LONGEST])
        terms, marked, end = list[str](), list[str](), 0
        for start, word in self.finder.find(text):
            marked += (text[end:start], chr(_PRIVATE + len(terms)))
            terms.append(self.first[word])
            end = start + len(word)
        return "".join((*marked, text[end:])), terms


@cache
def frames() -> Frames:
    """The shipped frames."""
    table = lexicon.toml("intents.toml")
    return Frames(
        tuple((one["name"], "|".join(one["words"])) for one in table["frame"]),
        frozenset(frozenset(pair) for pair in table["compatible"]["pairs"]),
        frozenset(table["empty"]["words"]),
        frozenset(table["phases"]["words"]),
        frozenset(table["whole"]["words"]),
        frozenset(table["endings"]["words"]),
        frozenset(table["weak"]["words"]),
        frozenset(table["generic"]["words"]),
        tuple((old, new) for old, new in table["rewrite"]["rules"]),
    )


def synonyms(more: Iterable[Iterable[str]] = ()) -> Synonyms:
    """The shipped synonyms, ``more`` groups of a project, and names that must stay whole."""
    first: dict[str, str] = {}
    names = [[name] for name in sorted(frames().whole)]
    for group in [*lexicon.toml("synonyms.toml")["groups"], *more, *names]:
        head, *others = [word.casefold() for word in group]
        for word in (head, *others):
            first.setdefault(word, first.get(head, head))
    return Synonyms(first)
