"""Which keywords one would look up in an index: terms, not the labels of points.

A label (给材料, 三步, 怎么选) stands once, at the start of its point. A term is a noun that the
text uses too: in several places, or one that is asked about or defined. The more common a word is
in general language, the more it takes: 病人 is in every other entry on nursing, and nobody looks
it up. A part of a term (压力性 of 压力性损伤) always has the same neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

from shuati.model import Entry, PointList, Table, walk
from shuati.model.views import text_of
from shuati.tag import topics
from shuati.tag.bank_terms import is_term
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.scripts import HAN
from shuati.text.segmenter import general_segmenter

_SEVERAL, _OFTEN, _ALWAYS = 2, 3, 5  # places outside of labels
_IN_QUESTION = 8  # places that a question counts for the main page, twice if it is about the word
_NOUNS = ("n", "vn", "j", "l", "eng")
_LOOSE = ("vn", "nr")  # nouns that are verbs as well, or taken for names
_VERBS = ("v", "a")  # many terms of a field are, in general language: 缓存, 预热, 冗余
# -ln(frequency) in general language, from 8 (frequent) to 14; a word that is more frequent is no
# term of a field.
_LEAST_NOUN, _LEAST_VERB, _RARE = 10.0, 11.9, 13.0
_EVERYDAY, _COMMON = 11.0, 12.0  # below: only if it is defined; only if an entry is about it
_SAME = 0.9  # of its places that a part of a term has the same neighbour in
_OPENING = ("r", "d", "p", "c", "q", "f", "u", "x", "y")  # no term begins with one
_CLOSING = ("f", "r", "u", "d", "p", "c")  # nor ends with one: 训练后, 数据上
_ACRONYM = re.compile(r"[A-Za-z][A-Z0-9]")
_NAME = re.compile(r"[A-Z0-9]")
_HAN = re.compile(f"[{HAN}]")
_DEFINES = r"(?:\([^()]*\)|（[^（）]*）)?(?:是|指|称为|叫|即)"
_ASKS = (
    r"(?:什么(?:是|叫)|何谓|何为|解释)[“\"「]?{0}|{0}[”\"」]?(?:是什么|指什么|的(?:定义|概念|含义))"
)


@dataclass(frozen=True, slots=True)
class IndexMention:
    """A keyword of an entry: ``places`` outside of labels; ``worth`` of the entry for it.

    ``defined`` says whether it is asked for or explained, ``about`` whether the entry is about it
    or one of its points, ``asked`` whether the question has it. ``before`` and ``after`` are the
    characters beside its places.
    """

    word: str
    places: int
    worth: float
    defined: bool = False
    about: bool = False
    asked: bool = False
    before: str = ""
    after: str = ""


def mentions(entry: Entry) -> tuple[IndexMention, ...]:
    """How ``entry`` uses each of its keywords."""
    asked = [fold(plain(variant.text)) for variant in entry.variants]
    text, labels = fold(_text(entry)), [fold(label) for label in _labels(entry)]
    return tuple(_mention(word, asked, text, labels) for word in entry.keywords)


def _mention(word: str, asked: Collection[str], text: str, labels: Collection[str]) -> IndexMention:
    folded = fold(word)
    own = _whole(re.escape(folded))
    questions = [question for question in asked if own.search(question)]
    found = [match for whole in (text, *questions) for match in own.finditer(whole)]
    places = len(own.findall(text)) + len(questions)
    defining = re.compile(_ASKS.format(re.escape(folded)))
    asks = any(map(defining.search, questions))
    about = asks or any(question.startswith(folded) for question in questions)
    if about and general_segmenter().weight(word) >= _RARE:
        places += 1  # an entry about it, whatever the answer calls it
    defined = asks or bool(re.search(rf"(?:^|[。；，\n]){re.escape(folded)}{_DEFINES}", text))
    places += _SEVERAL * defined
    label = folded in labels
    worth = places + _IN_QUESTION * (bool(questions) + about) + _SEVERAL * label
    return IndexMention(
        word,
        places,
        worth,
        defined,
        about or defined or label,
        bool(questions),
        "".join(match.string[: match.start()][-1:] or "\n" for match in found),
        "".join(match.string[match.end() :][:1] or "\n" for match in found),
    )


def index_words(
    found: Iterable[IndexMention], listed: Collection[str], nouns: Collection[str]
) -> set[str]:
    """The words that the index has; ``listed`` are terms (folded), ``nouns`` `is_noun`."""
    uses: dict[str, list[IndexMention]] = {}
    for mention in found:
        uses.setdefault(mention.word, []).append(mention)

    return {word for word, own in uses.items() if _is_used(word, own, listed, nouns)}


def _is_used(
    word: str, uses: Sequence[IndexMention], listed: Collection[str], nouns: Collection[str]
) -> bool:
    often = sum(use.places for use in uses)
    defined, about, asked = (
        any(getattr(use, name) for use in uses) for name in ("defined", "about", "asked")
    )
    if _ACRONYM.search(word) and (fold(word) in listed or word in nouns):
        return True
    if fold(word) in listed:
        weight = general_segmenter().weight(word) if _HAN.search(word) else inf
        if weight < _EVERYDAY:
            return defined
        return about or often >= (_SEVERAL if weight < _COMMON else 1)
    compound = not _kind(word)
    if word not in nouns or ((compound or _kind(word).startswith("nr")) and _is_part(uses)):
        return False
    weight = _weight(word)
    if weight < _EVERYDAY and not compound:
        return defined
    if weight < _COMMON:
        return about and often >= _SEVERAL
    return often >= (_SEVERAL if about else _OFTEN if asked or compound else _ALWAYS)


@cache
def _weight(word: str) -> float:
    """How rare ``word`` is in general language; a compound is as rare as the rarer of its words."""
    if not _HAN.search(word):
        return inf
    weight = general_segmenter().weight
    parts = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    joined = [max(map(weight, both)) for both in parts if all(map(_kind, both))]
    return min([weight(word), *joined])


def _is_part(uses: Sequence[IndexMention]) -> bool:
    """Whether the word has the same Han character before or after it nearly everywhere."""
    for sides in ("".join(use.before for use in uses), "".join(use.after for use in uses)):
        neighbour, often = Counter(sides).most_common(1)[0] if sides else ("", 0)
        joins = _HAN.match(neighbour) and not _kind(neighbour).startswith(_OPENING)
        if joins and often >= max(_SEVERAL, _SAME * len(sides)):
            return True
    return False


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
    return re.compile(rf"(?<![a-z0-9-]){folded}(?![a-z0-9])" if folded[:1].isascii() else folded)


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
