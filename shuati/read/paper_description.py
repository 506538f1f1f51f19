"""Whether a text only describes what a paper looks like: ``1. 题目……``, ``A. ……``, ``2. ...``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Block, Code, Paragraph, PointList, Quote
from shuati.sources.element import Element

_FEWEST = 4  # lines with dots in the place of words
_SHARE = 0.3  # of the lines with a number or the letter of an option
_STEMS = 0.1  # of the numbered lines: of a paper from memory hardly any
_LETTERS = 10  # that may be beside the dots
_PLACE = re.compile(r"\s*(?:(?:(?P<number>\d{1,3})|[A-H])\s*[.、．)）]|[(（]\d{1,2}[)）]|[-*]\s)")
_DOTS = re.compile(r"…+|\.{3,}|。{3,}|[xX×]{3,}")
_LETTER = re.compile(r"[^\W\d_]")


def describes_paper(elements: Sequence[Element]) -> bool:
    """Whether many of the lines that a paper numbers have dots in the place of words.

    Of a paper from memory, whose options alone are dots, the questions are asked all the same.
    """
    lines = [line for element in elements for line in _lines(element.block)]
    numbered = [match for line in lines if (match := _PLACE.match(line))]
    dots = [_is_placeholder(match.string[match.end() :]) for match in numbered]
    stems = [dotted for match, dotted in zip(numbered, dots, strict=True) if match["number"]]
    return sum(dots) >= max(_FEWEST, _SHARE * len(dots)) and sum(stems) >= _STEMS * len(stems)


def _lines(block: Block | None) -> Iterator[str]:
    """The lines of a block, with the numbers of the items of ordered lists."""
    if isinstance(block, Paragraph | Code):
        yield from block.text.split("\n")
    elif isinstance(block, Quote):
        for inner in block.blocks:
            yield from _lines(inner)
    elif isinstance(block, PointList):
        for at, point in enumerate(block.points):
            lines = [line for inner in point.blocks for line in _lines(inner)]
            mark = f"{block.start + at}." if block.ordered else "-"
            yield f"{mark} {next(iter(lines), '')}"
            yield from lines[1:]


def _is_placeholder(text: str) -> bool:
    if not _DOTS.search(text):
        return False
    return len(_LETTER.findall(_DOTS.sub("", text))) <= _LETTERS
