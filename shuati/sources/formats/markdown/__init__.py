"""Markdown, and plain text, which is read as Markdown: text becomes elements."""

from __future__ import annotations

import json

from shuati.model import Location, Paragraph, Span, warning
from shuati.sources.decode import decode
from shuati.sources.element import Content, Element, Role
from shuati.sources.formats.markdown.elements import elements_of_text
from shuati.sources.separated import FieldRow, records_of
from shuati.sources.source import Source


def content_of(source: Source) -> Content:
    """The content of a text file. Raises `UnreadableError` where its bytes are no text."""
    decoded = decode(source.data)
    lines = decoded.text.split("\n")
    records = records_of(lines)
    text = "\n".join(_without(lines, records)) if records else decoded.text
    read = elements_of_text(text, source.path)
    elements = [*read.elements, *(_element(record, lines) for record in records)]
    elements.sort(key=lambda element: element.span.first)
    damaged = warning("damaged-characters", Location(source.path), count=decoded.broken)
    return Content(
        source.path,
        tuple(elements),
        tuple(lines),
        unclosed=tuple(read.unclosed),
        diagnostics=(*((damaged,) if decoded.broken else ()), *read.diagnostics),
    )


def _without(lines: list[str], records: list[FieldRow]) -> list[str]:
    """``lines`` with those of ``records`` blank: what is in fields is no Markdown block."""
    left = list(lines)
    for record in records:
        left[record.first - 1 : record.last] = [""] * (record.last - record.first + 1)
    return left


def _element(record: FieldRow, lines: list[str]) -> Element:
    """A record as a paragraph that has cells."""
    span = Span(record.first, record.last)
    text = "\n".join(line.strip() for line in lines[record.first - 1 : record.last])
    return Element(
        Role.BLOCK, span, Paragraph(text, span), cells=tuple(map(_unpacked, record.cells))
    )


def _unpacked(cell: str) -> str:
    """A cell with what a JSON array of texts in it holds, one a line: ``["甲","乙"]``."""
    if not (cell.startswith("[") and cell.endswith("]")):
        return cell
    try:
        values = json.loads(cell)
    except ValueError:
        return cell
    listed = isinstance(values, list) and all(isinstance(one, str) for one in values)
    return "\n".join(values) if listed else cell
