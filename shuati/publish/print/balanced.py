"""Headings whose lines are about equally long, which WeasyPrint cannot make by itself."""

from __future__ import annotations

import re
from math import ceil

from markupsafe import Markup

from shuati.publish.print.column_widths import drawn_width

_TOKEN = re.compile(r"(<svg.*?</svg>|<[^>]*>)", re.DOTALL)
_PAUSE = re.compile(r"[，：；？！。](?=.)", re.DOTALL)
_AIR = 2.2  # em that a line may stay shorter than its share, since words and marks stay whole
_UNEVEN = 0.3  # of the whole: how far from its middle a pause may be


def balanced(html: str, room: float) -> Markup:
    """Inline ``html`` as a block of about equal lines; ``room`` is the longest line, in em.

    Two lines are parted at a pause of the sentence where one is near the middle.
    """
    whole = drawn_width(html)
    lines = ceil(whole / room)
    if lines < 2 or "<br>" in html:
        return Markup(html)
    width = whole / lines + _AIR
    if lines == 2 and (parted := _parted(html, whole, room)):
        html, width = parted, room
    return Markup(
        f'<span class="balanced" style="max-width:{min(width, room):.2f}em">{html}</span>'
    )


def _parted(html: str, whole: float, room: float) -> str:
    """``html`` with a line break at the pause nearest to its middle, '' where none is near."""
    places = [
        start + match.end() for start, text in _texts(html) for match in _PAUSE.finditer(text)
    ]
    before = [(drawn_width(html[:place]), place) for place in places]
    near = [
        (abs(left - whole / 2), place)
        for left, place in before
        if abs(left - whole / 2) <= _UNEVEN * whole and max(left, whole - left) <= room
    ]
    if not near:
        return ""
    _, place = min(near)
    return f"{html[:place]}<br>{html[place:]}"


def _texts(html: str) -> list[tuple[int, str]]:
    """The texts of ``html``, each with where it starts."""
    found, start = [], 0
    for number, part in enumerate(_TOKEN.split(html)):
        if number % 2 == 0 and part:
            found.append((start, part))
        start += len(part)
    return found
