"""Pages that are set, and all that joining them to others needs to know."""

from __future__ import annotations

import json
import zlib
from dataclasses import astuple, dataclass, field


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

    ``pdf`` holds them without the shipped fonts: ``fonts`` tells which file each font name
    in it stands for, ``glyphs`` what each glyph used of a file says. Open page numbers
    stand in its content as ``{0}``, ``{1}`` …, see ``numbers``.
    """

    pdf: bytes
    pages: tuple[Page, ...]
    numbers: tuple[Number, ...] = ()
    fonts: dict[str, str] = field(default_factory=dict)
    glyphs: dict[str, dict[int, str]] = field(default_factory=dict)


def dump(piece: Piece) -> bytes:
    """``piece`` as bytes, for `load`."""
    told = {
        "pages": [astuple(page) for page in piece.pages],
        "numbers": [astuple(number) for number in piece.numbers],
        "fonts": piece.fonts,
        "glyphs": piece.glyphs,
    }
    header = json.dumps(told, ensure_ascii=False).encode()
    return zlib.compress(len(header).to_bytes(4, "big") + header + piece.pdf, 1)


def load(data: bytes) -> Piece:
    """What `dump` was given. Raises ValueError, KeyError, TypeError or zlib.error for others."""
    raw = zlib.decompress(data)
    end = 4 + int.from_bytes(raw[:4], "big")
    told = json.loads(raw[4:end])
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
    glyphs = {
        face: {int(glyph): text for glyph, text in used.items()}
        for face, used in told["glyphs"].items()
    }
    numbers = tuple(Number(*number) for number in told["numbers"])
    return Piece(raw[end:], pages, numbers, told["fonts"], glyphs)
