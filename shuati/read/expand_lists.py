"""Lists, tables and quotes that hold questions or labels, opened up into single units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shuati.model import Block, Heading, Kind, Paragraph, Point, PointList, Quote, Span, Table
from shuati.read.conventions import Habits
from shuati.read.options import have_options
from shuati.read.terms import FORM, below_terms, holds_terms, split_term
from shuati.sources.elements import Role, Unit
from shuati.text.labels import kind_of
from shuati.text.question_words import is_link, leaves_blank, says_something, sounds_asked

_STRONG = (True, True)  # the build that few lists but those of questions have: fewer must ask

_SECTION = 4  # the level of an item that has but a list of questions below it
CARD = re.compile(r"\s*#(?:card|flashcard|anki|卡片|闪卡)s?\b(?:/\S*)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The units of a document, or of a part of it, as its recognisers want them opened."""

    units: Sequence[Unit]
    habits: Habits

    @cached_property
    def labelled(self) -> list[Unit]:
        """The units with lists of labels opened, see `open_labels`."""
        return open_labels(self.units, self.habits)

    @cached_property
    def items(self) -> list[Unit]:
        """The units with lists of questions opened, see `open_items`."""
        return open_items(self.units, self.habits)


def head_of(point: Point) -> str | None:
    """The inline text that a list item begins with, or None when it begins otherwise."""
    if point.blocks and isinstance(point.blocks[0], Paragraph | Heading):
        return point.blocks[0].text
    return None


def split_head(text: str) -> tuple[str, str]:
    """A title and what follows it in the same paragraph, on a line of its own.

    Without the tag ``#card`` with which outliners mark a question.
    """
    first, _, rest = text.partition("\n")
    if tagged := CARD.search(first):
        return first[: tagged.start()], rest
    if rest and re.search(r"[?？:：](?:\*\*|__)?\s*$", first):
        return first, rest
    return text, ""


# ── lists whose items are labels ─────────────────────────────────────────────


def open_labels(units: Sequence[Unit], habits: Habits) -> list[Unit]:
    """Lists and quotes made of labels (``- 答案：B``, ``> 答：…``) become labelled paragraphs."""
    opened: list[Unit] = []
    for unit in units:
        block = unit.block
        if isinstance(block, Table) and (parts := _upright(block, habits)):
            opened += parts
        elif (isinstance(block, PointList) and _all_labels(block, habits)) or (
            isinstance(block, Quote) and _begins_answer(block, habits)
        ):
            inner = block.points if isinstance(block, PointList) else (block,)
            blocks = [inside for part in inner for inside in part.blocks]
            opened += open_labels([_unit(inside) for inside in blocks], habits)
        else:
            opened.append(unit)
    return opened


def _upright(table: Table, habits: Habits) -> list[Unit]:
    """The rows of a table ``题目 | … `` over ``答案 | …`` as labelled paragraphs, else nothing."""
    rows = [table.head, *table.rows] if any(cell.strip() for cell in table.head) else table.rows
    if any(len(row) != 2 for row in rows):
        return []
    kinds = [kind_of(row[0].strip(" *")) for row in rows]
    if kinds[:1] != [Kind.QUESTION] or Kind.ANSWER not in kinds:
        return []
    first = table.span.first + (2 if rows is table.rows else 0)
    units = []
    for at, (name, text) in enumerate(rows):
        line = first + at + (1 if at and rows is not table.rows else 0)
        name = name.strip(" *")
        marked = f"**{name}：** {text}" if kinds[at] else f"{name}：{text}"
        units.append(_unit(Paragraph(marked, Span(line, line))))
    units[0] = replace(units[0], span=Span(table.span.first, units[0].span.last))
    return units


def _all_labels(points: PointList, habits: Habits) -> bool:
    found = [habits.label(head_of(point) or "") for point in points.points]
    return all(found) and any(
        label.kind in (Kind.ANSWER, Kind.QUESTION) for label in found if label
    )


def _begins_answer(quote: Quote, habits: Habits) -> bool:
    first = quote.blocks[0] if quote.blocks else None
    label = habits.label(first.text) if isinstance(first, Paragraph) else None
    return label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION, Kind.QUESTION)


def _unit(block: Block) -> Unit:
    return Unit(Role.BLOCK, block.span, block)


# ── lists whose items are questions ──────────────────────────────────────────


def open_items(units: Sequence[Unit], habits: Habits) -> list[Unit]:
    """Lists of questions become items: a head, then the item's own blocks as units."""
    opened: list[Unit] = []
    chosen = _lists_of_questions(units, habits)
    terms = below_terms(units)
    for at, unit in enumerate(units):
        if not isinstance(unit.block, PointList):
            opened.append(unit)
        elif at in terms and holds_terms(unit.block):
            opened += _terms(unit.block)
        elif at in chosen:
            opened += _items(unit.block, habits)
        else:
            before, *after = split_list(unit)
            opened += [before, *open_items(after, habits)]
    return open_labels(opened, habits)


