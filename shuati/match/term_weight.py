"""How much a word tells of what a question asks about, by what general language says of it.

A name of the trade is rare in general language or unknown to it; words that say where, when,
how many or how, and verbs that everybody uses, name nothing.
"""

from __future__ import annotations

# Parts of speech in jieba's dictionary (ICTCLAS): pronouns, prepositions, conjunctions,
# adverbs, particles, numbers, measures, places, times, directions, exclamations.
_FUNCTION = frozenset("rpcdumqsftyeok")
_STATE = ("a", "z", "i", "l")  # adjectives, states, idioms, phrases: 慢, 一塌糊涂, 各个环节
_NOTHING, _LITTLE = 0.1, 0.3


def is_function(kind: str) -> bool:
    """Whether a part of speech (jieba's, '' where unknown) names nothing."""
    return kind[:1] in _FUNCTION and kind != "nz"


def worth(kind: str, rarity: float) -> float:
    """From 0.1 (names nothing) to 1 (a name). ``kind`` is jieba's part of speech, '' where
    it has none; ``rarity`` in general language is 0 (everyday) to 1 (hardly ever)."""
    if not kind:
        return 1.0
    if is_function(kind):
        return _NOTHING
    if kind.startswith(_STATE):
        return _LITTLE
    least, most = (_NOTHING, 0.8) if kind == "v" else (_LITTLE, 1.0)
    return min(max(least + 0.9 * rarity, least), most)
