"""What the sides of a card may show, the most welcome first.

A back is the whole entry in large type (an option or a word in larger type still); else its
answer alone; else that without what other variants add, the last of them first; then a sentence
for each main point, at last without tables. What still does not fit is shortened point by
point, the longest first: to its short form, in small type, and at last to its lead term. A front
has shared material and what is asked beside the question whole, else in brief; it leaves to the
study sheet what is asked beside the question, then options and material, then the question
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

from markupsafe import Markup

from shuati.config.settings import Settings
from shuati.model import Form
from shuati.publish.print.column_widths import drawn_width
from shuati.publish.print.paper import CardGrid, card_grid
from shuati.publish.print.sheet_items import PrintedPart, PrintedPoint, SheetItem

# Type by that of the study sheet: where it fits, where more does, and the last resort.
_LARGE, _USUAL, _SMALL = 0.81, 0.72, 0.67
_LEAST = 7.0  # pt
_POINT = 0.3528  # mm
_SIDES, _ENDS = 12.0, 12.5  # mm of a card, beside and above and below its text, as in cards.css
_LINE = 1.45  # line height, as in cards.css
_INDENT = 1.3  # em, of a list
_LABEL = 1.6  # em, the height of a label
_COLUMNS = (2, 3, 4)
_GUTTER = 1.5  # em, between columns, as in cards.css
_TIGHT = 0.95  # the setting has the last word, so that nothing is left out by an estimate

_BLOCK = re.compile(r"</(?:p|li|tr|pre|h\d|div)>|<br>|(?<=\n)")
_NARROW = re.compile(r'<table class="narrow.*?</colgroup>')
_COLUMN = re.compile(r'<col style="width: ([\d.]+)em">')
_TABLE = 0.93  # the size of its type, as in cards.css
_BLANK = re.compile(r"(?:<[^>]*>|\s)*")


@dataclass(frozen=True, slots=True)
class CardFront:
    """What is shown: whether ``parts`` asked beside it, ``options``, the ``question``.

    With ``brief``, parts and material are shown in brief.
    """

    parts: bool
    options: bool
    question: bool
    brief: bool = False


@dataclass(frozen=True, slots=True)
class CardPoint:
    """A point on a card, see `PrintedPoint`; ``text`` is '' where only its term is shown."""

    term: Markup
    text: Markup
    mark: str = ""


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


def fronts(item: SheetItem) -> tuple[CardFront, ...]:
    """The fronts that the card of ``item`` may have."""
    beside = bool(item.asked)
    above = bool(item.stem or (item.options and item.form != Form.TRUE_FALSE.value))
    found = [CardFront(True, True, True)]
    if item.stem_brief.rest or item.asked_brief.rest:
        found.append(CardFront(True, True, True, brief=True))
    if beside:
        found.append(CardFront(False, True, True, brief=item.stem_brief.rest))
    if above:
        found.append(CardFront(False, False, True))
    return (*found, CardFront(False, False, False))


def backs(item: SheetItem, settings: Settings) -> tuple[CardBack, ...]:
    """The backs that the card of ``item`` may have; the last one has nothing but a number."""
    large, usual, small = (
        max(_LEAST, round(settings.body_size * of, 2)) for of in (_LARGE, _USUAL, _SMALL)
    )
    found = [CardBack(size, item.answered, rest=False) for size in (large, usual)]
    if item.closed:
        found.insert(0, replace(found[0], size=settings.body_size))
    answer = item.answer or item.answered
    own = [part for part in answer if not part.source] or list(answer)
    for count in range(len(answer), len(own) - 1, -1):
        found += [CardBack(size, tuple(answer[:count])) for size in (large, usual)]
    points = [point for point in item.points if not point.added] or list(item.points)
    listed = [point for point in points if not point.table] or points
    if points:
        found += [_whole(points, size) for size in (large, usual)]
        if len(listed) < len(points):
            found.append(_whole(listed, large))
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


def height(back: CardBack, grid: CardGrid) -> float:
    """About how many mm ``back`` takes; optimistic. Infinite where a table is too wide."""
    em = back.size * _POINT
    room = (grid.width - _SIDES) / em
    if back.columns > 1:
        column = room / back.columns - _GUTTER
        rows = sum(ceil(drawn_width(point.term) / (column - _INDENT)) for point in back.points)
        return ceil(rows / back.columns) * _LINE * em
    if any(_table_width(part.html) > room for part in back.parts):
        return inf
    lines = sum(_lines(part.html, room) for part in back.parts)
    labels = sum(bool(part.label) + bool(part.source) for part in back.parts)
    listed = (f"{point.term}：{point.text}" for point in back.points)
    lines += sum(ceil(_TIGHT * drawn_width(text) / (room - _INDENT)) for text in listed)
    return (lines * _LINE + labels * _LABEL) * em


def room_of(settings: Settings) -> float:
    """How many mm there are for what `height` measures."""
    return card_grid(settings).height - _ENDS


def _table_width(html: str) -> float:
    """The width of the widest table that has columns of a fixed width, in em."""
    tables = (_COLUMN.findall(table) for table in _NARROW.findall(html))
    return max((_TABLE * sum(map(float, columns)) for columns in tables), default=0.0)


def _lines(html: str, room: float) -> float:
    blocks = (block for block in _BLOCK.split(html) if not _BLANK.fullmatch(block))
    return sum(max(1, ceil(_TIGHT * drawn_width(block) / room)) for block in blocks)
