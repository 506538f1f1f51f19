"""Lead terms of points: which are one term, and what a point that has several is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from shuati.match.traditional import simplified
from shuati.match.vocabulary import Synonyms
from shuati.model import Paragraph, Point
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain
from shuati.text.normalise import wording

_LEAD = re.compile(
    r"(?P<term>[^\s：:，。；！？、,;!?`$*\[\]<>|][^：:，。；！？,;!?`$*\[\]<>|\n]{0,19})(?:：|:(?![\d/]))\s*"
)
_NO_TERM = re.compile(r"例如|比如|譬如|如下|举例|其中|包括|即|注意?|说明|备注|https?|答案?|解析?")
_LATIN_NAME = re.compile(r"[a-z]{4,}")  # a shorter one may be a field: 查询（SQL）
_GLOSS = re.compile(r"[(（]([^()（）]*)[)）]")


def with_lead_term(point: Point) -> Point:
    """``point`` with the words before its first colon as its lead term, where none is marked."""
    first = point.blocks[0] if point.blocks else None
    if point.term or not isinstance(first, Paragraph):
        return point
    match = _LEAD.match(first.text)
    if match is None or _NO_TERM.fullmatch(match["term"]):
        return point
    rest = first.text[match.end() :]
    blocks = (replace(first, text=rest), *point.blocks[1:]) if rest else point.blocks[1:]
    return replace(point, term=match["term"], blocks=blocks)


def with_plain_lead(point: Point) -> Point:
    """``point`` with its lead term as the first words of its text."""
    if not point.term:
        return point
    first = point.blocks[0] if point.blocks else None
    if isinstance(first, Paragraph):
        first, more = replace(first, text=f"{point.term}：{first.text}"), point.blocks[1:]
    else:
        first, more = Paragraph(f"{point.term}：", point.span), point.blocks
    return replace(point, term=None, blocks=(first, *more))


def term_key(term: str | None) -> str:
    """A lead term (inline Markdown) without its parentheses, punctuation, width and letter case,
    in simplified characters; '' for none."""
    return _pieces(term or "")[0]


def same_term(one: str | None, other: str | None, known: Synonyms) -> bool:
    """Whether two lead terms are one, with the ``known`` synonyms in them.

    What is in parentheses may be another name (困惑度（perplexity）), also of two that are nearly
    equal: 准确性（Accuracy） and 准确率（Accuracy）. Two remarks in one script tell two things
    apart: 缓存（本地） and 缓存（分布式）.
    """
    (mine, *my_names), (theirs, *their_names) = _pieces(one or ""), _pieces(other or "")
    if not mine or not theirs:
        return False
    if mine in their_names or theirs in my_names:
        return True
    if any(map(_LATIN_NAME.fullmatch, {*my_names} & {*their_names})) and _nearly(mine, theirs):
        return True
    if mine != theirs and _with_first(mine, known) != _with_first(theirs, known):
        return False
    return bool({*my_names} & {*their_names}) or not any(
        a.isascii() == b.isascii() for a in my_names for b in their_names
    )


def _nearly(one: str, other: str) -> bool:
    """Whether two terms have more than half of the characters of the shorter in common."""
    mine, theirs = {*one}, {*other}
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))


def joined_term(terms: Sequence[str | None]) -> str | None:
    """The lead term of a point that has the lead ``terms``; None where none has one.

    The first, or one that holds it; the names that it does not hold follow in parentheses.
    """
    named = [term for term in terms if term]
    if not named:
        return None
    shown = named[0]
    for term in named[1:]:
        if _holds(shown, term):
            continue
        shown = term if _holds(term, shown) else _with_name(shown, bare_term(term))
    return shown


def _with_name(term: str, name: str) -> str:
    """``term`` with another name in parentheses: beside one in its script, before the others."""
    gloss = re.search(rf"\s*{_GLOSS.pattern}\s*$", term)
    if gloss is None:
        return f"{term}（{name}）"
    if gloss[1].isascii() == name.isascii():
        return f"{term[: gloss.end(1)]}、{name}）"
    return f"{term[: gloss.start()]}（{name}）{term[gloss.start() :]}"


def bare_term(term: str) -> str:
    """A lead term (inline Markdown) without what is in parentheses."""
    return _GLOSS.sub("", term).strip() or term


def _holds(whole: str, part: str) -> bool:
    """Whether all names of a term are in another one."""
    letters = "".join(_pieces(whole))
    return all(piece in letters for piece in _pieces(part))


@lru_cache(maxsize=16384)
def _with_first(piece: str, known: Synonyms) -> str:
    marked, terms = known.mark(piece)
    return marked + "/".join(terms)


@lru_cache(maxsize=16384)
def _pieces(term: str) -> tuple[str, ...]:
    """The key of a term, then those of its parentheses."""
    text = simplified(plain(term))
    outside = wording(_GLOSS.sub("", text))
    inside = [key for gloss in _GLOSS.findall(text) if (key := fold_letters(gloss))]
    return (outside, *inside) if outside else (wording(text),)
