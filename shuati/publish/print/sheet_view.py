"""Entries as the chapters and sections of a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from shuati.config.settings import Settings
from shuati.model import (
    Document,
    Entry,
    PictureNames,
)
from shuati.publish.print.imposition import MM
from shuati.publish.print.paper import text_width
from shuati.publish.print.sheet_items import Chapter, ChapterSection, SheetItem
from shuati.tag.tree import chapter_of
from shuati.text.markdown import plain

_TABLE_SIZE = 0.9  # of the body's, as in sheet.css

ItemArguments = tuple[Entry, dict[str, str], dict[str, str], float, PictureNames]


def item_arguments(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    pictures: PictureNames = (),
) -> list[ItemArguments]:
    """What `sheet_item` takes for each of ``entries``; ``pictures`` are those that can be shown."""
    of_document: dict[str, list[tuple[str, str, str]]] = {}
    for one in pictures:
        of_document.setdefault(one[0], []).append(one)
    titles = _titles(documents)
    questions = {entry.code: entry.question for entry in entries if entry.code}
    table_size = settings.body_size * _TABLE_SIZE / MM
    width = text_width(settings) / table_size
    return [
        (
            entry,
            {one.path: titles.get(one.path, one.path) for one in entry.variants},
            {code: questions[code] for code in entry.related if code in questions},
            width,
            tuple(
                one
                for document in dict.fromkeys(variant.path for variant in entry.variants)
                for one in of_document.get(document, ())
            ),
        )
        for entry in entries
    ]


def chapters(
    entries: Sequence[Entry],
    items: Sequence[SheetItem],
    documents: Sequence[Document],
    settings: Settings,
) -> tuple[Chapter, ...]:
    """The chapters of a sheet, in the order of the documents or of the tags' first use.

    Inside a chapter the entries come in the order of their documents, each where its
    representative is. ``items`` are the ``entries``, made by `sheet_item`.
    """
    titles = _titles(documents)
    chapter = {path: place for place, path in enumerate(titles)}
    asked = {
        question.location: place
        for document in documents
        for place, question in enumerate(document.questions)
    }

    def place(pair: tuple[Entry, SheetItem]) -> tuple[int, str, int]:
        location = pair[0].variants[0].location
        path = location.path
        return chapter.get(path, len(chapter)), path, asked.get(location, len(asked))

    pairs = sorted(zip(entries, items, strict=True), key=place)
    by_tag = settings.chapters == "tag"
    groups = _by_tag(pairs) if by_tag else _by_document(pairs, titles)
    return tuple(
        Chapter(number, title, tuple(_sections(group, title, by_tag)))
        for number, (title, group) in enumerate(groups, 1)
    )


_Pairs = list[tuple[Entry, SheetItem]]


def _titles(documents: Sequence[Document]) -> dict[str, str]:
    return {document.path: plain(document.title) or document.path for document in documents}


def _by_document(pairs: _Pairs, titles: dict[str, str]) -> list[tuple[str, _Pairs]]:
    groups = groupby(pairs, lambda pair: pair[0].variants[0].path)
    return [(titles.get(path, path), list(group)) for path, group in groups]


def _by_tag(pairs: _Pairs) -> list[tuple[str, _Pairs]]:
    groups: dict[str, _Pairs] = {}
    for entry, item in pairs:
        groups.setdefault(chapter_of(entry), []).append((entry, item))
    return list(groups.items())


def _sections(pairs: _Pairs, chapter: str, by_tag: bool) -> Iterator[ChapterSection]:
    """The entries below each heading of a document, below one heading once.

    A section is called by its nearest heading; where that comes below several, by them too.
    """
    groups: dict[tuple[str, ...], list[SheetItem]] = {}
    for entry, item in pairs:
        above = () if by_tag else entry.variants[0].heading_path
        path = tuple(title for title in map(plain, above) if title != chapter)
        groups.setdefault(path, []).append(item)
    often = Counter(path[-1] for path in groups if path)
    for path, items in groups.items():
        alone = not path or often[path[-1]] == 1
        title = path[-1] if path and alone else " · ".join(path)
        yield ChapterSection(title, with_stem_above(items, [item.code for item in items]))


def with_stem_above(items: Sequence[SheetItem], names: Sequence[str]) -> tuple[SheetItem, ...]:
    """``items``, those that share the material of the one above with the name of the first."""
    found: list[SheetItem] = []
    first = ""
    for item, name in zip(items, names, strict=True):
        if item.stem and found and found[-1].stem == item.stem:
            found.append(replace(item, stem_above=first))
        else:
            found.append(item)
            first = name
    return tuple(found)