def split_list(unit: Unit) -> list[Unit]:
    """A list that runs on into the next question (``2. 点`` then ``3. **题？**``), cut there."""
    points = unit.block
    if isinstance(points, PointList):
        for at, point in enumerate(points.points):
            head = head_of(point) or ""
            if at and _is_bold(head) and sounds_asked(head) >= 0.9:
                before, after = _cut(points, at)
                return [_unit(before), *split_list(_unit(after))]
    return [unit]


def _is_bold(head: str) -> bool:
    return re.fullmatch(r"\s*\*\*[^*]+\*\*\s*", head) is not None


def _cut(points: PointList, at: int) -> tuple[PointList, PointList]:
    first, second = points.points[:at], points.points[at:]
    start = second[0].span.first
    return (
        replace(points, points=first, span=Span(points.span.first, start - 1)),
        replace(points, points=second, start=points.start + at, span=Span(start, points.span.last)),
    )


def _terms(points: PointList) -> Iterator[Unit]:
    for at, point in enumerate(points.points):
        number = str(points.start + at) if points.ordered else None
        term, rest = split_term(head_of(point) or "") or ("", "")
        span = point.blocks[0].span
        yield Unit(Role.ITEM, span, text=term, number=number, form=FORM)
        yield _unit(Paragraph(rest, span))
        yield from map(_unit, point.blocks[1:])


def _items(points: PointList, habits: Habits) -> Iterator[Unit]:
    for at, point in enumerate(points.points):
        number = str(points.start + at) if points.ordered else None
        head = head_of(point)
        if head is None:
            yield from (_unit(block) for block in point.blocks)
            continue
        below = [_unit(block) for block in point.blocks[1:]]
        first = point.blocks[0].span
        title, rest = split_head(head)
        last = first.first + title.count("\n")
        span = Span(point.span.first, last)
        asking = asks(point, habits)
        opened = open_labels(below, habits) if asking else open_items(below, habits)
        if opened and not asking and not rest and (level := _level_above(opened[0])):
            yield Unit(Role.BLOCK, span, Heading(level, title, span))
        else:
            form = FORM if CARD.search(head.split("\n", 1)[0]) else 0.0
            yield Unit(Role.ITEM, span, text=title, number=number, form=form)
        if rest:
            yield _unit(Paragraph(rest, Span(last + 1, first.last)))
        yield from opened


def _level_above(first: Unit) -> int | None:
    """The level of an item that is but the title of what begins with ``first`` below it."""
    if isinstance(first.block, Heading):
        return max(1, first.block.level - 1)
    return _SECTION if first.role is Role.ITEM else None


def _lists_of_questions(units: Sequence[Unit], habits: Habits) -> set[int]:
    """The places of lists that hold questions, and of those in a run of such.

    Between 1. 题 and 3. 题, each a list of its own, 2. is a question too.
    """
    lists = [(at, unit.block) for at, unit in enumerate(units) if isinstance(unit.block, PointList)]
    chosen = {
        at
        for at, points in lists
        if holds_questions(points, units[at + 1] if at + 1 < len(units) else None, habits)
    }
    for run in _runs([(at, points) for at, points in lists if points.ordered]):
        strong = _build(run[0][1]) == _STRONG
        if len({at in chosen for at, _ in run}) == 1 and not (strong and run[0][0] not in chosen):
            continue  # each list has spoken for itself
        every = [point for _, points in run for point in points.points]
        surely = {id(point) for at, points in run if at in chosen for point in points.points}
        asking = sum(id(point) in surely or asks(point, habits) for point in every)
        if asking >= 2 and (3 if strong else 2) * asking > len(every):
            chosen.update(at for at, _ in run)
    return chosen


def _runs(lists: Sequence[tuple[int, PointList]]) -> list[list[tuple[int, PointList]]]:
    """Ordered lists of one build whose numbers go on from one to the next."""
    runs: list[list[tuple[int, PointList]]] = []
    for at, points in lists:
        for run in reversed(runs):
            last = run[-1][1]
            if last.start + len(last.points) == points.start and _build(last) == _build(points):
                run.append((at, points))
                break
        else:
            runs.append([(at, points)])
    return runs


def _build(points: PointList) -> tuple[bool, bool]:
    """How most items of a list are made: whether their heads are bold, and have a body."""
    bold = sum(_is_bold(head_of(point) or "") for point in points.points)
    bodied = sum(len(point.blocks) > 1 for point in points.points)
    return 2 * bold > len(points.points), 2 * bodied > len(points.points)


def lists_questions(units: Sequence[Unit], habits: Habits) -> bool:
    """Whether ``units`` hold nothing but lists of two or more questions."""
    blocks = [unit.block for unit in units if unit.block is not None]
    return bool(blocks) and all(
        isinstance(block, PointList)
        and len(block.points) > 1
        and holds_questions(block, None, habits)
        for block in blocks
    )


