"""Term weight: how much a word identifies what a question asks about.

A technical term is rare in general language or not in its dictionary; words for place, time
and quantity, and common verbs, identify nothing.
"""

from __future__ import annotations

# Parts of speech in jieba's dictionary (ICTCLAS): pronouns, prepositions, conjunctions,
# adverbs, particles, numbers, measures, places, times, directions, exclamations.
_FUNCTION = frozenset("rpcdumqsftyeok")
_STATE = ("a", "z", "i", "l")  # adjectives, states, idioms, phrases: 慢, 一塌糊涂, 各个环节
_FUNCTION_WEIGHT, _STATE_WEIGHT = 0.1, 0.3


def is_function(kind: str) -> bool:
    """Whether a part of speech (jieba's, '' where unknown) is that of a function word."""
    return kind[:1] in _FUNCTION and kind != "nz"


def term_weight(kind: str, rarity: float) -> float:
    """The weight of a word, from 0.1 (function word) to 1 (technical term).

    ``kind`` is jieba's part of speech, '' where it has none; ``rarity`` in general language
    goes from 0 (common) to 1 (very rare).
    """
    if not kind:
        return 1.0
    if is_function(kind):
        return _FUNCTION_WEIGHT
    if kind.startswith(_STATE):
        return _STATE_WEIGHT
    least, most = (_FUNCTION_WEIGHT, 0.8) if kind == "v" else (_STATE_WEIGHT, 1.0)
    return min(max(least + 0.9 * rarity, least), most)
