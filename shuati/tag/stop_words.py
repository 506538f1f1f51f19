"""Words that name no subject."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from shuati import lexicon
from shuati.text.fold import fold


def stop_words(own: Iterable[str] = ()) -> frozenset[str]:
    """The shipped stop words and a project's ``own``, folded."""
    return _shipped() | {fold(word) for word in own}


@cache
def _shipped() -> frozenset[str]:
    return frozenset(map(fold, lexicon.words("stop_words.txt")))
