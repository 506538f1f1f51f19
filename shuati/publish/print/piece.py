"""Pages that are set, and all that joining them to others needs to know."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Link:
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
class Page:
    """A page. All lengths are points from its top left corner.

    ``body`` is the box (left, top, right, bottom) inside its margins. ``anchors`` are the
    places that links may name, ``lowest`` how far down its text and boxes go.
    """

    width: float
    height: float
    body: tuple[float, float, float, float]
    lowest: float
    anchors: dict[str, tuple[float, float]]
    links: tuple[Link, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A page number left open: that of ``target``, `numbers.PAGE` or `numbers.PAGES`.

    ``face`` is the file of the font that it is set in. Where it stands at the ``right`` end
    of its room, that is ``zeros`` digits wide.
    """

    target: str
    face: str
    zeros: int
    right: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages in a row that were set together.

    ``fonts`` tells which file each font name in their PDF stands for. Open page numbers
    stand in its content as ``{0}``, ``{1}`` …, see ``numbers``. ``end`` tells where the
    page after them begins: so many units further, and how far that has come (`resume`).
    ``packed`` is the rest, for `pack`: thousands of pages are held at once.
    """

    pages: tuple[Page, ...]
    numbers: tuple[Number, ...]
    fonts: dict[str, str]
    packed: bytes
    end: tuple[int, str] = (0, "")

    @property
    def pdf(self) -> bytes:
        """The pages, without the shipped fonts."""
        return self._unpacked()[1]

    @property
    def glyphs(self) -> dict[str, dict[int, str]]:
        """What each glyph used of a file says."""
        told: dict[str, dict[str, str]] = json.loads(self._unpacked()[0])
        return {
            face: {int(glyph): text for glyph, text in used.items()} for face, used in told.items()
        }

    def _unpacked(self) -> tuple[bytes, bytes]:
        return _parted(zlib.decompress(self.packed))


def pack(pdf: bytes, glyphs: Mapping[str, Mapping[int, str]]) -> bytes:
    """What `Piece.packed` is made of."""
    return zlib.compress(_joined(json.dumps(glyphs, ensure_ascii=False).encode(), pdf), 1)


def dump(piece: Piece) -> bytes:
    """``piece`` as bytes, for `load`."""
    told = {
        "pages": [astuple(page) for page in piece.pages],
        "numbers": [astuple(number) for number in piece.numbers],
        "fonts": piece.fonts,
        "end": piece.end,
    }
    return _joined(json.dumps(told, ensure_ascii=False).encode(), piece.packed)


def load(data: bytes) -> Piece:
    """What `dump` was given. Raises ValueError, KeyError, TypeError or zlib.error for others."""
    header, packed = _parted(data)
    told = json.loads(header)
    zlib.decompress(packed)
    pages = tuple(
        Page(
            width,
            height,
            tuple(body),
            lowest,
            {name: (at[0], at[1]) for name, at in anchors.items()},
            tuple(Link(*link) for link in links),
            tuple(Bookmark(*bookmark) for bookmark in bookmarks),
        )
        for width, height, body, lowest, anchors, links, bookmarks in told["pages"]
    )
    numbers = tuple(Number(*number) for number in told["numbers"])
    units, inside = told["end"]
    return Piece(pages, numbers, told["fonts"], packed, (units, inside))


def _joined(header: bytes, rest: bytes) -> bytes:
    return len(header).to_bytes(4, "big") + header + rest


def _parted(data: bytes) -> tuple[bytes, bytes]:
    end = 4 + int.from_bytes(data[:4], "big")
    return data[4:end], data[end:]
