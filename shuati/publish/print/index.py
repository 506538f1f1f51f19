"""The index: which words are where, in the order of a Chinese dictionary by sound.

The sound of a word is that of its characters in Hanyu Pinyin, by the dictionary of phrases
of pypinyin and `shuati/lexicon/readings.toml`: 重排 is read chóng, 重量 zhòng.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.publish.print.index_terms import index_words, is_noun
from shuati.publish.print.sheet_items import SheetItem
from shuati.publish.print.typography import typeset

_MANY = 4  # pages, from which on the main one is marked
_LAST = "\uffff"  # sorts behind every letter

SortKey = tuple[str, bool, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class IndexKey:
    """Where a word is in the order of the index, and whether it may be in it."""

    order: SortKey
    noun: bool


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A word of the index and the anchors of the entries that it is in.

    ``main`` is that of the entry which says most of it, '' where there are only few; ``pages``
    are those of the anchors (none before they are known).
    """

    html: Markup
    anchors: tuple[str, ...]
    main: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexLetter:
    """The words that begin with a letter or, in Chinese, with its sound."""

    letter: str
    terms: tuple[IndexTerm, ...]


def words(items: Sequence[SheetItem]) -> list[str]:
    """The words that the index of ``items`` may have, each once."""
    return list(dict.fromkeys(mention.word for item in items for mention in item.mentions))


def index_key(word: str) -> IndexKey:
    """Its place in the order, and whether it names a thing."""
    return IndexKey(sort_key(word), is_noun(word))


def index(
    items: Sequence[SheetItem],
    listed: Collection[str] = (),
    keys: Mapping[str, IndexKey] | None = None,
) -> tuple[IndexLetter, ...]:
    """The terms among the keywords of ``items``, each with the entries that have it.

    ``listed`` are words (folded) that are terms in any case; ``keys`` the `index_key`s of the
    `words` (None: made here).
    """
    if keys is None:
        keys = {word: index_key(word) for word in words(items)}
    nouns = {word for word, key in keys.items() if key.noun}
    kept = index_words((one for item in items for one in item.mentions), listed, nouns)
    places: dict[str, list[tuple[float, str]]] = {}
    for item in items:
        for mention in item.mentions:
            if mention.word in kept:
                places.setdefault(mention.word, []).append((mention.worth, item.anchor))
    return by_letter(places, {word: keys[word].order for word in places})


def by_letter(
    places: Mapping[str, Sequence[tuple[float, str]]], keys: Mapping[str, SortKey]
) -> tuple[IndexLetter, ...]:
    """The words of ``places`` in the order of their `sort_key`.

    Their places are entries, each with its worth for the word.
    """
    ordered = sorted(places, key=keys.__getitem__)
    return tuple(
        IndexLetter(
            strings.NO_LETTER if letter == _LAST else letter,
            tuple(_term(word, places[word]) for word in group),
        )
        for letter, group in groupby(ordered, lambda word: keys[word][0])
    )


def _term(word: str, places: Sequence[tuple[float, str]]) -> IndexTerm:
    most = max(worth for worth, _ in places)
    first = next(anchor for worth, anchor in places if worth == most)
    return IndexTerm(
        Markup(typeset(str(escape(word)))),
        tuple(anchor for _, anchor in places),
        first if len(places) >= _MANY else "",
    )


def once(letters: Sequence[IndexLetter], pages: Mapping[str, int]) -> tuple[IndexLetter, ...]:
    """``letters`` whose terms name each page once; ``pages`` are those of the anchors."""

    def named(term: IndexTerm) -> IndexTerm:
        first = {pages.get(anchor, 0): anchor for anchor in reversed(term.anchors)}
        main = first[pages.get(term.main, 0)] if term.main and len(first) >= _MANY else ""
        found = sorted(first)
        return IndexTerm(term.html, tuple(first[page] for page in found), main, tuple(found))

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
