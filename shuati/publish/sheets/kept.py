"""Pieces that were set before, by the content that made them."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from shuati import cache
from shuati.publish.sheets.book import Section
from shuati.publish.sheets.piece import Piece, dump, load

LARGEST = 96 << 20  # bytes of the whole folder

_Known = dict[str, dict[str, int]]  # first unit → {all units: how many}


class Kept:
    """The pieces in the cache, for sections that are set with ``salt``.

    A piece is found by its first unit; it serves where all its units and the one after
    them are the same. ``folder`` is `cache.folder`'s by default; without one, nothing is
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

    def begins(self, section: Section, unit: int) -> bool:
        """Whether some piece is known that begins like ``section`` at ``unit``."""
        return self._first(section, unit) in self._known

    def find(self, section: Section, unit: int) -> tuple[Piece, int] | None:
        """The piece of ``section`` that begins at ``unit``, and where it ends."""
        first = self._first(section, unit)
        for every, count in self._known.get(first, {}).items():
            if every == self._every(section, unit, unit + count) and self._folder:
                path = self._folder / f"{first}-{count}-{every}"
                try:
                    piece = load(path.read_bytes())
                    os.utime(path)
                except (OSError, ValueError, KeyError, TypeError, zlib.error):
                    continue
                return piece, unit + count
        return None

    def keep(self, section: Section, unit: int, end: int, piece: Piece) -> None:
        """Remember ``piece``, which is ``section`` from ``unit`` to before ``end``."""
        if self._folder is None:
            return
        first, every = self._first(section, unit), self._every(section, unit, end)
        with suppress(OSError):
            _write(self._folder / f"{first}-{end - unit}-{every}", dump(piece))
            self._known.setdefault(first, {})[every] = end - unit

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

    def _first(self, section: Section, unit: int) -> str:
        return _hash([self._salt, section.head, section.prelude, section.units[unit]])[:24]

    def _every(self, section: Section, unit: int, end: int) -> str:
        """Changes with the units, and with the one after them, which may have kept its place."""
        after = ["after", section.units[end]] if end < len(section.units) else ["end"]
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
