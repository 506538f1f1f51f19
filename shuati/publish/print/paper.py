"""The paper, its margins, and what is laid on it: columns, cards. Lengths are mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.config.settings import Settings
from shuati.publish.print.imposition import MM, PaperSide, Placement

SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}

_MARGINS = {"A5": (18.0, 16.0, 17.0, 20.0)}
_OTHER_MARGINS = (24.0, 22.0, 22.0, 32.0)
_LINE = 10.0  # the running head or the page number, with what parts it from the text
_CODE, _CODE_ON_A5 = 19.0, 13.0  # the codes beside the text, as in study.css and quiz.css
_INCH = 25.4
_CARDS = {"A7": (105.0, 74.0), "3x5": (5 * _INCH, 3 * _INCH)}
_GRIDS = {"8": (2, 4), "10": (2, 5)}
_CROP = 3.0  # length of a crop mark
_STRIP = 6.0  # below the columns of the cheat sheet, for its title and page number
_GUTTER = 4.0
_EDGE = 5.0  # around the columns of the cheat sheet, at least


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper."""

    width: float
    height: float


def margins(settings: Settings) -> tuple[float, float, float, float]:
    """Top, right, bottom and left of a page; their content keeps off the unprinted edge."""
    edge = settings.printer_margin
    top, right, bottom, left = _MARGINS.get(settings.paper, _OTHER_MARGINS)
    beside = _CODE_ON_A5 if settings.paper == "A5" else _CODE
    return (
        max(top, edge + _LINE),
        max(right, edge),
        max(bottom, edge + _LINE),
        max(left, edge + beside),
    )


def page(settings: Settings) -> Paper:
    """The paper itself."""
    return Paper(*SIZES[settings.paper])


def text_width(settings: Settings) -> float:
    """The width of the text on a page."""
    _, right, _, left = margins(settings)
    return SIZES[settings.paper][0] - right - left


# ── cards ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CardGrid:
    """Cards on paper: their size, how many, and where the first one begins."""

    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float

    @property
    def count(self) -> int:
        return self.columns * self.rows


def card_grid(settings: Settings) -> CardGrid:
    """As many cards of the size asked for as the paper holds; in the middle of it."""
    wide, high = SIZES[settings.paper]
    margin = settings.printer_margin
    if settings.cards in _GRIDS:
        columns, rows = _GRIDS[settings.cards]
        width, height = (wide - 2 * margin) / columns, (high - 2 * margin) / rows
    else:
        width, height = _CARDS[settings.cards]
        upright = int(wide // height) * int(high // width)
        if upright > int(wide // width) * int(high // height):
            width, height = height, width
        columns, rows = max(1, int(wide // width)), max(1, int(high // height))
    left, top = (wide - columns * width) / 2, (high - rows * height) / 2
    return CardGrid(width, height, columns, rows, left, top)


def card_sides(cards: Sequence[tuple[int, int]], settings: Settings) -> tuple[PaperSide, ...]:
    """The fronts and backs (page numbers), so that they meet when printed on both sides.

    Turned over its long edge, paper swaps its columns; over its short edge its rows, and
    the backs stand on their heads, so that a card is turned over like the page of a book.
    """
    grid = card_grid(settings)
    sides = []
    for start in range(0, len(cards), grid.count):
        shown = cards[start : start + grid.count]
        for back in (False, True):
            places = tuple(
                (card[back], _card_place(number, back, grid, settings))
                for number, card in enumerate(shown)
            )
            sides.append(_side(settings, places, _crop_marks(grid, settings, back)))
    return tuple(sides)


def test_sides(settings: Settings) -> tuple[PaperSide, PaperSide]:
    """The front (page 0) and the back (page 1) of the page that tests a printer."""
    moved = Placement(settings.cards_right * MM, settings.cards_down * MM)
    return _side(settings, ((0, Placement(0, 0)),), ()), _side(settings, ((1, moved),), ())


def _card_place(number: int, back: bool, grid: CardGrid, settings: Settings) -> Placement:
    row, column = divmod(number, grid.columns)
    turned = back and settings.cards_flip == "short"
    if turned:
        row = grid.rows - 1 - row
    elif back:
        column = grid.columns - 1 - column
    x, y = grid.left + column * grid.width, grid.top + row * grid.height
    if back:
        x, y = x + settings.cards_right, y + settings.cards_down
    return Placement(x * MM, y * MM, turned, grid.width * MM, grid.height * MM)


def _crop_marks(
    grid: CardGrid, settings: Settings, back: bool
) -> tuple[tuple[float, float, float, float], ...]:
    """A cross where cards meet, outside of them where there is room; fronts only are cut by."""
    if back:
        return ()
    lines = []
    across = [grid.left + column * grid.width for column in range(grid.columns + 1)]
    down = [grid.top + row * grid.height for row in range(grid.rows + 1)]
    for x in across:
        for y in down:
            lines.append((x - _CROP / 2, y, x + _CROP / 2, y))
            lines.append((x, y - _CROP / 2, x, y + _CROP / 2))
    wide, high = SIZES[settings.paper]
    clipped = [
        (max(0.0, x), max(0.0, y), min(wide, to_x), min(high, to_y)) for x, y, to_x, to_y in lines
    ]
    return tuple(tuple(value * MM for value in line) for line in clipped)  # type: ignore[misc]


# ── columns ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PaperColumns:
    """Columns on paper laid across."""

    width: float
    height: float
    count: int


def columns(settings: Settings) -> PaperColumns:
    """The columns of the cheat sheet."""
    high, wide = SIZES[settings.paper]
    margin = max(settings.printer_margin, _EDGE)
    count = 3 if settings.paper == "A5" else 4
    width = (wide - 2 * margin - (count - 1) * _GUTTER) / count
    return PaperColumns(width, high - 2 * margin - _STRIP, count)


def column_sides(pages: int, settings: Settings) -> tuple[PaperSide, ...]:
    """The pages, each a column, side by side with hairlines between them."""
    found = columns(settings)
    high, wide = SIZES[settings.paper]
    margin = max(settings.printer_margin, _EDGE)
    sides = []
    for start in range(0, pages, found.count):
        shown = range(start, min(start + found.count, pages))
        lefts = [margin + at * (found.width + _GUTTER) for at in range(len(shown))]
        places = tuple(
            (page, Placement(left * MM, margin * MM))
            for page, left in zip(shown, lefts, strict=True)
        )
        middles = [(left - _GUTTER / 2) * MM for left in lefts[1:]]
        bottom = (margin + found.height) * MM
        lines = tuple((x, margin * MM, x, bottom) for x in middles)
        sides.append(PaperSide(wide * MM, high * MM, places, lines))
    return tuple(sides)


def _side(
    settings: Settings,
    places: tuple[tuple[int, Placement], ...],
    lines: tuple[tuple[float, float, float, float], ...],
) -> PaperSide:
    wide, high = SIZES[settings.paper]
    return PaperSide(wide * MM, high * MM, places, lines)
