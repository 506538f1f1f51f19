"""Questions one a row: ``1|||题|||对``, ``词----义``, ``| 单词 | 释义 |``, ``| 题干 | 答案 |``.

The rows are lines whose fields a sign separates, items of a list that one does, or those of
a table whose head names questions or words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.model import Heading, Paragraph, PointList, Span, Table
from shuati.read.conventions import Conventions
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart
from shuati.read.rows.columns import Columns, columns_by_name, columns_by_values
from shuati.read.rows.row_question import RowReader
from shuati.sources.column_names import Column
from shuati.sources.element import Element, Role
from shuati.sources.question_words import sounds_asked
from shuati.sources.separated import records_in

NAME = "rows"
_FEWEST = 2  # rows
_SHARE = 0.5  # of the lines of a document that are rows, where no table or sign marks these


@dataclass(frozen=True, slots=True)
class _Row:
    element: Element
    cells: tuple[str, ...]


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every row of fields is a question."""
    builder = _Builder()
    listed = _free_lists(given)
    records = [element for element in given.elements if element.cells]
    reader, head = _reader_of_records([element.cells for element in records])
    for at, element in enumerate(given.elements):
        if element.cells:
            if head and element is records[0]:
                builder.add(Element(Role.RULE, element.span))
            elif reader is None:
                builder.add(element)
            else:
                builder.row(reader, replace(element, role=Role.ITEM, block=None), element.cells)
        elif at in listed:
            builder.rows(*listed[at])
        elif (rows := _rows_of_table(element)) and _is_free(given, at, rows[0]):
            builder.table(element, *rows)
        else:
            builder.add(element)
    if len(builder.starts) >= _FEWEST:
        yield Proposal(NAME, tuple(builder.elements), tuple(builder.starts))


