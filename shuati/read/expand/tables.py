"""Tables with a column of questions and one of answers become items with labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Heading, Kind, Paragraph, Span, Table
from shuati.read.exam.part_kinds import form_named
from shuati.sources.element import Element, Role
from shuati.sources.labels import kind_of
from shuati.sources.question_words import sounds_asked


def expand_tables(elements: Sequence[Element]) -> list[Element]:
    """Tables with a column of questions and one of answers become items with labels.

    Below a heading that asks they are its answer, unless they ask themselves.
    """
    expanded: list[Element] = []
    below_question = False
    for element in elements:
        if isinstance(element.block, Heading):
            below_question = sounds_asked(element.block.text) >= 0.9
        columns = _columns(element.block) if isinstance(element.block, Table) else None
        if (
            columns is None
            or not isinstance(element.block, Table)
            or (below_question and not _asks(element.block, columns[0]))
        ):
            expanded.append(element)
            continue
        expanded.append(Element(Role.RULE, Span(element.span.first, element.span.first + 1)))
        expanded += _rows(element.block, *columns)
    return expanded


def _columns(table: Table) -> tuple[int, set[int]] | None:
    """(the question's column, the labelled columns), or None for any other table."""
    kinds = [_kind_of_column(cell.strip(" *")) for cell in table.head]
    if Kind.QUESTION not in kinds and len(kinds) == 2 and _asks(table) and _is_full(table):
        return 0, {1}
    if kinds.count(Kind.QUESTION) != 1 or Kind.ANSWER not in kinds:
        return None
    labelled = {at for at, kind in enumerate(kinds) if kind not in (None, Kind.QUESTION)}
    return kinds.index(Kind.QUESTION), labelled


def _asks(table: Table, column: int = 0) -> bool:
    """Whether most of the cells in a column ask."""
    asking = sum(sounds_asked(row[column].strip(" *")) >= 0.8 for row in table.rows)
    return 2 * asking > len(table.rows)


def _is_full(table: Table) -> bool:
    return all(row[1].strip() for row in table.rows)


_OPTION = re.compile(r"(?:选\s*项|答案|option)?\s*(?P<letter>[A-Ha-h])\s*(?:选?项)?", re.IGNORECASE)


def _option(name: str) -> str:
    """The letter of a column of options: 选项A, A, Option B; '' for any other."""
    match = _OPTION.fullmatch(name.strip(" *"))
    return match["letter"].upper() if match else ""


_ASKING = re.compile("(?:问|问法|提问|问题|题目?|question)s?$", re.IGNORECASE)
_ANSWERING = re.compile("(?:答|答法|答复|回复|话术|怎么说|answer)s?$|^(?:答|回答)", re.IGNORECASE)


def _kind_of_column(name: str) -> Kind | None:
    """The kind of a column by its name: 题目, 客户会问, 这样答 …"""
    kind = kind_of(name)
    if kind is None and _ASKING.search(name):
        return Kind.QUESTION
    return Kind.ANSWER if kind is None and _ANSWERING.search(name) else kind


def _rows(table: Table, question: int, labelled: set[int]) -> Iterator[Element]:
    for at, row in enumerate(table.rows):
        span = Span(table.span.first + 2 + at, table.span.first + 2 + at)
        number = next((c.strip() for c in row if re.fullmatch(r"\s*\d{1,4}\.?\s*", c)), None)
        kinds = [
            form_named(cell) and cell.strip()
            for cell, name in zip(row, table.head, strict=False)
            if name.strip(" *") in ("题型", "类型", "题目类型")
        ]
        remark = f"（{kinds[0]}）" if kinds and kinds[0] else ""
        text = f"{remark}{row[question]}"
        yield Element(
            Role.ITEM, span, text=text, number=number and number.rstrip("."), evidence=1.0
        )
        for column, cell in enumerate(row):
            name = table.head[column].strip(" *")
            if column == question or not cell.strip() or cell.strip() == number:
                continue
            if remark and cell.strip() == remark.strip("（）"):
                continue
            if letter := _option(name):
                text = f"{letter}. {cell.strip()}"
            elif column in labelled:
                text = f"**{name if kind_of(name) else '答案'}：** {cell}"
            else:
                text = f"{name}：{cell}"
            yield Element(Role.BLOCK, span, Paragraph(text, span))
