"""Justification of Han text: how the space that a line has left is shared out.

WeasyPrint by itself stretches spaces only. Here the space goes evenly between Han characters
and words; a closing mark at the end of a line and an opening one at its start give up their
blank half; a line that would become too loose stays ragged. Nothing is added to the text:
`patched_lines` makes the glyphs wider when they are drawn.

Opportunities follow W3C's "Requirements for Chinese Text Layout", section 3.2 (line
adjustment).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shuati.publish.print.typography import GAP, GAP_WIDTH, JOINER
from shuati.text.scripts import HAN

LOOSEST = GAP_WIDTH  # em between two Han characters; more would be copied as a space
WIDEST = 0.4  # em that a space may grow by; a line that needs more stays ragged

_HAN = re.compile(f"[{HAN}\u3040-\u30ff]")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’")
_OPENING = frozenset("（《〈「『【〔“‘")
_UNPARTED = frozenset("—…⋯")
_SPACES = frozenset((" ", "\u00a0"))
_MARKS = frozenset((GAP, JOINER))


def stretches(before: str, after: str) -> bool:
    """Whether space may be put between these two neighbouring characters."""
    if after in _SPACES or before in _MARKS or after == GAP:
        return False
    if before in _SPACES:
        return True
    if before in _UNPARTED and before == after:
        return False
    if after in _CLOSING or before in _OPENING:
        return False
    if before in _CLOSING or after in _OPENING:
        return True
    return bool(_HAN.match(before) or _HAN.match(after))


@dataclass(frozen=True, slots=True)
class LineFill:
    """How a line is filled: what is added after which characters, and how far it moves left."""

    added: Mapping[int, float]
    left: float


def fill_line(text: str, room: float, size: float) -> LineFill | None:
    """How to fill a line that holds ``text`` and has ``room`` left; None leaves it ragged.

    ``size`` is the size of the font, in the unit of ``room``. Han characters part by at
    most `LOOSEST`; what is then left goes to the spaces.
    """
    end = len(text.rstrip(f" {GAP}{JOINER}"))
    if not end:
        return None
    room += GAP_WIDTH * size * text.count(GAP, end)
    if text[end - 1] in _CLOSING:
        room += size / 2
    left = size / 2 if text[0] in _OPENING else 0.0
    room += left
    places = [at for at in range(end - 1) if stretches(text[at], text[at + 1])]
    spaces = [at for at in places if text[at] in _SPACES]
    between = min(room / len(places), LOOSEST * size) if places else 0.0
    wide = (room - between * (len(places) - len(spaces))) / len(spaces) if spaces else between
    if abs(between * (len(places) - len(spaces)) + wide * len(spaces) - room) > 0.01:
        return None
    if wide > max(WIDEST * size, between):
        return None
    return LineFill({at: wide if text[at] in _SPACES else between for at in places}, left)
