"""Whether a point says more than the cue that its card shows: 隐私审计：对模型进行隐私审计."""

from __future__ import annotations

import re
from functools import cache
from math import inf

from shuati import lexicon
from shuati.match.term_weight import is_function, term_weight
from shuati.publish.anki.parts_of_speech import rarity, tagged
from shuati.text.fold import fold_letters

# Chosen by ``python -m evaluation.restated``: the share of the characters of a cue that the
# statement repeats, and the weight of its new words (a technical term weighs 1).
LEAST_REPEATED = 0.75
LEAST_ADDED = 1.0

_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_NAMES = ("nr", "ns", "nt", "nz", "nrfg", "nrt")  # parts of speech
_NUMERALS = frozenset("二两三四五六七八九十百千万亿半双倍")
_DIRECTIONS = frozenset("高低大小升降增减多少强弱快慢长短深浅")


def restates(cue: str, question: str, statement: str) -> bool:
    """Whether ``statement`` repeats ``cue`` and adds too little to it and the question.

    All are plain text. Numbers, names, formulas, what excludes something (不, 只) and what becomes
    of a thing (把 … 分成 …) always count as added.
    """
    if repeated(cue, statement) < LEAST_REPEATED:
        return False
    return added(cue, question, statement) < LEAST_ADDED


def repeated(cue: str, statement: str) -> float:
    """The share (0 to 1) of the characters of ``cue``, less brackets, that are in ``statement``."""
    own, other = fold_letters(_BRACKETS.sub("", cue)), set(fold_letters(statement))
    return sum(letter in other for letter in own) / len(own) if own else 0.0


def added(cue: str, question: str, statement: str) -> float:
    """The weight of the words of ``statement`` that are in neither ``cue`` nor ``question``.

    Of a word that they have in part, that of its other characters.
    """
    if any(re.search(form, statement) for form in _words("informative")):
        return inf
    terms = tagged(cue)
    is_thing = len(terms) == 1 or any(kind.startswith("n") for _, kind in terms[-1:])
    words = {word for word, _ in (*terms, *tagged(question))}
    letters = set(fold_letters(cue + question))
    total = 0.0
    for word, kind in tagged(statement):
        own = fold_letters(word)
        if not own or word in words:
            continue
        if _always_counts(word, kind) or (is_thing and _is_direction(word)):
            total += 1
        elif not (is_function(kind) or _is_general(word)):
            new = sum(letter not in letters for letter in own) / len(own)
            total += term_weight(kind, rarity(word)) * new
    return total


def _always_counts(word: str, kind: str) -> bool:
    number = kind[:1] in ("m", "t", "d") and not _NUMERALS.isdisjoint(word)
    name = word.isascii() or kind in _NAMES
    return number or name or word in _words("excluding")


def _is_direction(word: str) -> bool:
    """Whether ``word`` has a high or low, which is what there is to learn of a thing (噪声)."""
    return not _DIRECTIONS.isdisjoint(word) and not _is_general(word)


def _is_general(word: str) -> bool:
    """Whether ``word`` is one of the general words, or two of them (提高 + 效率)."""
    general = _words("general")
    halves = ((word[:at], word[at:]) for at in range(1, len(word)))
    return word in general or any(general.issuperset(both) for both in halves)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.toml("restated.toml")[name]["words"])
