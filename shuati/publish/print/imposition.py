"""Where pages are laid on paper. All lengths are points, from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the top left corner of a page goes; ``turned`` puts it upside down in its place.

    ``width`` and ``height`` are those of the page, needed only where it is turned.
    """

    x: float
    y: float
    turned: bool = False
    width: float = 0
    height: float = 0

    def moved(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (``x``, ``y``) of the page comes to be."""
        if self.turned:
            return self.x + self.width - x, self.y + self.height - y
        return self.x + x, self.y + y

    def matrix(
        self, width: float, height: float, paper: float
    ) -> tuple[float, float, float, float, float, float]:
        """PDF's matrix for a page so large on paper so high."""
        if self.turned:
            return -1, 0, 0, -1, self.x + width, paper - self.y
        return 1, 0, 0, 1, self.x, paper - self.y - height


@dataclass(frozen=True, slots=True)
class PaperSide:
    """A page of paper (points): the pages laid on it, by their numbers, each at its place.

    ``lines`` are hairlines from (x, y) to (x, y), in points from the top left corner.
    """

    width: float
    height: float
    places: tuple[tuple[int, Placement], ...]
    lines: tuple[tuple[float, float, float, float], ...] = ()
