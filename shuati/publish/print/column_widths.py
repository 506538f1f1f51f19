"""Widths for the columns of a table, since WeasyPrint squeezes Han columns to one character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import zip_longest

from markupsafe import Markup

from shuati.publish.print.formulas import flat
from shuati.publish.print.typography import GAP, GAP_WIDTH, JOINER

_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd](?: [^>]*)?>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<img [^>]*>")
_AS_WIDE = "图" * 8  # as a picture, about
_WORD = re.compile(r"[!-~]+")
_NARROWEST = 4.0  # em: a column of Han text is not made narrower for the sake of another
_SHORT = 12  # rows that are kept on one page
_LATIN = 0.52  # em: about the width of a letter
# The characters of a heading by their widths in NotoSansSC-700, in em.
_BOLD = {
    0.25: " ",
    0.3: "',.:;ijl|",
    0.35: "!-If",
    0.4: "()/[\\]t{}",
    0.45: "r",
    0.5: "*?sz",
    0.55: '"J_cxy',
    0.6: "#$+0123456789<=>EFLSTVYZ^aegkv~",
    0.65: "ACPX`bdhnopqu",
    0.7: "BDGKR",
    0.75: "&HNOQU",
    0.85: "Mw",
    0.9: "W",
    0.95: "%m",
    1.0: "@",
}
_BOLD_WIDTHS = {char: width for width, chars in _BOLD.items() for char in chars}
_BOLD_LETTER = 0.6
_GAP_TO_FILL, _GAP_ROOM = '<span class="gap">', 4.4  # em, as in sheet.css
_NARROWEST_IN_FULL = 5.0  # em: of a column of Han text in a table beside points
_TYPE = 0.9  # of a table, by that of the text around it, as in sheet.css
_PADDING = 1.5  # em, both sides of a cell as the style sheet has them, and a little air


def with_column_widths(html: str, width: float) -> str:
    """``html`` whose simple tables have a ``<colgroup>``.

    ``width`` is that of the text in em of the table's font.
    A table that fits is as wide as it needs to be; a wider one is fitted by `shares`.
    """
    return _TABLE.sub(lambda match: _with_widths(match[0], match[1], width), html)


def _with_widths(table: str, inner: str, width: float) -> str:
    rows = [[_extent(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(inner)]
    count = max(map(len, rows), default=0)
    if count < 2 or "span=" in inner or "<table" in inner:
        return table
    columns = [[row[at] for row in rows if at < len(row)] for at in range(count)]
    longest = [max(length for length, _ in column) for column in columns]
    words = [max(word for _, word in column) for column in columns]
    if sum(longest) + count * _PADDING <= width:
        widths = [f"{length + _PADDING:.2f}em" for length in longest]
        kind = "narrow"
    else:
        widths = [f"{share:.2%}" for share in shares(longest, words, width)]
        kind = "wide"
    group = "".join(f'<col style="width: {part}">' for part in widths)
    short = " short" if len(rows) <= _SHORT else ""
    return f'<table class="{kind}{short}"><colgroup>{group}</colgroup>{inner}</table>'


def fitted(html: str, room: float) -> Markup:
    """A table in text of ``room`` em, its columns of a width each; nothing where it is too wide.

    That is where a column would be narrower than its words, or than a few Han characters.
    """
    width = room / _TYPE
    rows = [[_extent(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(html)]
    least = 0.0
    for column in zip_longest(*rows, fillvalue=(0.0, 0.0)):
        longest, word = (max(extent[at] for extent in column) for at in (0, 1))
        least += max(min(longest, _NARROWEST_IN_FULL), word) + _PADDING
    return Markup(with_column_widths(html, width) if html and least <= width else "")


def shares(longest: Sequence[float], words: Sequence[float], width: float) -> list[float]:
    """The share of ``width`` (em) that each column of a wide table gets; they add up to 1.

    ``longest`` is the extent of a column's longest cell, ``words`` of its longest word, both
    in em. Each column gets what its words need; those that need more than that get as much
    as makes their longest cells equally tall.
    """
    least = [
        max(min(length, _NARROWEST), min(word, width / 4)) + _PADDING
        for length, word in zip(longest, words, strict=True)
    ]

    def widths(lines: float) -> list[float]:
        return [
            max(low, length / lines + _PADDING) for low, length in zip(least, longest, strict=True)
        ]

    few, many = 1.0, max(longest)
    for _ in range(30):
        lines = (few + many) / 2
        few, many = (few, lines) if sum(widths(lines)) < width else (lines, many)
    found = widths(many)
    return [part / sum(found) for part in found]


def drawn_width(html: str) -> float:
    """About how wide inline ``html`` is in one line, in em; its longest line where it has more."""
    return _extent(html)[0]


def bold_width(html: str) -> float:
    """How wide inline ``html`` is in one line of a heading, in em."""
    text = unescape(_TAG.sub("", _shown(html)))
    return sum(map(_bold, text)) + html.count(_GAP_TO_FILL) * _GAP_ROOM


def _bold(char: str) -> float:
    if char in (JOINER, GAP):
        return GAP_WIDTH if char == GAP else 0.0
    if char >= "\u2010":  # quotation marks and dashes too
        return 1.0
    return _BOLD_WIDTHS.get(char, _BOLD_LETTER)


def _extent(cell: str) -> tuple[float, float]:
    """About how wide the text of a cell and its longest word are, in em."""
    lines = [unescape(_TAG.sub("", line)) for line in _shown(cell).split("<br>")]
    words = [len(word) * _LATIN for line in lines for word in _WORD.findall(line)]
    return max(map(_width, lines)), max(words, default=1.0)


def _shown(cell: str) -> str:
    return _PICTURE.sub(_AS_WIDE, flat(cell))


def _width(text: str) -> float:
    return sum(1.0 if char > "\u2e7f" else _LATIN for char in text if char != JOINER)
