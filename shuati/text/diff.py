"""The difference between two texts, in words."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

_TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
_BREAK = re.compile(r"</(?:p|li|h\d|div|tr|pre|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
_UNFOLD = re.compile(r'(?<=<details class="fold">)<summary>.*?</summary>')  # the card's own words


class Fate(StrEnum):
    """What becomes of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stay, go, or come."""

    fate: Fate
    text: str


def difference(old: str, new: str) -> tuple[Words, ...]:
    """``old`` and ``new`` as what they share and what only one has, in reading order.

    A Latin word or number changes as a whole, Chinese character by character; where two
    changes stand less than two characters apart they are told as one.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Words] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    gone: list[str] = []
    come: list[str] = []

    def flush() -> None:
        for fate, text in ((Fate.GONE, "".join(gone)), (Fate.NEW, "".join(come))):
            if text:
                found.append(Words(fate, text))
        gone.clear()
        come.clear()

    codes = matcher.get_opcodes()
    for at, (kind, first, last, start, end) in enumerate(codes):
        inside = 0 < at < len(codes) - 1
        if kind == "equal" and not (inside and last - first < 2):
            flush()
            found.append(Words(Fate.SAME, "".join(before[first:last])))
        else:
            gone += before[first:last]
            come += after[start:end]
    flush()
    return tuple(found)


def text_of(html: str) -> str:
    """The text of a field's HTML, a line for each block."""
    own = _UNFOLD.sub("", html)
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", own))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
