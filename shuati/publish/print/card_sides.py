"""What the sides of a card may show, the most welcome first.

A back is the whole entry; else its answer alone; else that without what other variants add, the
last of them first; then a sentence for each main point, at last without tables. What still does
not fit is shortened point by point, the longest first: to its short form, in small type, and at
last to its lead term. A front has shared material and what is asked beside the question whole,
else in brief; it leaves to the study sheet what is asked beside the question, then options and
material, then the question itself. Each is in the largest type that it fits in, up to that of the
study sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, inf

from markupsafe import Markup

from shuati.config.settings import Settings
from shuati.model import Form
from shuati.publish.print.column_widths import drawn_width
from shuati.publish.print.paper import card_grid
from shuati.publish.print.sheet_items import PrintedPart, PrintedPoint, SheetItem

# Type by that of the study sheet: the larger ones where they fit, the last resort.
_SIZES, _SMALL = (1.0, 0.9, 0.81, 0.72), 0.67
_QUESTION = 1.26  # on a card that is not narrow; less where a question is longer than so many lines
_NARROW_QUESTION, _NARROW_CARD = 1.08, 80.0  # mm
_LONG_QUESTIONS = ((2.6, 0.77), (1.9, 0.88))
_BESIDE = 0.95  # em: the size of what is asked beside a question, as in cards.css
_LEAST = 7.0  # pt
_POINT = 0.3528  # mm
_SIDES, _ENDS = 12.0, 12.5  # mm of a card, beside and above and below its text, as in cards.css
_LINE = 1.45  # line height, as in cards.css
_INDENT = 1.3  # em, of a list
_LABEL = 1.6  # em, the height of a label
_COLUMNS = (2, 3, 4)
_GUTTER = 1.5  # em, between columns, as in cards.css
# Estimates are strict for larger type, which is tried in vain else, and where less would be shown
# they leave it to the setting.
_STRICT, _TIGHT = 1.03, 0.95

_BLOCK = re.compile(r"</(?:p|li|tr|pre|h\d|div)>|<br>|(?<=\n)")
_NARROW_TABLE = re.compile(r'<table class="narrow.*?</colgroup>')
_COLUMN = re.compile(r'<col style="width: ([\d.]+)em">')
_TABLE = 0.93  # the size of its type, as in cards.css
_DRAWN = re.compile(r"<svg.*?</svg>|<[^>]*>", re.DOTALL)
_BLANK = re.compile(r"(?:<[^>]*>|\s)*")


@dataclass(frozen=True, slots=True)
class CardFront:
    """What is shown: whether ``parts`` asked beside it, ``options``, the ``question``.

    The question is in type of ``question_size`` (pt), the rest of ``size``. With ``brief``, parts
    and material are shown in brief.
    """

    parts: bool
    options: bool
    question: bool
    size: float
    question_size: float
    brief: bool = False


@dataclass(frozen=True, slots=True)
class CardPoint:
    """A point on a card, see `PrintedPoint`; ``text`` is '' where only its term is shown."""

    term: Markup
    text: Markup
    mark: str = ""

    @property
    def formula(self) -> bool:
        """Whether it is nothing but a formula, which stands in the middle of its line."""
        return "<svg" in self.text and not self.term and not _DRAWN.sub("", self.text).strip()


@dataclass(frozen=True, slots=True)
class CardBack:
    """What is shown: ``parts``, else ``points``, in type of ``size`` (pt).

    ``rest`` says that the study sheet has more; ``cut`` points show less than a sentence. Where
    there are only lead terms, they stand in ``columns``.
    """

    size: float
    parts: tuple[PrintedPart, ...] = ()
    points: tuple[CardPoint, ...] = ()
    rest: bool = True
    cut: int = 0
    columns: int = 1


def fronts(item: SheetItem, settings: Settings) -> tuple[CardFront, ...]:
    """The fronts that the card of ``item`` may have."""
    beside = bool(item.asked)
    above = bool(item.stem or _listed(item))
    shown = [(True, True, False)]
    if item.stem_brief.rest or item.asked_brief.rest:
        shown.append((True, True, True))
    if beside:
        shown.append((False, True, item.stem_brief.rest))
    if above:
        shown.append((False, False, False))
    *larger, usual = _sizes(settings)
    question_size = _question_size(item, settings)
    return (
        *(
            CardFront(parts, options, True, size, question_size, brief)
            for parts, options, brief in shown
            for size in ([*larger, usual] if (parts and beside) or (options and above) else [usual])
        ),
        CardFront(False, False, False, usual, question_size),
    )


def _sizes(settings: Settings) -> list[float]:
    """The sizes of type (pt), the largest first."""
    return list(dict.fromkeys(max(_LEAST, round(settings.body_size * of, 2)) for of in _SIZES))


def _question_size(item: SheetItem, settings: Settings) -> float:
    """The size of the type (pt) of a question, which is smaller where it is long."""
    grid = card_grid(settings)
    usual = settings.body_size * (_QUESTION if grid.width > _NARROW_CARD else _NARROW_QUESTION)
    lines = item.width * usual * _POINT / (grid.width - _SIDES)
    return usual * next((part for least, part in _LONG_QUESTIONS if lines > least), 1.0)


def _listed(item: SheetItem) -> bool:
    """Whether its options are listed below the question."""
    return bool(item.options) and item.form != Form.TRUE_FALSE.value


def backs(item: SheetItem, settings: Settings) -> tuple[CardBack, ...]:
    """The backs that the card of ``item`` may have; the last one has nothing but a number."""
    sizes = _sizes(settings)
    usual, small = sizes[-1], max(_LEAST, round(settings.body_size * _SMALL, 2))
    found = [CardBack(size, item.answered, rest=False) for size in sizes]
    answer = item.answer or item.answered
    own = [part for part in answer if not part.source] or list(answer)
    for count in range(len(answer), len(own) - 1, -1):
        found += [CardBack(size, tuple(answer[:count])) for size in sizes]
    points = [point for point in item.points if not point.added] or list(item.points)
    listed = [point for point in points if not point.table] or points
    if points:
        found += [_whole(points, size) for size in sizes]
        if len(listed) < len(points):
            found += [_whole(listed, size) for size in sizes[:-1]]
        for size in (usual, small):
            found += _shortened(_whole(listed, size), listed)
        found += _labelled(found[-1])
        if not any(point.text for point in found[-1].points):
            last = found.pop()
            found += [replace(last, columns=columns) for columns in _COLUMNS]
    return (*found, CardBack(usual))


def _whole(points: Sequence[PrintedPoint], size: float) -> CardBack:
    return CardBack(size, (), tuple(CardPoint(one.term, one.sentence, one.mark) for one in points))


def _shortened(back: CardBack, points: Sequence[PrintedPoint]) -> Iterator[CardBack]:
    """``back`` with ever more of its ``points`` in their short forms, the longest first."""
    yield back
    order = sorted(range(len(points)), key=lambda at: -drawn_width(points[at].sentence))
    for at in order:
        if points[at].clause != points[at].sentence:
            back = _with_text(back, at, points[at].clause)
            yield back


def _labelled(back: CardBack) -> Iterator[CardBack]:
    """``back`` with ever more of its points as their terms alone, the longest first."""
    order = sorted(range(len(back.points)), key=lambda at: -drawn_width(back.points[at].text))
    for at in order:
        if back.points[at].term and back.points[at].text:
            back = _with_text(back, at, Markup(""))
            yield back


def _with_text(back: CardBack, at: int, text: Markup) -> CardBack:
    points = list(back.points)
    points[at] = replace(points[at], text=text)
    return replace(back, points=tuple(points), cut=back.cut + 1)


def front_height(front: CardFront, item: SheetItem, settings: Settings) -> float:
    """About how many mm the ``front`` of ``item`` takes."""
    if not front.question:
        return 0.0
    wide = card_grid(settings).width - _SIDES
    strict = _strictness(front.size, settings)
    em = front.size * _BESIDE * _POINT
    room = wide / em
    question = front.question_size * _POINT
    found = ceil(strict * item.width * question / wide) * 1.4 * question
    stem = item.stem_brief.html if front.brief else item.stem
    parts = [item.asked_brief.html] if front.brief else [part.html for part in item.asked]
    if front.options:
        lines = _lines(stem, room, strict) if stem else 0
        if _listed(item):
            columns = item.option_columns(room)
            tall = [
                ceil(strict * drawn_width(option.html) / (room / columns - 2.3))
                for option in item.options
            ]
            lines += sum(max(tall[at : at + columns]) for at in range(0, len(tall), columns))
        found += lines * 1.4 * em + 1.5
    if front.parts:
        found += sum(_lines(html, room, strict) * _LINE * em + 1.5 for html in parts if html)
    return found


def height(back: CardBack, settings: Settings) -> float:
    """About how many mm ``back`` takes. Infinite where a table is too wide."""
    grid, strict = card_grid(settings), _strictness(back.size, settings)
    em = back.size * _POINT
    room = (grid.width - _SIDES) / em
    if back.columns > 1:
        column = room / back.columns - _GUTTER
        rows = sum(ceil(drawn_width(point.term) / (column - _INDENT)) for point in back.points)
        return ceil(rows / back.columns) * _LINE * em
    if any(_table_width(part.html) > room for part in back.parts):
        return inf
    lines = sum(_lines(part.html, room, strict) for part in back.parts)
    labels = sum(bool(part.label) + bool(part.source) for part in back.parts)
    listed = (f"{point.term}：{point.text}" for point in back.points)
    lines += sum(ceil(strict * drawn_width(text) / (room - _INDENT)) for text in listed)
    return (lines * _LINE + labels * _LABEL) * em


def room_of(settings: Settings) -> float:
    """How many mm there are for what `height` measures."""
    return card_grid(settings).height - _ENDS


def _table_width(html: str) -> float:
    """The width of the widest table that has columns of a fixed width, in em."""
    tables = (_COLUMN.findall(table) for table in _NARROW_TABLE.findall(html))
    return max((_TABLE * sum(map(float, columns)) for columns in tables), default=0.0)


def _strictness(size: float, settings: Settings) -> float:
    return _STRICT if size > _sizes(settings)[-1] else _TIGHT


def _lines(html: str, room: float, strict: float) -> int:
    return sum(max(1, ceil(strict * width / room)) for width in _widths(html))


@lru_cache(maxsize=64)
def _widths(html: str) -> tuple[float, ...]:
    """The width of each block of ``html`` in one line, in em."""
    blocks = (block for block in _BLOCK.split(html) if not _BLANK.fullmatch(block))
    return tuple(map(drawn_width, blocks))
