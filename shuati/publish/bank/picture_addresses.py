"""Where the pictures of an answer are, seen from another folder."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from shuati.model import Block, Heading, Html, Paragraph, Point, PointList, Quote, Table

Address = Callable[[str, str], str]
"""(path of a document below the sources, address in it) -> the address to write."""

_MARKDOWN = re.compile(r"(?P<before>!\[[^\[\]]*\]\()(?P<address>[^()\s]+)(?=[\s)])")
_HTML = re.compile(r"(?P<before><img\b[^<>]*?\bsrc=[\"'])(?P<address>[^\"']+)", re.IGNORECASE)


def seen_from(folder: Path, sources: Path) -> Address:
    """Addresses of files below ``sources`` as a file in ``folder`` has to write them."""
    way = PurePosixPath(Path(os.path.relpath(sources, folder)).as_posix())

    def address(document: str, written: str) -> str:
        try:
            parts = urlsplit(written)
        except ValueError:  # no address
            return written
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return written
        place = PurePosixPath(document).parent / unquote(parts.path)
        whole = os.path.normpath((way / place).as_posix())
        return quote(Path(whole).as_posix(), safe="/~", errors="surrogateescape")

    return address


def with_addresses(blocks: Sequence[Block], document: str, address: Address) -> tuple[Block, ...]:
    """``blocks`` of ``document`` with the addresses of their pictures written anew."""

    def text(old: str) -> str:
        if "![" not in old and "<" not in old:
            return old
        for pattern in (_MARKDOWN, _HTML):
            old = pattern.sub(lambda m: m["before"] + address(document, m["address"]), old)
        return old

    def point(old: Point) -> Point:
        term = None if old.term is None else text(old.term)
        return replace(old, term=term, blocks=tuple(map(block, old.blocks)))

    def block(old: Block) -> Block:
        match old:
            case Paragraph() | Heading() | Html():
                return replace(old, text=text(old.text))
            case Table():
                rows = tuple(tuple(map(text, row)) for row in old.rows)
                return replace(old, head=tuple(map(text, old.head)), rows=rows)
            case Quote():
                return replace(old, blocks=tuple(map(block, old.blocks)))
            case PointList():
                return replace(old, points=tuple(map(point, old.points)))
            case _:
                return old

    return tuple(map(block, blocks))
