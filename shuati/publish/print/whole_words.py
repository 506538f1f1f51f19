"""Headings whose lines end between words, which Chinese lines need not."""

from __future__ import annotations

import re

from shuati.publish.print.typography import JOINER
from shuati.text.scripts import HAN
from shuati.text.segmenter import general_segmenter

_VERBATIM = re.compile(r"(<(svg|code|pre)\b.*?</\2>|<[^>]*>)", re.DOTALL)
_HAN = re.compile(f"[{HAN}]{{2,}}")
_LONGEST = 4  # characters of a word; a longer one may break


def with_whole_words(html: str) -> str:
    """Inline ``html`` with `JOINER` between the Han characters of a word.

    Leaving these marks out of the result gives ``html`` back.
    """
    found, start = [], 0
    for match in _VERBATIM.finditer(html):
        found += [_HAN.sub(_joined, html[start : match.start()]), match[0]]
        start = match.end()
    return "".join((*found, _HAN.sub(_joined, html[start:])))


def _joined(match: re.Match[str]) -> str:
    words = general_segmenter().split(match[0])
    if "".join(words) != match[0]:
        return match[0]
    return "".join(JOINER.join(word) if len(word) <= _LONGEST else word for word in words)
