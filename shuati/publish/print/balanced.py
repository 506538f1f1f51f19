"""Headings whose lines are about equally long, which WeasyPrint cannot make by itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate, pairwise
from math import inf

from markupsafe import Markup

from shuati.publish.print.column_widths import bold_width
from shuati.publish.print.typography import GAP, JOINER

_PIECE = re.compile(r"<svg.*?</svg>|<[^>]*>|&[^;\s]+;|.", re.DOTALL)
_DRAWN = re.compile(r"<svg|<img")
_DRAWING = "\ufffc"  # in place of a character
_PAUSES = frozenset("，：；？！。")
_NEVER_FIRST = frozenset(
    "，。、；：？！）》〉」』】〕”’…—～,.;:?!)]}%" + GAP + JOINER + "\u00a0 \u3000"
)
_NEVER_LAST = frozenset("（《〈「『【〔“‘([{—…～" + JOINER + "\u00a0")
_AT_COMMA, _ELSEWHERE = 0.2, 0.3  # what a line costs that ends at no pause; see `_cost`


def balanced(html: str, room: float) -> Markup:
    """Inline ``html`` in as few lines as fit into ``room`` (em), about equally long.

    Lines end between words (see `whole_words`), at a pause of the sentence where one is near.
    """
    pieces = _PIECE.findall(html)
    widths = [0.0, *accumulate(map(bold_width, pieces))]
    if widths[-1] <= room or "<br>" in html:
        return Markup(html)
    shown = [_character(piece) for piece in pieces]
    ends = [*_ends(shown), len(pieces)]
    lines = _fewest(widths, ends, room)
    places = _parted(widths, ends, shown, lines, room) if lines else (len(pieces),)
    return Markup("<br>".join("".join(pieces[a:b]) for a, b in pairwise((0, *places))))


def _fewest(widths: Sequence[float], ends: Sequence[int], room: float) -> int:
    """In how many lines the pieces of ``widths`` fit; 0 where a part of them is too wide."""
    lines, start, last = 1, 0, 0
    for end in ends:
        if widths[end] - widths[start] > room:
            lines, start = lines + 1, last
            if widths[end] - widths[start] > room:
                return 0
        last = end
    return lines


def _character(piece: str) -> str:
    """What is seen of ``piece``: one character, or nothing of a tag."""
    if piece.startswith("<"):
        return _DRAWING if _DRAWN.match(piece) else ""
    return unescape(piece)


def _ends(shown: Sequence[str]) -> Iterator[int]:
    """Where a line may end: before which of the pieces ``shown``."""
    before = ""
    for at, after in enumerate(shown):
        if not after:
            continue
        if (
            before
            and after not in _NEVER_FIRST
            and before not in _NEVER_LAST
            and (before in (" ", GAP) or not (_is_latin(before) and _is_latin(after)))
        ):
            yield at
        before = after


def _is_latin(char: str) -> bool:
    return char < "\u2e80"


def _parted(
    widths: Sequence[float], ends: Sequence[int], shown: Sequence[str], lines: int, room: float
) -> tuple[int, ...]:
    """The ends of so many ``lines`` that cost the least.

    ``widths`` are those of all pieces before each place.
    """
    share = widths[-1] / lines
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(lines):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (before, places) in best.items():
            for end in ends[bisect_right(ends, start) :]:
                width = widths[end] - widths[start]
                if width > room:
                    break
                cost = before + _cost(width, share, shown, end)
                if cost < following.get(end, (inf, ()))[0]:
                    following[end] = cost, (*places, end)
        best = following
    return best[len(shown)][1]


def _cost(width: float, share: float, shown: Sequence[str], end: int) -> float:
    """How bad a line of ``width`` is that ends before ``end``, where each has ``share`` (em)."""
    uneven = (width / share - 1) ** 2
    if end == len(shown) or shown[end - 1] in _PAUSES:
        return uneven
    return uneven + (_AT_COMMA if shown[end - 1] == "、" else _ELSEWHERE)
