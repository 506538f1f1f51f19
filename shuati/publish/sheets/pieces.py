"""A section is set, and cut where one of its units begins a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from shuati.publish.sheets import fonts, numbers
from shuati.publish.sheets.book import Section
from shuati.publish.sheets.piece import Bookmark, Link, Number, Page, Piece
from shuati.publish.sheets.press import Press

_POINTS = 0.75  # a pixel of WeasyPrint's


class Setter:
    """Sets sections on ``press``, leaving page numbers open, ``digits`` wide."""

    def __init__(self, press: Press, digits: int) -> None:
        self._press, self._digits = press, digits
        self._numbers: list[tuple[str, str, int, bool]] = []

    def pieces(self, section: Section, first: int, last: int) -> Iterator[tuple[Piece, int]]:
        """The pages of the units ``first`` to before ``last``, and where each piece ends.

        A piece ends where a unit begins a page; with it comes the number of that unit, or
        ``last``. That nothing after a unit but the next one decides where it breaks is
        what lets the pieces be kept apart; see `sections`.
        """
        with numbers.left_open(self._digits, self._tell), _without_fonts():
            document = self._press.document(section.html(first, last))
            begins = _begins(document, first)
            cuts = [*begins, len(document.pages)]
            units = [*begins.values(), last]
            start = 0
            for cut, unit in zip(cuts, units, strict=True):
                yield self._piece(document, start, cut), unit
                start = cut

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
        return Piece(pdf, pages, holes, names, glyphs)


def _begins(document: Any, first: int) -> dict[int, int]:
    """The pages (but the first) that a unit begins on, and the unit's number."""
    units = _units(document)
    begins: dict[int, int] = {}
    before = first
    for number, page in enumerate(document.pages):
        shown = [units[box.element] for box in _top(page) if box.element in units]
        if shown and number and shown[0] != before:
            begins[number] = shown[0]
        before = shown[-1] if shown else before
    return begins


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
    from weasyprint.pdf.fonts import Font

    clean = Font.clean

    def cleaned(font: Any, *rest: Any) -> None:
        font.shipped = _shipped(font.file_content)
        if font.shipped:
            font.file_content = b"\0\1\0\0"
        else:
            clean(font, *rest)

    Font.clean = cleaned
    try:
        yield
    finally:
        Font.clean = clean


def _shipped(content: bytes) -> str | None:
    """The name of the shipped font file that holds ``content``.

    Told by its size and its start, where an OpenType font lists the checksums of its tables.
    """
    name = _sizes().get(len(content))
    return name if name and content.startswith(_start(name)) else None


@cache
def _sizes() -> dict[int, str]:
    return {(fonts.FOLDER / face.file).stat().st_size: face.file for face in fonts.FACES}


@cache
def _start(name: str) -> bytes:
    with (fonts.FOLDER / name).open("rb") as file:
        return file.read(1024)
