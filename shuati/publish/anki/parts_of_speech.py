"""Words of general Chinese with their parts of speech, as jieba's dictionary has them."""

from __future__ import annotations

from functools import cache

from shuati.text.segmenter import Segmenter


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of ``text``, each with its part of speech (n, v, a, d …), '' where unknown."""
    words = _segmenter().split(text)
    kinds = _segmenter().parts_of_speech(words)
    return [(word, kinds.get(word, "")) for word in words]


def part_of_speech(word: str) -> str:
    """The part of speech of ``word``, '' where the dictionary does not have it."""
    return _segmenter().parts_of_speech([word]).get(word, "")


def rarity(word: str) -> float:
    """How rare ``word`` is in general language: 0 (common) to 1 (very rare)."""
    return (_segmenter().weight(word) - 8) / 6


@cache
def _segmenter() -> Segmenter:
    return Segmenter(())
