"""Which keywords one would look up in an index: terms, not the labels of points.

A label (给材料, 三步, 怎么选) stands once, at the start of its point. A term is a noun that the
text uses too: in its question or in several places, or one that it defines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from shuati.model import Entry, PointList, Table, walk
from shuati.model.views import text_of
from shuati.tag import topics
from shuati.tag.bank_terms import is_term
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.scripts import HAN
from shuati.text.segmenter import general_segmenter

_SEVERAL = 2  # places outside of labels
_IN_QUESTION = 8  # places that a question counts for the main page, twice if it is about the word
_NOUNS = ("n", "vn", "j", "l", "eng")
_LOOSE = ("vn", "nr")  # nouns that are verbs as well, or taken for names
_VERBS = ("v", "a")  # many terms of a field are, in general language: 缓存, 预热, 冗余
# -ln(frequency) in general language, from 8 (frequent) to 14; a word that is more frequent is no
# term of a field.
_LEAST_NOUN, _LEAST_VERB, _RARE = 10.0, 11.9, 13.0
_OPENING = ("r", "d", "p", "c", "q", "f", "u", "x", "y")  # no term begins with one
_CLOSING = ("f", "r", "u", "d", "p", "c")  # nor ends with one: 训练后, 数据上
_ACRONYM = re.compile(r"[A-Z].*[A-Z0-9]")
_NAME = re.compile(r"[A-Z0-9]")
_HAN = re.compile(f"[{HAN}]")
_DEFINES = r"(?:\([^()]*\)|（[^（）]*）)?(?:是|指|称为|叫|即)"
_ASKS = (
    r"(?:什么(?:是|叫)|何谓|何为|解释)[“\"「]?{0}|{0}[”\"」]?(?:是什么|指什么|的(?:定义|概念|含义))"
)


@dataclass(frozen=True, slots=True)
class IndexMention:
    """A keyword of an entry: ``places`` outside of labels; ``worth`` of the entry for it."""

    word: str
    places: int
    worth: float


def mentions(entry: Entry) -> tuple[IndexMention, ...]:
    """How ``entry`` uses each of its keywords."""
    asked = [fold(plain(variant.text)) for variant in entry.variants]
    text, labels = fold(_text(entry)), [fold(label) for label in _labels(entry)]
    return tuple(_mention(word, asked, text, labels) for word in entry.keywords)


def _mention(word: str, asked: Collection[str], text: str, labels: Collection[str]) -> IndexMention:
    folded = fold(word)
    own = _whole(re.escape(folded))
    questions = [question for question in asked if own.search(question)]
    places = len(own.findall(text)) + len(questions)
    if questions and general_segmenter().weight(word) >= _RARE:
        places += 1  # an entry about it, whatever the answer calls it
    defining = re.compile(_ASKS.format(re.escape(folded)))
    asks = any(map(defining.search, questions))
    if asks or re.search(rf"(?:^|[。；，\n]){re.escape(folded)}{_DEFINES}", text):
        places += _SEVERAL
    about = asks or any(question.startswith(folded) for question in questions)
    worth = places + _IN_QUESTION * (bool(questions) + about) + _SEVERAL * (folded in labels)
    return IndexMention(word, places, worth)


def index_words(
    found: Iterable[IndexMention], listed: Collection[str], nouns: Collection[str]
) -> set[str]:
    """The words that the index has; ``listed`` are terms (folded), ``nouns`` `is_noun`."""
    places: dict[str, int] = {}
    for mention in found:
        places[mention.word] = places.get(mention.word, 0) + mention.places
    return {
        word
        for word, often in places.items()
        if fold(word) in listed or (word in nouns and (often >= _SEVERAL or _ACRONYM.search(word)))
    }


def listed_terms(rules: tuple[str, ...]) -> frozenset[str]:
    """The terms, folded, that the shipped rules for tags and a project's own ``rules`` name."""
    return frozenset(map(fold, topics.load(rules).terms))


def is_noun(word: str) -> bool:
    """Whether ``word`` may name a thing: a Latin name, or a noun that is not a common word."""
    if not _HAN.search(word):
        return bool(_NAME.search(word))
    if kind := _kind(word):
        common = kind.startswith(_NOUNS) and not kind.startswith(_LOOSE)
        least = _LEAST_NOUN if common else _LEAST_VERB
        return kind.startswith((*_NOUNS, *_VERBS)) and general_segmenter().weight(word) >= least
    first = next(filter(_kind, (word[:end] for end in range(len(word) - 1, 0, -1))), "")
    last = next(filter(_kind, (word[start:] for start in range(1, len(word)))), "")
    acts = len(first) == 1 and _kind(first).startswith("v")
    counts = _kind(first).startswith("m") and (
        len(first) > 1 or _kind(word[len(first)]).startswith("q")
    )
    opens, closes = _kind(first).startswith(_OPENING), _kind(last).startswith(_CLOSING)
    return is_term(word) and not (acts or counts or opens or closes)


@cache
def _kind(word: str) -> str:
    """The part of speech of ``word``, '' where the dictionary has it not."""
    return general_segmenter().parts_of_speech([word]).get(word, "")


def _whole(folded: str) -> re.Pattern[str]:
    """A pattern that finds a word, a Latin one not inside another."""
    return re.compile(rf"(?<![a-z0-9]){folded}(?![a-z0-9])" if folded[:1].isascii() else folded)


def _text(entry: Entry) -> str:
    """What the answers say, without lead terms."""
    lines = []
    for part in entry.parts:
        for block in walk(part.blocks):
            if isinstance(block, Table):
                lines += [plain(cell) for row in (block.head, *block.rows) for cell in row]
            elif not isinstance(block, PointList):
                lines.append(text_of((block,)))
    return "\n".join(lines)


def _labels(entry: Entry) -> list[str]:
    return [
        plain(point.term)
        for part in entry.parts
        for block in walk(part.blocks)
        if isinstance(block, PointList)
        for point in block.points
        if point.term
    ]
