"""Small builders of documents and entries for the tests of the sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuati.config.settings import Settings
from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Document,
    Entry,
    Kind,
    Location,
    Paragraph,
    Point,
    PointList,
    Question,
    Section,
    Span,
    Table,
)
from shuati.publish.print import print_sheets
from shuati.publish.print.section_pages import Share

SPAN = Span(1, 2)


class Store(dict[str, bytes]):
    """A store of pages in memory."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def sheets(
    names: Sequence[str],
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    templates: Path | None = None,
    store: Store | None = None,
    share: Share = map,
) -> dict[str, bytes]:
    """The PDFs of ``names``; every page is set anew where there is no ``store``."""
    own = Store() if store is None else store
    return dict(print_sheets(names, entries, documents, settings, templates, own, share).files)


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
    return Question(Location(path, Span(3, 9)), number, text, text, sections)


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
