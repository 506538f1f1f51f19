"""Which characters are Han, and what is one word of Latin letters."""

from __future__ import annotations

HAN_RANGES = (  # first and last code point
    (0x3007, 0x3007),  # 〇
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
HAN = "".join(f"{chr(first)}-{chr(last)}" for first, last in HAN_RANGES)
"""Han characters, for use inside ``[ ]`` of a regular expression."""

LATIN_WORD = (
    r"(?:[A-Za-z]|(?<![A-Za-z0-9_.)\]])\.[A-Za-z])"  # .NET; no dot in "end.Next" and "f().then"
    r"[A-Za-z0-9]*(?:[-._/][A-Za-z0-9]+)*(?:\+{1,2}|#)?"
)
"""A Latin word that begins with a letter (regular expression, no groups that capture).

Signs inside belong to it (F1-score, Node.js, GPT-4, HTTP/2, utf-8, shared_ptr), and so do
``+``, ``++`` and ``#`` at its end (B+, C++, C#); a number alone is no word.
"""

NUMBER = r"\d+(?:\.\d+)*"
"""A whole or decimal number, or a version: 3.11."""
