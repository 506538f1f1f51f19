"""Traditional characters as simplified ones, for comparison only: no text is shown so."""

from __future__ import annotations

import re
from functools import cache

from shuati import lexicon


def simplified(text: str) -> str:
    """``text`` in simplified characters, with words of Taiwan replaced by those of the mainland.

    Character by character, so that it has to be neither cut into words nor understood.
    """
    if text.isascii():
        return text
    characters, words, replacements = _tables()
    found = text.translate(characters)
    return words.sub(lambda match: replacements[match[0]], found)


@cache
def _tables() -> tuple[dict[int, int], re.Pattern[str], dict[str, str]]:
    table = lexicon.toml("traditional.toml")
    replacements = dict(table["words"])
    longest_first = sorted(replacements, key=len, reverse=True)
    characters = str.maketrans(table["traditional"], table["simplified"])
    return characters, re.compile("|".join(longest_first)), replacements
