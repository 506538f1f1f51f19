"""Small builders of documents and entries for the tests of the sheets."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Document,
    Entry,
    Kind,
    Paragraph,
    Point,
    PointList,
    Question,
    Section,
    Span,
    Table,
)

SPAN = Span(1, 2)


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, SPAN)


def points(*terms: tuple[str, str]) -> PointList:
    items = tuple(Point(term, (paragraph(text),), SPAN) for term, text in terms)
    return PointList(False, 1, items, SPAN)


def code(text: str) -> Code:
    return Code("python", text, SPAN)


def table(head: Sequence[str], *rows: Sequence[str]) -> Table:
    return Table(tuple(head), tuple(map(tuple, rows)), (), SPAN)


def section(kind: Kind, *blocks: Block, label: str = "") -> Section:
    return Section(label, kind, blocks, SPAN)


def question(text: str, *sections: Section, path: str = "a.md", number: str = "1") -> Question:
    return Question(path, number, text, text, sections, Span(3, 9))


def entry(code: str, *variants: Question, tags: tuple[str, ...] = ()) -> Entry:
    """An entry whose answer is that of its first variant, the others' being added to it."""
    pieces = tuple(
        AnswerPart(part.label, part.kind, part.blocks, at)
        for at, variant in enumerate(variants)
        for part in variant.sections
    )
    return Entry(variants[0].text, variants, pieces, (), code=code, guid=code, tags=tags)


def document(title: str, *questions: Question, path: str = "a.md") -> Document:
    return Document(path, title, questions, ())
