"""Which of its possible sides each card has: the first that fits.

A side is first tried as its estimated height lets hope, and where it takes more than a page,
with the next one of its sides that is lower.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuati.config.settings import Settings
from shuati.publish.print.card_sides import (
    CardBack,
    CardFront,
    backs,
    front_height,
    fronts,
    height,
    room_of,
)
from shuati.publish.print.page_run import PageRun
from shuati.publish.print.sheet_items import Chapter

_BACK = "back-"
_LOWER = 0.98  # of a height that was too much, at least

Levels = Mapping[str, int]
"""The place of each side (by its anchor) among those that its card may have."""


@dataclass(frozen=True, slots=True)
class CardLevels:
    """The sides that the cards may have, by anchor, their ``heights`` (mm), the ``room`` for them.

    The anchor of a front is that of its item.
    """

    fronts: Mapping[str, tuple[CardFront, ...]]
    backs: Mapping[str, tuple[CardBack, ...]]
    heights: Mapping[str, tuple[float, ...]]
    room: float

    def first(self) -> dict[str, int]:
        """The levels that are tried first: none that surely fails."""
        levels = {}
        for anchor, heights in self.heights.items():
            fit = (level for level, needed in enumerate(heights) if needed <= self.room)
            levels[anchor] = next(fit, len(heights) - 1)
        return levels

    def shorter(self, runs: Sequence[PageRun], levels: Levels) -> dict[str, int]:
        """The next level of each side of ``runs`` that takes too many pages."""
        found = {}
        for anchor in too_long(runs):
            level = self._next(anchor, levels[anchor])
            if level is not None:
                found[anchor] = level
        return found

    def _next(self, anchor: str, level: int) -> int | None:
        heights = self.heights[anchor]
        most = min(self.room, _LOWER * heights[level])
        later = range(level + 1, len(heights))
        return next((at for at in later if heights[at] <= most), later[-1] if later else None)

    def shown(self, levels: Levels) -> dict[str, CardFront | CardBack]:
        """The side of each anchor."""
        sides: dict[str, CardFront | CardBack] = {}
        sides |= {anchor: found[levels[anchor]] for anchor, found in self.fronts.items()}
        sides |= {anchor: found[levels[anchor]] for anchor, found in self.backs.items()}
        return sides


def card_levels(chapters: Sequence[Chapter], settings: Settings) -> CardLevels:
    """The sides that the cards of ``chapters`` may have."""
    items = [item for chapter in chapters for part in chapter.sections for item in part.items]
    possible = {f"{_BACK}{item.anchor}": backs(item, settings) for item in items}
    first = {item.anchor: fronts(item, settings) for item in items}
    heights = {
        item.anchor: tuple(front_height(one, item, settings) for one in first[item.anchor])
        for item in items
    } | {name: tuple(height(back, settings) for back in found) for name, found in possible.items()}
    return CardLevels(first, possible, heights, room_of(settings))


def front_and_back_pages(runs: Sequence[PageRun]) -> list[tuple[int, int]]:
    """The page of the front and that of the back of each card, in order."""
    first = _first_pages(runs)
    return [
        (number, first[_BACK + anchor])
        for anchor, number in first.items()
        if _BACK + anchor in first
    ]


def too_long(runs: Sequence[PageRun]) -> list[str]:
    """The anchors of the sides that take more than one page."""
    starts = {number: anchor for anchor, number in _first_pages(runs).items()}
    found: dict[str, None] = {}
    current = ""
    for number in range(sum(len(run.pages) for run in runs)):
        if number in starts:
            current = starts[number]
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
