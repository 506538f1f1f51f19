"""Whether a point says more than the cue that its card shows: 隐私审计：对模型进行隐私审计.

A linear score of what its statement adds to the cue and the question in words that a learner
could not supply, and of how near it is to them in meaning. Clauses that only say what it is good
for (…，提高效率) add no words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import log1p
from typing import NamedTuple

import numpy as np

from shuati import lexicon
from shuati.match.term_weight import is_function, term_weight
from shuati.match.traditional import simplified
from shuati.match.word_vectors import Vector, total_of, vector_of
from shuati.publish.anki.parts_of_speech import rarity, tagged
from shuati.text.fold import fold, fold_letters
from shuati.text.ngrams import bigrams

_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_CLAUSE = re.compile(r"[^，。；！？,;!?\n]+")
_EXAMPLES = re.compile(r"(?:如(?![果何此下])|包括)([^，。；]+)|([^，。；]*、[^，。；]*?)等")
_ITEM = re.compile(r"[^、和与及]+")
_OPEN_END = re.compile(r"等.*$")
_NAMES = ("nr", "ns", "nt", "nz", "nrfg", "nrt")  # parts of speech
_NUMERALS = frozenset("二两三四五六七八九十百千万亿几半双倍")
_DIRECTIONS = frozenset("高低大小升降增减多少强弱快慢长短深浅")
_MOST_NAMES = 2


class Added(NamedTuple):
    """What a statement adds to its cue and its question."""

    repeated: float  # the share of the cue's characters, less brackets, that come again
    general: float  # the share of general words among the words that are new
    words: float  # log(1 + the weight of the other new words); a technical term weighs 1
    names: float  # how many names and numerals are new, at most 2
    direction: float  # 1 for a high or low, which is what there is to learn of a thing (噪声)
    excludes: float  # 1 where it excludes something: 不, 只
    form: float  # 1 where it says how something is done or becomes
    near: float  # the cosine of its words' vectors with those of the cue and the question
    kinds: float  # 1 where all its examples are kinds of the cue: 新闻文章、博客文章 for 文章生成


# Chosen by ``python -m evaluation.restated``: the weights, and the least score of a statement that
# only says its cue again.
WEIGHTS = Added(
    repeated=1.42,
    general=3.61,
    words=-2.09,
    names=-0.77,
    direction=-1.68,
    excludes=-1.42,
    form=-1.64,
    near=2.52,
    kinds=1.21,
)
LEAST = 2.16


def restates(cue: str, question: str, statement: str) -> bool:
    """Whether ``statement`` says nothing that its ``cue`` and ``question`` do not.

    All are plain text. What `has_literal` says more in any case.
    """
    if not cue or has_literal(cue, question, statement):
        return False
    return score(added(cue, question, statement)) >= LEAST


def score(own: Added, weights: Added = WEIGHTS) -> float:
    """The higher, the more likely a statement only says its cue again."""
    return sum(weight * value for weight, value in zip(weights, own, strict=True))


def has_literal(cue: str, question: str, statement: str) -> bool:
    """Whether ``statement`` has a Latin word or digits that ``cue`` and ``question`` lack, the
    sign of a formula, or a list of examples that are not all kinds of the cue.
    """
    shown = {word for word, _ in (*tagged(cue), *tagged(question))}
    words = (word for word, _ in tagged(statement) if word not in shown)
    if _has_form("sign", statement) or any(map(_is_literal, words)):
        return True
    return _has_form("examples", statement) and not _lists_kinds(cue, question, statement)


def added(cue: str, question: str, statement: str) -> Added:
    """What ``statement`` adds to ``cue`` and ``question``.

    Of a word that they have in part, the weight of its other characters counts.
    """
    terms = tagged(cue)
    is_thing = len(terms) == 1 or any(kind.startswith("n") for _, kind in terms[-1:])
    shown = {word for word, _ in (*terms, *tagged(question))}
    letters = set(fold_letters(cue + question))
    weight = 0.0
    names = general = others = 0
    direction = excludes = False
    for at, clause in enumerate(_CLAUSE.findall(statement)):
        is_effect = at > 0 and _has_form("effect", clause)
        for word, kind in tagged(clause):
            own = fold_letters(word)
            if not own or word in shown:
                continue
            if word in _words("excluding"):
                excludes = True
            elif _is_name(word, kind):
                names += 1
            elif is_thing and not is_effect and _is_direction(word):
                direction = True
            elif is_function(kind):
                continue
            elif _is_general(word):
                general += 1
                continue
            elif not is_effect:
                new = sum(letter not in letters for letter in own) / len(own)
                weight += term_weight(kind, rarity(word)) * new
            others += 1
    return Added(
        repeated=_repeated(cue, statement),
        general=general / max(general + others, 1),
        words=log1p(weight),
        names=min(names, _MOST_NAMES),
        direction=direction,
        excludes=excludes,
        form=_has_form("informative", statement),
        near=float(_meaning(statement) @ _meaning(cue + question)),
        kinds=_lists_kinds(cue, question, statement),
    )


def _lists_kinds(cue: str, question: str, statement: str) -> bool:
    """Whether ``statement`` lists examples, and the last two characters of each are in ``cue``,
    and not in ``question``, side by side."""
    lists = (found[1] or found[2] for found in _EXAMPLES.finditer(statement))
    items = [item for one in lists for item in _ITEM.findall(_OPEN_END.sub("", one))]
    own = bigrams(fold_letters(cue)).keys() - bigrams(fold_letters(question)).keys()
    return len(items) > 1 and all(fold_letters(item)[-2:] in own for item in items)


@lru_cache(maxsize=16384)
def _meaning(text: str) -> Vector:
    """The vector of the words of ``text``, with length 1, or 0 for no known word."""
    return np.frombuffer(vector_of(total_of(simplified(fold(text)))), "<f4")


def _repeated(cue: str, statement: str) -> float:
    own, other = fold_letters(_BRACKETS.sub("", cue)), set(fold_letters(statement))
    return sum(letter in other for letter in own) / len(own) if own else 0.0


def _is_literal(word: str) -> bool:
    return word.isascii() and any(map(str.isalnum, word))


def _is_name(word: str, kind: str) -> bool:
    numeral = kind[:1] in ("m", "t", "d") and not _NUMERALS.isdisjoint(word)
    return numeral or kind in _NAMES or _is_literal(word)


def _is_direction(word: str) -> bool:
    return not _DIRECTIONS.isdisjoint(word) and not _is_general(word)


def _is_general(word: str) -> bool:
    """Whether ``word`` is one of the general words, or two of them (提高 + 效率)."""
    general = _words("general")
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    return word in general or any(general.issuperset(both) for both in halves)


def _has_form(name: str, text: str) -> bool:
    """Whether ``text`` has one of the forms (regular expressions) of the lexicon."""
    return any(re.search(form, text) for form in _words(name))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.toml("restated.toml")[name]["words"])
