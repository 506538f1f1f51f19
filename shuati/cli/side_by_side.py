"""Two answers side by side in a terminal, what differs in colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from shuati.merge.align import Row, Run, Side

_RED, _GREEN, _DIM, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"
_NARROW = 60  # columns of a terminal below which the sides stand one above the other

Line = list[Run]


def columns(rows: Sequence[Row], width: int, *, colour: bool) -> Iterator[str]:
    """The lines that show ``rows`` within ``width`` columns.

    Without ``colour`` what only one side has is in ``[ ]``.
    """
    if width < _NARROW:
        yield from _stacked(rows, width, colour)
        return
    half = (width - 3) // 2
    for row in rows:
        left, right = _lines(row.left, half, colour), _lines(row.right, half, colour)
        for at in range(max(len(left), len(right))):
            mine = left[at] if at < len(left) else []
            theirs = right[at] if at < len(right) else []
            gap = " " * (half - _width(mine))
            shown = _shown(mine, _RED, row.equal, colour)
            yield f"{shown}{gap} │ {_shown(theirs, _GREEN, row.equal, colour)}".rstrip()
        yield ""


def _stacked(rows: Sequence[Row], width: int, colour: bool) -> Iterator[str]:
    for row in rows:
        for sign, side, tint in (("<", row.left, _RED), (">", row.right, _GREEN)):
            if row.equal and sign == ">":
                continue
            for line in _lines(side, width - 2, colour):
                yield f"{'=' if row.equal else sign} {_shown(line, tint, row.equal, colour)}"
        yield ""


def _lines(side: Side, width: int, colour: bool) -> list[Line]:
    """``side`` as lines of at most ``width`` columns."""
    lines: list[Line] = [[]]
    used = 0
    for char, own in _chars(side, colour):
        wide = char_width(char)
        if char == "\n" or used + wide > width:
            lines.append([])
            used = 0
            if char == "\n":
                continue
        line = lines[-1]
        if line and line[-1].own == own:
            line[-1] = Run(line[-1].text + char, own)
        else:
            line.append(Run(char, own))
        used += wide
    return lines if side else []


def _chars(side: Side, colour: bool) -> Iterator[tuple[str, bool]]:
    for run in side:
        text = f"[{run.text}]" if run.own and not colour else run.text
        for char in text:
            yield (char if char.isprintable() or char == "\n" else " "), run.own


def _width(line: Iterable[Run]) -> int:
    return sum(char_width(char) for run in line for char in run.text)


def char_width(char: str) -> int:
    """The columns that ``char`` takes in a terminal."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _shown(line: Line, tint: str, equal: bool, colour: bool) -> str:
    if not colour:
        return "".join(run.text for run in line)
    if equal:
        return f"{_DIM}{''.join(run.text for run in line)}{_OFF}"
    return "".join(f"{tint}{run.text}{_OFF}" if run.own else run.text for run in line)
