"""Lead terms of points: which are one term, and what a point that has several is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from shuati.match.traditional import simplified
from shuati.match.vocabulary import Synonyms
from shuati.text.markdown import plain
from shuati.text.normalise import wording

_GLOSS = re.compile(r"[(（]([^()（）]*)[)）]")


def term_key(term: str | None) -> str:
    """A lead term (inline Markdown) without its parentheses, punctuation, width and letter case,
    in simplified characters; '' for none."""
    return _pieces(term or "")[0]


def same_term(one: str | None, other: str | None, synonyms: Synonyms) -> bool:
    """Whether two lead terms are one.

    What stands in parentheses may be another name (困惑度（perplexity）). Two remarks in one
    script tell two things apart: 缓存（本地） and 缓存（分布式）.
    """
    (mine, *my_names), (theirs, *their_names) = _pieces(one or ""), _pieces(other or "")
    if not mine or not theirs:
        return False
    if mine in their_names or theirs in my_names:
        return True
    if _first(mine, synonyms) != _first(theirs, synonyms):
        return False
    return not any(
        a != b and a.isascii() == b.isascii() for a in my_names for b in their_names
    ) or bool(set(my_names) & set(their_names))


def joined_term(terms: Sequence[str | None]) -> str | None:
    """The lead term of a point that has the lead ``terms``; None where none has one.

    The first, or one that holds it; what it does not hold follows in parentheses.
    """
    named = [term for term in terms if term]
    if not named:
        return None
    shown = named[0]
    for term in named[1:]:
        if _holds(term, shown):
            shown = term
        elif not _holds(shown, term):
            shown = f"{shown}（{term}）"
    return shown


def _holds(whole: str, part: str) -> bool:
    letters = "".join(_pieces(whole))
    return all(piece in letters for piece in _pieces(part))


def _first(piece: str, synonyms: Synonyms) -> str:
    return synonyms.first.get(piece, piece)


@lru_cache(maxsize=16384)
def _pieces(term: str) -> tuple[str, ...]:
    """The key of a term, then those of its parentheses."""
    text = simplified(plain(term))
    outside = wording(_GLOSS.sub("", text))
    inside = [key for gloss in _GLOSS.findall(text) if (key := wording(gloss))]
    return (outside, *inside) if outside else (wording(text),)
