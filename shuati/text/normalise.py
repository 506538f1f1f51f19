"""The form in which two wordings are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from shuati.text.fold import fold
from shuati.text.markdown import plain

# Signs with a meaning everywhere: C++, C#, #{} and ${}, a == b, List<String>.
_MEANT = frozenset("+#$&=<>*/\\@^|~%_{}")
_BRACKETS = frozenset("()[]\"'")  # with a meaning beside Latin text: f(x), [] == ![]
_LEADING = frozenset(".-!")  # with a meaning before it: 3.5, Node.js, -1, !x


@lru_cache(maxsize=65536)
def wording(text: str) -> str:
    """A question (inline Markdown) without what makes no difference to its meaning.

    Markup, letter case, full width (NFKC), spaces and the punctuation of sentences go;
    a gap between two Latin words or numbers stays one space, so "1 2" is not "12".
    """
    folded = fold(plain(text))
    kept = "".join(
        char if _has_meaning(char, folded[at - 1 : at], folded[at + 1 : at + 2]) else " "
        for at, char in enumerate(folded)
    )
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", re.sub(r" +", " ", kept))


def _has_meaning(char: str, before: str, after: str) -> bool:
    if char in _BRACKETS:
        return _is_code(before) or _is_code(after)
    if char in _LEADING:
        return _is_code(after)
    if char == "?":
        return _is_code(before) and (_is_code(after) or after in (".", "?"))
    category = unicodedata.category(char)  # letters, numbers, marks; signs of sums and money
    return char in _MEANT or category[0] in "LNM" or category in ("Sm", "Sc")


def _is_code(char: str) -> bool:
    return char != "" and ((char.isascii() and char.isalnum()) or char in _MEANT | _BRACKETS)
