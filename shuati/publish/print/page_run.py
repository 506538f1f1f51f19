"""Pages that are set, with all that is needed to join them to others."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to ``target`` in the rectangle from (left, top) to (right, bottom)."""

    target: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline; ``level`` counts from 1."""

    level: int
    label: str
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page. All lengths are points from its top left corner.

    ``anchors`` are the places that links may name.
    """

    width: float
    height: float
    anchors: dict[str, tuple[float, float]]
    links: tuple[PageLink, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """A page number left open: that of ``target``, `page_numbers.PAGE` or `page_numbers.PAGES`.

    ``face`` is the file of the font that it is set in. Where it is at the ``right`` end
    of its room, that is ``zeros`` digits wide.
    """

    target: str
    face: str
    zeros: int
    right: bool


@dataclass(frozen=True, slots=True)
class PageRun:
    """Pages in a row that were set together.

    ``fonts`` gives the font file for each font name in their PDF that means a shipped
    one. Open page numbers stand in its content as ``{0}``, ``{1}`` …, see ``numbers``.
    ``end`` is where the page after them begins: so many units further, and how far that has
    come (`page_breaks`). ``packed`` is the rest, made by `pack`: thousands of pages are held
    at once.
    """

    pages: tuple[SetPage, ...]
    numbers: tuple[OpenNumber, ...]
    fonts: dict[str, str]
    packed: bytes
    end: tuple[int, str] = (0, "")

    @property
    def pdf(self) -> bytes:
        """The pages, without the shipped fonts."""
        return self._unpacked()[1]

    @property
    def glyphs(self) -> dict[str, dict[int, str]]:
        """The text of each glyph that is used, by font file."""
        found: dict[str, dict[str, str]] = json.loads(self._unpacked()[0])
        return {
            face: {int(glyph): text for glyph, text in used.items()} for face, used in found.items()
        }

    def _unpacked(self) -> tuple[bytes, bytes]:
        return _parted(zlib.decompress(self.packed))


def pack(pdf: bytes, glyphs: Mapping[str, Mapping[int, str]]) -> bytes:
    """The PDF and the glyphs as `PageRun.packed` holds them."""
    return zlib.compress(_joined(json.dumps(glyphs, ensure_ascii=False).encode(), pdf), 1)


def dump(run: PageRun) -> bytes:
    """``run`` as bytes, for `load`."""
    header = {
        "pages": [astuple(page) for page in run.pages],
        "numbers": [astuple(number) for number in run.numbers],
        "fonts": run.fonts,
        "end": run.end,
    }
    return _joined(json.dumps(header, ensure_ascii=False).encode(), run.packed)


def load(data: bytes) -> PageRun:
    """What `dump` was given. Raises ValueError, KeyError, TypeError or zlib.error for others."""
    start, packed = _parted(data)
    header = json.loads(start)
    zlib.decompress(packed)
    pages = tuple(
        SetPage(
            width,
            height,
            {name: (at[0], at[1]) for name, at in anchors.items()},
            tuple(PageLink(*link) for link in links),
            tuple(Bookmark(*bookmark) for bookmark in bookmarks),
        )
        for width, height, anchors, links, bookmarks in header["pages"]
    )
    numbers = tuple(OpenNumber(*number) for number in header["numbers"])
    units, inside = header["end"]
    return PageRun(pages, numbers, header["fonts"], packed, (units, inside))


def _joined(header: bytes, rest: bytes) -> bytes:
    return len(header).to_bytes(4, "big") + header + rest


def _parted(data: bytes) -> tuple[bytes, bytes]:
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]