class _Builder:
    """The elements of a proposal, with rows as items, and the questions that they are."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.starts: list[QuestionStart] = []
        self._in_rows = False

    def add(self, element: Element) -> None:
        """An element that is no row; it ends the question that the row above is."""
        if self._in_rows and element.block is not None and not isinstance(element.block, Heading):
            first = element.span.first
            self.elements.append(Element(Role.ITEM, Span(first, first)))
        self._in_rows = False
        self.elements.append(element)

    def row(self, reader: RowReader, element: Element, cells: Sequence[str]) -> None:
        start = reader.start(len(self.elements), cells)
        if start is None:
            self.add(
                replace(element, role=Role.BLOCK, block=Paragraph(" ".join(cells), element.span))
            )
            return
        self._in_rows = True
        self.elements.append(replace(element, text=start.title))
        self.starts.append(start)

    def rows(self, reader: RowReader, rows: Sequence[_Row]) -> None:
        for one in rows:
            self.row(reader, one.element, one.cells)

    def table(self, element: Element, reader: RowReader, rows: Sequence[_Row]) -> None:
        head = Span(element.span.first, rows[0].element.span.first - 1)
        self.elements.append(Element(Role.RULE, head))
        self.rows(reader, rows)


def _reader_of_records(records: Sequence[Sequence[str]]) -> tuple[RowReader | None, bool]:
    """What reads the records of a text, and whether the first of them is their head."""
    if not records:
        return None, False
    named = columns_by_name(records[0])
    if named is not None:
        return RowReader(records[1:], named, records[0]), True
    width = Counter(map(len, records)).most_common(1)[0][0]
    columns = columns_by_values([one for one in records if len(one) == width])
    return (RowReader(records, columns) if columns else None), False


def _rows_of_table(element: Element) -> tuple[RowReader, list[_Row]] | None:
    table = element.block
    columns = columns_by_name(table.head) if isinstance(table, Table) else None
    if not isinstance(table, Table) or columns is None or not table.rows:
        return None
    first = table.span.first + 2
    rows = [
        _Row(Element(Role.ITEM, Span(first + at, first + at)), cells)
        for at, cells in enumerate(table.rows)
    ]
    return RowReader(table.rows, columns, table.head), rows


def _rows_of_lines(element: Element) -> tuple[RowReader, list[_Row]] | None:
    """The rows that all lines of a paragraph are, or all items of a list."""
    if isinstance(element.block, Table):
        return _rows_without_head(element.block)
    lines = _lines(element)
    records = records_in([line for _, line in lines], 1) if lines else []
    if not records:
        return None
    columns: Columns | None = columns_by_values([one.cells for one in records])
    if columns is None:
        columns = _pair(records[0].cells) if isinstance(element.block, PointList) else None
    if columns is None:
        return None
    rows = [
        _Row(Element(Role.ITEM, span), one.cells)
        for (span, _), one in zip(lines, records, strict=True)
    ]
    return RowReader([one.cells for one in records], columns, marked=False), rows


def _free_lists(given: LayoutInput) -> dict[int, tuple[RowReader, list[_Row]]]:
    """The lists, paragraphs and tables without a head that are rows, and nothing's answer.

    None where they are but a small part of the document: ``甲 → 乙`` may be said in any text.
    """
    found = {
        at: listed
        for at, element in enumerate(given.elements)
        if not element.cells and (listed := _rows_of_lines(element))
        if is_free(given.elements, at, given.conventions)
    }
    rows = sum(len(listed[1]) for listed in found.values())
    written = sum(
        element.span.last - element.span.first + 1
        for element in given.elements
        if element.block is not None and not isinstance(element.block, Heading)
    )
    return found if rows >= _SHARE * written else {}


def _rows_without_head(table: Table) -> tuple[RowReader, list[_Row]] | None:
    """The rows of a table of words whose first row is in the place of its head."""
    cells = [table.head, *table.rows]
    if columns_by_name(table.head) is not None or len(cells) <= _FEWEST:
        return None
    columns = columns_by_values(cells)
    if columns is None or Column.TERM not in columns:
        return None
    first = table.span.first
    spans = [
        Span(first, first + 1),
        *(Span(first + at, first + at) for at in range(2, len(cells) + 1)),
    ]
    rows = [_Row(Element(Role.ITEM, span), own) for span, own in zip(spans, cells, strict=True)]
    return RowReader(cells, columns, marked=False), rows


def _pair(cells: Sequence[str]) -> Columns | None:
    return (Column.QUESTION, Column.ANSWER) if len(cells) == 2 else None


def _lines(element: Element) -> list[tuple[Span, str]]:
    """The lines of a paragraph, or the items of a list that are one line each."""
    block, first = element.block, element.span.first
    if isinstance(block, Paragraph):
        lines = block.text.split("\n")
        if len(lines) != element.span.last - first + 1:
            return []
        return [(Span(first + at, first + at), line) for at, line in enumerate(lines)]
    if isinstance(block, PointList):
        heads = [point.blocks[0] for point in block.points if len(point.blocks) == 1]
        if len(heads) == len(block.points) and all(isinstance(one, Paragraph) for one in heads):
            return [
                (one.span, one.text)
                for one in heads
                if isinstance(one, Paragraph) and "\n" not in one.text
            ]
    return []


def _is_free(given: LayoutInput, at: int, reader: RowReader) -> bool:
    """Whether rows are below nothing that they could be the answer of.

    What says itself that it holds questions is an answer only below a heading that asks.
    """
    if not reader.marked:
        return is_free(given.elements, at, given.conventions)
    headings = (given.elements[place].block for place in range(at - 1, -1, -1))
    above = next((block for block in headings if isinstance(block, Heading)), None)
    return above is None or sounds_asked(above.text) < 0.9


def is_free(elements: Sequence[Element], at: int, conventions: Conventions) -> bool:
    """Whether nothing above ``elements[at]``, up to the next heading, asks or leads to it."""
    for above in (elements[place] for place in range(at - 1, -1, -1)):
        if isinstance(above.block, Heading):
            return sounds_asked(above.block.text) < 0.8 and not conventions.is_label_heading(above)
        if above.role in (Role.SUMMARY, Role.OPEN):
            return False
        text = (above.paragraph or above.text).strip(" *_")
        if conventions.label_of(above) or sounds_asked(text) >= 0.8 or text.endswith((":", "：")):
            return False
    return True
