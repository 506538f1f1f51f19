"""How much of an answer a card holds.

A card is first tried with the most that may fit and made shorter by one level as long as
it does not: 0 all; 1 the answer alone; 2 points with a sentence each; 3 with a clause of it;
4 their lead terms; 5 their number; 6 the question too is left to the study sheet. From
level 1 on, the card gives the page of the study sheet that has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shuati.config.settings import Settings
from shuati.publish.print.formulas import flat
from shuati.publish.print.page_run import PageRun
from shuati.publish.print.paper import CardGrid, card_grid
from shuati.publish.print.sheet_view import Chapter, SheetItem

LAST = 6

_BACK = "back-"
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:p|li|tr|pre|h\d)>|<br>|(?<=\n)")
_EM = 2.75  # mm, about the size of the type on a card with the default settings
_LINE = 4.0  # mm


def first_levels(chapters: Sequence[Chapter], settings: Settings) -> Mapping[str, int]:
    """The level that each item (by its anchor) is tried at first: none that surely fails."""
    grid = card_grid(settings)
    return {
        item.anchor: _level(item, grid)
        for chapter in chapters
        for section in chapter.sections
        for item in section.items
    }


def _level(item: SheetItem, grid: CardGrid) -> int:
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


def front_and_back_pages(runs: Sequence[PageRun]) -> list[tuple[int, int]]:
    """The page of the front and that of the back of each card, in order."""
    first = _first_pages(runs)
    return [
        (number, first[_BACK + anchor])
        for anchor, number in first.items()
        if _BACK + anchor in first
    ]


def shorter_levels(runs: Sequence[PageRun], levels: Mapping[str, int]) -> dict[str, int]:
    """The next level of each card of ``runs`` that takes too many pages; ``levels`` are theirs."""
    return {name: levels[name] + 1 for name in too_long(runs) if levels[name] < LAST}


def too_long(runs: Sequence[PageRun]) -> list[str]:
    """The anchors of the cards with a side that takes more than one page."""
    starts = {number: anchor for anchor, number in _first_pages(runs).items()}
    found: dict[str, None] = {}
    current = ""
    for number in range(sum(len(run.pages) for run in runs)):
        if number in starts:
            current = starts[number].removeprefix(_BACK)
        else:
            found[current] = None
    return list(found)


def _first_pages(runs: Sequence[PageRun]) -> dict[str, int]:
    """The first page of each anchor; what is split has its anchor on each page."""
    pages = [page for run in runs for page in run.pages]
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for anchor in page.anchors:
            found.setdefault(anchor, number)
    return found
