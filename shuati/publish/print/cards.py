"""How much of an answer a card holds.

A card is first tried with the most that may fit and made shorter by one level as long as
it does not: 0 all; 1 the answer alone; 2 points with a sentence each; 3 with half a one;
4 their lead terms; 5 their number; 6 the question too is left to the study sheet. From
level 1 on, the card says on which page of the study sheet the rest is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shuati.config.settings import Settings
from shuati.publish.print.formulas import flat
from shuati.publish.print.pages import Chapter, Item
from shuati.publish.print.paper import Grid, card_grid
from shuati.publish.print.piece import Piece

LAST = 6

_BACK = "back-"
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:p|li|tr|pre|h\d)>|<br>|(?<=\n)")
_EM = 2.75  # mm, about the size of the type on a card with the default settings
_LINE = 4.0  # mm


def levels(chapters: Sequence[Chapter], settings: Settings) -> Mapping[str, int]:
    """The level that each item (by its anchor) is tried at first: none that surely fails."""
    grid = card_grid(settings)
    return {
        item.anchor: _level(item, grid)
        for chapter in chapters
        for section in chapter.sections
        for item in section.items
    }


def _level(item: Item, grid: Grid) -> int:
    characters, lines = grid.width / _EM, grid.height / _LINE

    def fits(texts: Sequence[str]) -> bool:
        return sum(max(1.0, len(text) / characters) for text in texts) < lines

    if fits([text for part in item.answered for text in _texts(part.html)]):
        return 0
    if fits([text for part in item.answer for text in _texts(part.html)]):
        return 1
    return 2


def _texts(html: str) -> list[str]:
    blocks = (_TAG.sub("", block).strip() for block in _BLOCK.split(flat(html)))
    return [block for block in blocks if block]


def pairs(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """The page of the front and that of the back of each card, in order."""
    first = _first_pages(pieces)
    return [
        (number, first[_BACK + anchor])
        for anchor, number in first.items()
        if _BACK + anchor in first
    ]


def too_long(pieces: Sequence[Piece]) -> list[str]:
    """The anchors of the cards with a side that takes more than one page."""
    starts = {number: anchor for anchor, number in _first_pages(pieces).items()}
    found: dict[str, None] = {}
    current = ""
    for number in range(sum(len(piece.pages) for piece in pieces)):
        if number in starts:
            current = starts[number].removeprefix(_BACK)
        else:
            found[current] = None
    return list(found)


def _first_pages(pieces: Sequence[Piece]) -> dict[str, int]:
    """The page that each anchor stands on first; what is split has its anchor on each page."""
    pages = [page for piece in pieces for page in piece.pages]
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found
