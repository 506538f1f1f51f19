"""Text without differences of width, letter case and, if wanted, everything but letters."""

from __future__ import annotations

import re
import unicodedata

_NO_LETTERS = re.compile(r"[\W_]")
_BLANKS = re.compile(r"\s")


def fold(text: str) -> str:
    """Plain text in NFKC and without letter case: ``ＧＰＵ`` and ``gpu`` become equal."""
    return unicodedata.normalize("NFKC", text).casefold()


def fold_letters(text: str) -> str:
    """`fold`, with nothing left but letters and digits."""
    return _NO_LETTERS.sub("", fold(text))


def fold_blanks(text: str) -> str:
    """`fold`, without blanks."""
    return _BLANKS.sub("", fold(text))
