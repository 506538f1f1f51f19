"""Sections of a sheet are set and cut into runs of pages."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shuati.publish.print import patched_fonts, patched_pages
from shuati.publish.print.html_sections import SheetSection
from shuati.publish.print.page_breaks import PageBreaks, PageStart
from shuati.publish.print.page_run import Bookmark, OpenNumber, PageLink, PageRun, SetPage, pack
from shuati.publish.print.weasyprint_engine import Engine

_POINTS = 0.75  # a pixel of WeasyPrint's
_UNCOLLECTED = 400_000  # characters of HTML


class PageSetter:
    """Sets sections with ``engine``, leaving page numbers open, ``digits`` wide."""

    def __init__(self, engine: Engine, digits: int) -> None:
        self._engine, self._digits = engine, digits
        self._numbers: list[tuple[str, str, int, bool]] = []
        self._uncollected = 0

    def runs(
        self, section: SheetSection, start: PageStart, last: int
    ) -> Iterator[tuple[PageRun, PageStart]]:
        """The pages from ``start`` to before the unit ``last``, and where each run ends.

        A run is a page, or more where one cannot be set without the one before. That only
        the next unit decides where the one before it breaks is what lets the runs be looked
        up one by one; see `section_pages`.
        """
        breaks = PageBreaks(start)
        with (
            patched_pages.open_page_numbers(self._digits, self._new_placeholder),
            patched_fonts.without_shipped_fonts(),
            patched_pages.page_breaks(breaks),
        ):
            resumed = start.unit > 0 and not start.inside
            html = section.html(start.unit, last, resumed=resumed)
            self._collect(len(html))
            document = self._engine.document(html)
            units = _units(document)
            first = 1 if start.inside else 0
            for page in range(first + 1, len(document.pages) + 1):
                at_end = page == len(document.pages)
                end = PageStart(last) if at_end else breaks.start_of(page, units)
                if end not in (None, start):  # a blank page stays with what it waits for
                    come = (end.unit - start.unit, end.inside)
                    yield replace(self._run(document, first, page), end=come), end
                    start, first = end, page

    def _collect(self, characters: int) -> None:
        """Free the documents set before, once they are as large together as one may be.

        They refer to themselves, and the engine has switched the garbage collector off.
        """
        self._uncollected += characters
        if self._uncollected > _UNCOLLECTED:
            gc.collect()
            self._uncollected = characters

    def _new_placeholder(self, font: str, target: str, zeros: int, right: bool) -> int:
        self._numbers.append((font, target, zeros, right))
        return len(self._numbers) - 1

    def _run(self, document: Any, start: int, end: int) -> PageRun:
        self._numbers.clear()
        return page_run(document.copy(document.pages[start:end]), self._numbers)


def page_run(document: Any, numbers: list[tuple[str, str, int, bool]]) -> PageRun:
    """WeasyPrint's ``document`` as a run; links inside of it and its outline are taken out.

    ``numbers`` is filled while it is drawn, by `PageSetter`.
    """
    pages = tuple(map(_page, document.pages))
    for page in document.pages:
        page.anchors, page.bookmarks = {}, []
        page.links = [link for link in page.links if link[0] == "external"]
    pdf = document.write_pdf(uncompressed_pdf=True)
    names: dict[str, str] = {}
    glyphs: dict[str, dict[int, str]] = {}
    for font in document.fonts.values():
        if file := getattr(font, "shipped", None):
            names[font.hash] = file
            glyphs.setdefault(file, {}).update(font.to_unicode)
    opened = tuple(
        OpenNumber(target, names.get(font, ""), zeros, right)
        for font, target, zeros, right in numbers
    )
    return PageRun(pages, opened, names, pack(pdf, glyphs))


def _units(document: Any) -> dict[Any, int]:
    """The unit of each element that is a child of the body."""
    units = {}
    unit = None
    for element in document._html.etree_element.find("body"):
        number = element.get("data-unit") if isinstance(element.tag, str) else None
        unit = int(number) if number is not None else unit
        if unit is not None:
            units[element] = unit
    return units


def _page(page: Any) -> SetPage:
    return SetPage(
        page.width * _POINTS,
        page.height * _POINTS,
        {name: (at[0] * _POINTS, at[1] * _POINTS) for name, at in page.anchors.items()},
        tuple(
            PageLink(target, *(value * _POINTS for value in rectangle))
            for kind, target, rectangle, _ in page.links
            if kind == "internal"
        ),
        tuple(
            Bookmark(level, label, at[0] * _POINTS, at[1] * _POINTS)
            for level, label, at, _ in page.bookmarks
        ),
    )
