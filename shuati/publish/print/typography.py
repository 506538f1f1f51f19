"""Marks put into HTML before it is set, which a reader sees but never copies.

Only text changes, never a tag; what is inside ``<pre>``, ``<code>`` and ``<svg>`` stays.
`justify` draws both marks as distances, so that the PDF's text is the source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shuati.text.scripts import HAN

GAP = "\u200a"
GAP_WIDTH = 0.095  # em, in the shipped fonts; PDF readers take a tenth and more for a space
JOINER = "\u2060"
EMOJI_STYLE = "\ufe0f"  # asks for a picture in colours, which no shipped font has

_CLOSING = "，。、；：？！）》〉」』】〕”’…"
_TOKEN = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = re.compile(
    r"a|b|code|del|em|i|ins|kbd|mark|path|q|s|small|span|strong|sub|sup|svg|text|title|u|var"
)
_VERBATIM = frozenset(("code", "pre", "svg"))

_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u045f"
_BEFORE_HAN = re.compile(rf"(?<=[{_LETTER}%+#℃°])(?=[{HAN}])")
_AFTER_HAN = re.compile(rf"(?<=[{HAN}])(?=[{_LETTER}$#@])")
_HAN = re.compile(f"[{HAN}]")
# The end of a paragraph of several lines: two Han characters and what closes the sentence.
_LAST = re.compile(rf"(?<=.{{12}}[{HAN}])(?=[{HAN}][{_CLOSING}]*\s*$)", re.DOTALL)

_Text = tuple[int, bool]  # the place of a text among the parts, whether it is verbatim


def typeset(html: str) -> str:
    """``html`` with `GAP` between Han and Latin, and `JOINER` before the last Han character
    of a paragraph, so that none is left alone on its last line.

    Leaving both marks out of the result gives ``html`` back, but for `EMOJI_STYLE`.
    """
    parts = _TOKEN.split(html.replace(EMOJI_STYLE, ""))
    for run in list(_runs(parts)):
        for before, after in pairwise(run):
            _part(parts, before, after)
        for at, verbatim in run:
            if not verbatim:
                parts[at] = _BEFORE_HAN.sub(GAP, _AFTER_HAN.sub(GAP, parts[at]))
        at, verbatim = run[-1]
        if not verbatim:
            parts[at] = _LAST.sub(JOINER, parts[at])
    return "".join(parts)


def _runs(parts: list[str]) -> Iterator[list[_Text]]:
    """The texts that stand in one line: those with only inline tags between them."""
    depth = 0
    run: list[_Text] = []
    for at, part in enumerate(parts):
        if at % 2:
            match = _TAG.match(part)
            name = match[1] if match else ""
            if name in _VERBATIM:
                depth += -1 if part.startswith("</") else 1
            if run and not _INLINE.fullmatch(name):
                yield run
                run = []
        elif part:
            run.append((at, depth > 0))
    if run:
        yield run


def _part(parts: list[str], before: _Text, after: _Text) -> None:
    """Put a gap, outside code, where two texts meet at Han and Latin, or at Han and code."""
    (left, left_verbatim), (right, right_verbatim) = before, after
    if left_verbatim and right_verbatim:
        return
    border = parts[left][-1] + parts[right][0]
    if right_verbatim and _HAN.match(border[0]):
        parts[left] += GAP
    elif left_verbatim and _HAN.match(border[1]):
        parts[right] = GAP + parts[right]
    elif _AFTER_HAN.search(border) or _BEFORE_HAN.search(border):
        if left_verbatim:
            parts[right] = GAP + parts[right]
        else:
            parts[left] += GAP
