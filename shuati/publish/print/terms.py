"""The index: which words stand where, in the order of a Chinese dictionary."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.model import Entry
from shuati.publish.print.typography import typeset

# The first of the characters of GB 2312 (level 1, in the order of their sounds) for each letter.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_STARTS = [char.encode("gb2312") for char in _FIRST]
_LEVEL_2 = "亍".encode("gb2312")  # from here in the order of radicals


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the index and the anchors of the entries that it stands in."""

    html: Markup
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The words that begin with a letter or, in Chinese, with its sound."""

    letter: str
    terms: tuple[Term, ...]


def index(entries: Sequence[Entry]) -> tuple[Letter, ...]:
    """The keywords of ``entries``, each with the entries that have it."""
    places: dict[str, list[str]] = {}
    for entry in entries:
        for word in entry.keywords:
            places.setdefault(word, []).append(entry.code)
    ordered = sorted(places, key=_order)
    return tuple(
        Letter(
            letter,
            tuple(Term(Markup(typeset(str(escape(word)))), tuple(places[word])) for word in words),
        )
        for letter, words in groupby(ordered, _letter)
    )


def once(letters: Sequence[Letter], pages: Mapping[str, int]) -> tuple[Letter, ...]:
    """``letters`` whose terms name each page once; ``pages`` are those of the anchors."""

    def named(term: Term) -> Term:
        first = {pages.get(anchor, 0): anchor for anchor in reversed(term.anchors)}
        return Term(term.html, tuple(first[page] for page in sorted(first)))

    return tuple(Letter(part.letter, tuple(map(named, part.terms))) for part in letters)


def _letter(word: str) -> str:
    first = word[0].upper()
    if first.isascii():
        return first if first.isalpha() else strings.NO_LETTER
    code = first.encode("gb2312", "ignore")
    if _STARTS[0] <= code < _LEVEL_2:
        return _LETTERS[bisect.bisect_right(_STARTS, code) - 1]
    return strings.NO_LETTER


def _order(word: str) -> tuple[str, bool, bytes]:
    letter = _letter(word)
    last = "\uffff" if letter == strings.NO_LETTER else letter
    return last, not word.isascii(), word.casefold().encode("gb18030")
