"""A section is set, and cut into its pages."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from shuati.publish.print import fonts, numbers
from shuati.publish.print.book import Section
from shuati.publish.print.piece import Bookmark, Link, Number, Page, Piece, pack
from shuati.publish.print.press import Press
from shuati.publish.print.resume import Start, watched

_POINTS = 0.75  # a pixel of WeasyPrint's
_UNCOLLECTED = 80_000  # characters of HTML
_START = 1024  # bytes of a font file that tell it


class Setter:
    """Sets sections on ``press``, leaving page numbers open, ``digits`` wide."""

    def __init__(self, press: Press, digits: int) -> None:
        self._press, self._digits = press, digits
        self._numbers: list[tuple[str, str, int, bool]] = []
        self._uncollected = 0

    def pieces(self, section: Section, start: Start, last: int) -> Iterator[tuple[Piece, Start]]:
        """The pages from ``start`` to before the unit ``last``, and where each piece ends.

        A piece is a page, or more where one cannot be set without the one before. That
        nothing after a unit but the next one decides where it breaks is what lets the
        pieces be kept apart; see `sections`.
        """
        with (
            numbers.left_open(self._digits, self._tell),
            _without_fonts(),
            watched(start) as watch,
        ):
            resumed = start.unit > 0 and not start.inside
            html = section.html(start.unit, last, resumed=resumed)
            self._collect(len(html))
            document = self._press.document(html)
            units = _units(document)
            first = 1 if start.inside else 0
            for page in range(first + 1, len(document.pages) + 1):
                ends = page == len(document.pages)
                end = Start(last) if ends else watch.start(page, units)
                if end not in (None, start):  # a blank page stays with what it waits for
                    come = (end.unit - start.unit, end.inside)
                    yield replace(self._piece(document, first, page), end=come), end
                    start, first = end, page

    def _collect(self, characters: int) -> None:
        """Let go of the documents set before, once they are as large together as one may be.

        They refer to themselves, and `press` has put off the search for such.
        """
        self._uncollected += characters
        if self._uncollected > _UNCOLLECTED:
            gc.collect()
            self._uncollected = characters

    def _tell(self, font: str, target: str, zeros: int, right: bool) -> int:
        self._numbers.append((font, target, zeros, right))
        return len(self._numbers) - 1

    def _piece(self, document: Any, start: int, end: int) -> Piece:
        chosen = document.copy(document.pages[start:end])
        pages = tuple(map(_page, chosen.pages))
        for page in chosen.pages:
            page.anchors, page.bookmarks = {}, []
            page.links = [link for link in page.links if link[0] == "external"]
        self._numbers.clear()
        pdf = chosen.write_pdf(uncompressed_pdf=True)
        names: dict[str, str] = {}
        glyphs: dict[str, dict[int, str]] = {}
        for font in chosen.fonts.values():
            if face := getattr(font, "shipped", None):
                names[font.hash] = face
                glyphs.setdefault(face, {}).update(font.to_unicode)
        holes = tuple(
            Number(target, names.get(font, ""), zeros, right)
            for font, target, zeros, right in self._numbers
        )
        return Piece(pages, holes, names, pack(pdf, glyphs))


def _units(document: Any) -> dict[Any, int]:
    """The unit of each element that stands right in the body."""
    units = {}
    unit = None
    for element in document._html.etree_element.find("body"):
        number = element.get("data-unit") if isinstance(element.tag, str) else None
        unit = int(number) if number is not None else unit
        if unit is not None:
            units[element] = unit
    return units


def _top(page: Any) -> list[Any]:
    """The boxes on ``page`` of what stands right in the body."""
    root = page._page_box.children[0]
    return [child for body in root.children for child in getattr(body, "children", ())]


def _page(page: Any) -> Page:
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    right, bottom = left + box.width, top + box.height
    x, y, width, height = (value * _POINTS for value in (left, top, right, bottom))
    return Page(
        page.width * _POINTS,
        page.height * _POINTS,
        (x, y, width, height),
        max((_lowest(child) for child in _top(page)), default=top) * _POINTS,
        {name: (at[0] * _POINTS, at[1] * _POINTS) for name, at in page.anchors.items()},
        tuple(
            Link(target, *(value * _POINTS for value in rectangle))
            for kind, target, rectangle, _ in page.links
            if kind == "internal"
        ),
        tuple(
            Bookmark(level, label, at[0] * _POINTS, at[1] * _POINTS)
            for level, label, at, _ in page.bookmarks
        ),
    )


def _lowest(box: Any) -> float:
    """The lower edge of ``box``."""
    edge: float = box.position_y + box.margin_height()
    return edge


@contextmanager
def _without_fonts() -> Iterator[None]:
    """Let WeasyPrint leave the shipped fonts out of a PDF, and tell their files' names."""
    from weasyprint.pdf import fonts as drawn
    from weasyprint.text.ffi import ffi, harfbuzz

    kept = drawn.get_hb_object_data, drawn.Font.clean

    def content(face: Any, *rest: Any) -> Any:
        if not rest:
            blob = harfbuzz.hb_face_reference_blob(face)
            length = ffi.new("unsigned int *")
            start = harfbuzz.hb_blob_get_data(blob, length)
            name = _shipped(int(length[0]), ffi.unpack(start, min(_START, int(length[0]))))
            harfbuzz.hb_blob_destroy(blob)
            if name:
                return _Shipped(name)
        return kept[0](face, *rest)

    def cleaned(font: Any, *rest: Any) -> None:
        if isinstance(font.file_content, _Shipped):
            font.shipped = font.file_content.name
            font.file_content = b"\0\1\0\0"
        else:
            kept[1](font, *rest)

    drawn.get_hb_object_data, drawn.Font.clean = content, cleaned
    try:
        yield
    finally:
        drawn.get_hb_object_data, drawn.Font.clean = kept


class _Shipped:
    """Stands for the content of a shipped font file, which need not be copied."""

    def __init__(self, name: str) -> None:
        self.name = name


def _shipped(size: int, start: bytes) -> str | None:
    """The name of the shipped font file that is so large and starts so.

    There an OpenType font lists the checksums of its tables.
    """
    name = _sizes().get(size)
    return name if name and start == _start(name) else None


@cache
def _sizes() -> dict[int, str]:
    return {(fonts.FOLDER / face.file).stat().st_size: face.file for face in fonts.FACES}


@cache
def _start(name: str) -> bytes:
    with (fonts.FOLDER / name).open("rb") as file:
        return file.read(_START)
