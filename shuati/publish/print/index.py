"""The index: which words are where, in the order of a Chinese dictionary by sound.

The sound of a word is that of its characters in Hanyu Pinyin, by the dictionary of phrases
of pypinyin and `shuati/lexicon/readings.toml`: 重排 is read chóng, 重量 zhòng.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.model import Entry
from shuati.publish.print.typography import typeset

_LAST = "\uffff"  # sorts behind every letter

SortKey = tuple[str, bool, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A word of the index and the anchors of the entries that it is in."""

    html: Markup
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexLetter:
    """The words that begin with a letter or, in Chinese, with its sound."""

    letter: str
    terms: tuple[IndexTerm, ...]


def words(entries: Sequence[Entry]) -> list[str]:
    """The words that the index of ``entries`` has, each once."""
    return list(dict.fromkeys(word for entry in entries for word in entry.keywords))


def index(
    entries: Sequence[Entry], keys: Mapping[str, SortKey] | None = None
) -> tuple[IndexLetter, ...]:
    """The keywords of ``entries``, each with the entries that have it.

    ``keys`` are the `sort_key`s of its `words` (None: made here).
    """
    places: dict[str, list[str]] = {}
    for entry in entries:
        for word in entry.keywords:
            places.setdefault(word, []).append(entry.code)
    if keys is None:
        keys = {word: sort_key(word) for word in places}
    ordered = sorted(places, key=keys.__getitem__)
    return tuple(
        IndexLetter(
            strings.NO_LETTER if letter == _LAST else letter,
            tuple(
                IndexTerm(Markup(typeset(str(escape(word)))), tuple(places[word])) for word in group
            ),
        )
        for letter, group in groupby(ordered, lambda word: keys[word][0])
    )


def once(letters: Sequence[IndexLetter], pages: Mapping[str, int]) -> tuple[IndexLetter, ...]:
    """``letters`` whose terms name each page once; ``pages`` are those of the anchors."""

    def named(term: IndexTerm) -> IndexTerm:
        first = {pages.get(anchor, 0): anchor for anchor in reversed(term.anchors)}
        return IndexTerm(term.html, tuple(first[page] for page in sorted(first)))

    return tuple(IndexLetter(one.letter, tuple(map(named, one.terms))) for one in letters)


def sort_key(word: str) -> SortKey:
    """Its letter (a high character for none), Latin before Chinese, its sounds, the word.

    Words of one sound are in the order of their tones.
    """
    sounds = tuple(_sounds()(word))
    first = sounds[0][:1].upper() if sounds else ""
    letter = first if first.isascii() and first.isalpha() else _LAST
    return letter, not word[:1].isascii(), sounds, word


@cache
def _sounds() -> Callable[[str], list[str]]:
    """What gives the sounds of a word, each with its tone; Latin and digits stay as they are."""
    from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

    text = (resources.files("shuati.lexicon") / "readings.toml").read_text("utf-8")
    readings = tomllib.loads(text)
    load_single_dict({ord(char): sound for char, sound in readings["characters"].items()})
    load_phrases_dict(
        {phrase: [[sound] for sound in sounds] for phrase, sounds in readings["phrases"].items()}
    )

    def sounds(word: str) -> list[str]:
        return lazy_pinyin(word.casefold(), style=Style.TONE3, neutral_tone_with_five=True)

    return sounds
