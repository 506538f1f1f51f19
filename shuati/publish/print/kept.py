"""Pieces that were set before, by the content that made them."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from shuati.pipeline import cache
from shuati.publish.print.book import Section
from shuati.publish.print.piece import Piece, dump, load
from shuati.publish.print.resume import Start

LARGEST = 96 << 20  # bytes of the whole folder

_Known = dict[str, dict[str, int]]  # start → {all units: how many}


class Kept:
    """The pieces in the cache, for sections that are set with ``salt``.

    A piece is found by its start; it serves where all its units and the one after them
    are the same. ``folder`` is `cache.folder`'s by default; without one, nothing is
    kept.
    """

    def __init__(self, salt: str, folder: Path | None = None) -> None:
        self._salt = salt
        self._folder = folder or cache.folder("sheets")
        self._known: _Known = {}
        self.refresh()

    def refresh(self) -> None:
        """See what other processes have kept since."""
        with suppress(OSError):
            for name in os.listdir(self._folder) if self._folder else ():  # noqa: PTH208
                first, _, rest = name.partition("-")
                count, _, every = rest.partition("-")
                if every and count.isdigit():
                    self._known.setdefault(first, {})[every] = int(count)

    def begins(self, section: Section, start: Start) -> bool:
        """Whether some piece is known that begins like ``section`` at ``start``."""
        return self._first(section, start) in self._known

    def find(self, section: Section, start: Start) -> tuple[Piece, Start] | None:
        """The piece of ``section`` that begins at ``start``, and where it ends."""
        first = self._first(section, start)
        for every, count in self._known.get(first, {}).items():
            if every == self._every(section, start.unit, start.unit + count) and self._folder:
                path = self._folder / f"{first}-{count}-{every}"
                try:
                    piece = load(path.read_bytes())
                    os.utime(path)
                except (OSError, ValueError, KeyError, TypeError, zlib.error):
                    continue
                return piece, Start(start.unit + piece.end[0], piece.end[1])
        return None

    def keep(self, section: Section, start: Start, piece: Piece) -> None:
        """Remember ``piece``, which is ``section`` from ``start`` on."""
        if self._folder is None:
            return
        units, inside = piece.end
        count = units + bool(inside)
        first = self._first(section, start)
        every = self._every(section, start.unit, start.unit + count)
        with suppress(OSError):
            _write(self._folder / f"{first}-{count}-{every}", dump(piece))
            self._known.setdefault(first, {})[every] = count

    def prune(self, largest: int = LARGEST) -> None:
        """Drop what was not used for longest, until the folder holds ``largest`` bytes."""
        if self._folder is None:
            return
        with suppress(OSError):
            files = [(entry.stat(), entry.path) for entry in os.scandir(self._folder)]
            files.sort(key=lambda file: file[0].st_mtime_ns, reverse=True)
            size = 0
            for stat, path in files:
                size += stat.st_size
                if size > largest:
                    os.unlink(path)  # noqa: PTH108

    def _first(self, section: Section, start: Start) -> str:
        unit = section.units[start.unit]
        return _hash([self._salt, section.head, section.prelude, unit, start.inside])[:24]

    def _every(self, section: Section, unit: int, end: int) -> str:
        """Changes with the units, and with the one after them, which may have kept its place."""
        seen = end < len(section.units) and not section.leaves
        after = ["after", section.units[end]] if seen else ["end"]
        return _hash([*section.units[unit:end], *after])[:32]


def _hash(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: two builds may keep the same piece at the same time."""
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