def holds_questions(points: PointList, following: Unit | None, habits: Habits) -> bool:
    """Whether half of the items ask something, or lists inside them do; never options."""
    if have_options([points]):
        return False
    spoken = [point for point in points.points if says_something(head_of(point) or "")]
    asking = [asks(point, habits) for point in spoken]
    if asking and following is not None and habits.opens_answer(following):
        asking[-1] = True
    if asking and 2 * sum(asking) >= len(asking):
        return True
    worded = sum(sounds_asked(head_of(point) or "") >= 0.8 for point in spoken)
    if sum(asking) >= 2 and 4 * worded >= 3 * len(spoken):
        return True
    return any(
        isinstance(block, PointList) and holds_questions(block, None, habits)
        for point in points.points
        for block in point.blocks[1:]
        if not habits.opens_answer(_unit(point.blocks[0]))
    )


def asks(point: Point, habits: Habits) -> bool:
    """Whether a list item is a question: it says so, sounds so, or holds an answer label."""
    head = head_of(point)
    if head is None or is_link(head):
        return False
    label = habits.label(head)
    if label is not None:
        return label.kind is Kind.QUESTION
    title, rest = split_head(head)
    if CARD.search(head.split("\n", 1)[0]):
        return True
    if any(_opens(block, habits) for block in point.blocks[1:]) or (rest and habits.label(rest)):
        return True
    if have_options(point.blocks[1:]):
        return True
    has_body = bool(rest) or len(point.blocks) > 1
    outright = sounds_asked(title) == 1 or leaves_blank(title)
    return sounds_asked(title) >= (0.8 if has_body or outright else 2)


def _opens(block: Block, habits: Habits) -> bool:
    if isinstance(block, PointList):
        return any(_opens(point.blocks[0], habits) for point in block.points if point.blocks)
    return habits.opens_answer(_unit(block)) is not None


# ── lines that are questions ─────────────────────────────────────────────────


def open_lines(units: Sequence[Unit]) -> list[Unit]:
    """Paragraphs of which every line asks become items, a list without its marks."""
    opened: list[Unit] = []
    for unit in units:
        lines = (unit.paragraph or "").split("\n")
        if len(lines) > 1 and all(sounds_asked(line) >= 0.8 for line in lines):
            first = unit.span.first
            opened += [
                Unit(Role.ITEM, Span(first + at, first + at), text=line.strip())
                for at, line in enumerate(lines)
            ]
        else:
            opened.append(unit)
    return opened


# ── tables of questions and answers ──────────────────────────────────────────


def open_tables(units: Sequence[Unit]) -> list[Unit]:
    """Tables with a column of questions and one of answers become items with labels."""
    opened: list[Unit] = []
    for unit in units:
        columns = _columns(unit.block) if isinstance(unit.block, Table) else None
        if columns is None or not isinstance(unit.block, Table):
            opened.append(unit)
            continue
        opened.append(Unit(Role.RULE, Span(unit.span.first, unit.span.first + 1)))
        opened += _rows(unit.block, *columns)
    return opened


def _columns(table: Table) -> tuple[int, set[int]] | None:
    """(the question's column, the labelled columns), or None for any other table."""
    kinds = [_kind_of_column(cell.strip(" *")) for cell in table.head]
    if kinds.count(Kind.QUESTION) != 1 or Kind.ANSWER not in kinds:
        return None
    labelled = {at for at, kind in enumerate(kinds) if kind not in (None, Kind.QUESTION)}
    return kinds.index(Kind.QUESTION), labelled


def _kind_of_column(name: str) -> Kind | None:
    """The kind of a column by its name: 题目, 客户会问, 这样答 …"""
    kind = kind_of(name)
    if kind is None and _ASKING.search(name):
        return Kind.QUESTION
    return Kind.ANSWER if kind is None and _ANSWERING.search(name) else kind


_ASKING = re.compile("(?:问|问法|提问|问题|题目?|question)s?$", re.IGNORECASE)
_ANSWERING = re.compile("(?:答|答法|答复|回复|话术|怎么说|answer)s?$|^(?:答|回答)", re.IGNORECASE)


def _rows(table: Table, question: int, labelled: set[int]) -> Iterator[Unit]:
    for at, row in enumerate(table.rows):
        span = Span(table.span.first + 2 + at, table.span.first + 2 + at)
        number = next((c.strip() for c in row if re.fullmatch(r"\s*\d{1,4}\.?\s*", c)), None)
        yield Unit(Role.ITEM, span, text=row[question], number=number and number.rstrip("."))
        for column, cell in enumerate(row):
            name = table.head[column].strip(" *")
            if column == question or not cell.strip() or cell.strip() == number:
                continue
            if column in labelled:
                text = f"**{name if kind_of(name) else '答案'}：** {cell}"
            else:
                text = f"{name}：{cell}"
            yield Unit(Role.BLOCK, span, Paragraph(text, span))
