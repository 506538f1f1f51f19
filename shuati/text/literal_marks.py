"""Marks that are no emphasis: ``__init__``, ``**kwargs``, ``2**3``, the gap ``____``."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it.rules_inline import StateInline

from shuati.text.scripts import HAN

# Names that begin with a small letter or have more than one word; macros that all know.
_DUNDER = re.compile(
    r"__(?:[a-z][A-Za-z0-9]+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+"
    r"|FILE|LINE|DATE|TIME|FUNCTION|CLASS|METHOD|NAMESPACE|DIR|TRAIT|COUNTER)__(?!_)"
)
_GAP = re.compile(r"_{4,}")  # in a sentence to be filled in
_STARS = re.compile(r"\*{1,2}(?=[A-Za-z0-9_])")
_WORD = re.compile(r"[A-Za-z0-9_]+")
_EMPHASISED = re.compile(r"\*\*[A-Za-z]+\*\*")
_BEHIND_NAME = re.compile(rf"[{HAN}\s,，、;；)）。=]|$")


def literal_marks(state: StateInline, silent: bool) -> bool:
    """An inline rule: underscores and stars of a name, a sum or a gap are text."""
    start = state.pos
    mark = state.src[start]
    if mark == "_":
        match = _GAP.match(state.src, start, state.posMax) or _DUNDER.match(
            state.src, start, state.posMax
        )
        end = match.end() if match and state.src[start - 1 : start] != "_" else start
    elif mark == "*":
        end = _end_of_stars(state, start)
    else:
        return False
    if end == start:
        return False
    if not silent:
        state.pending += state.src[start:end]
    state.pos = end
    return True


def _end_of_stars(state: StateInline, start: int) -> int:
    """Where the stars at ``start`` end that are text; ``start`` where they may be marks."""
    before = state.src[start - 1 : start] if start else ""
    match = _STARS.match(state.src, start, state.posMax)
    if match is None or before == "*" or _may_close(state, len(match[0])):
        return start
    between = _WORD.match(before) is not None  # 2**3, a*b
    word = _WORD.match(state.src, match.end())
    if _EMPHASISED.match(state.src, start):
        return start  # **S**ingle, an**emia**
    if not between and (word is None or not _BEHIND_NAME.match(state.src, word.end())):
        return start  # **A/B**
    return start if _last_closing(state.src, match[0]) >= match.end() else match.end()


@lru_cache(maxsize=64)
def _last_closing(text: str, stars: str) -> int:
    """Where the last ``stars`` of ``text`` are that close and open nothing; -1 for nowhere."""
    closing = rf"(?<=[^\s*]){re.escape(stars)}(?![*A-Za-z0-9_])"
    return max((match.start() for match in re.finditer(closing, text)), default=-1)


def _may_close(state: StateInline, length: int) -> bool:
    """Whether a mark of ``length`` stars is open at this place of the text."""
    opened = at = 0
    while at < len(state.delimiters):
        one = state.delimiters[at]
        if one.marker == ord("*") and one.length == length:
            if one.close and opened:
                opened -= 1
            elif one.open:
                opened += 1
        at += one.length if chr(one.marker) in "*_" else 1  # one for each star
    return opened > 0
