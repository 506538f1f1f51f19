"""Results of earlier builds, by a key of all that they depend on.

They lie in the user's own cache folder. Everything there follows from its key, so the whole
folder may be deleted at any time: the next build takes longer and gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shuati.user_cache import folder as folder

if TYPE_CHECKING:
    import sqlite3

_LARGEST = 400_000_000  # bytes in the database; the least recently used results go first
_DAY = 86_400  # seconds
_PLAIN = {"Counter": Counter, "OrderedDict": OrderedDict, "frozenset": frozenset, "set": set}


def digest(*parts: str) -> str:
    """A key for a list of texts."""
    joined = "\x1e".join(f"{len(part)}\x1f{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(value: object) -> str:
    """A key for a value made of the program's dataclasses and plain values."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # equal values give equal bytes, whatever they share
    pickler.dump(value)
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def dumps(value: object) -> bytes:
    """``value`` as bytes, for `loads`."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def loads(data: bytes) -> Any:
    """What `dumps` was given. Raises any error for other bytes; makes no foreign class."""
    return _Unpickler(io.BytesIO(data)).load()


@lru_cache
def program() -> str:
    """A digest that changes with the program, its templates, its libraries and Python.

    Of files it looks at name, size and time only; an installed library shows in the time
    of the folder that it was put into.
    """
    root = Path(__file__).resolve().parents[1]
    state = [sys.version]
    state += sorted(chain(_files(str(root)), _files(str(root.parent / "templates"))))
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                state.append(f"{place} {Path(place).stat().st_mtime_ns}")
    return digest(*state)


def _files(folder: str) -> Iterator[str]:
    """Every file below ``folder`` with its size and time."""
    with suppress(OSError), os.scandir(folder) as found:
        for item in found:
            if item.is_dir():
                if item.name != "__pycache__":
                    yield from _files(item.path)
            else:
                stat = item.stat()
                yield f"{item.path} {stat.st_size} {stat.st_mtime_ns}"


class Cache:
    """A table of bytes in the file ``path``; without one, or where that fails, it is empty.

    What is put in is found again at once, and written when the cache is closed.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._new: dict[str, bytes] = {}
        self._used: list[str] = []
        self._today = int(time.time()) // _DAY
        self._database = self._open() if path else None

    def _open(self) -> sqlite3.Connection | None:
        import sqlite3

        assert self._path is not None
        for _ in range(2):
            try:
                database = sqlite3.connect(self._path, timeout=5)
                database.execute(
                    "create table if not exists made"
                    " (key text primary key, value blob, used integer) without rowid"
                )
                self._path.chmod(0o600)
                return database
            except sqlite3.DatabaseError:  # no database, or a damaged one
                with suppress(OSError):
                    self._path.unlink()
            except OSError:
                break
        return None

    def get(self, key: str) -> bytes | None:
        """The bytes under ``key``, if there are any."""
        if key in self._new:
            return self._new[key]
        import sqlite3

        if self._database is None:
            return None
        try:
            row = self._database.execute(
                "select value, used from made where key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            self._database = None
            return None
        if row and row[1] != self._today:
            self._used.append(key)
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""
        self._new[key] = value

    def close(self) -> None:
        """Write what is new. An error of the database loses it and does no other harm."""
        import sqlite3

        if self._database is None or self._path is None:
            return
        with suppress(sqlite3.Error):
            with self._database as database:
                database.executemany(
                    "insert or replace into made values (?, ?, ?)",
                    [(key, value, self._today) for key, value in self._new.items()],
                )
                database.executemany(
                    "update made set used = ? where key = ?",
                    [(self._today, key) for key in self._used],
                )
            if self._new and self._path.stat().st_size > _LARGEST:
                self._shrink(self._database)
        with suppress(sqlite3.Error):
            self._database.close()

    @staticmethod
    def _shrink(database: sqlite3.Connection) -> None:
        """Delete what was not used for longest, down to half of what may be kept."""
        left = _LARGEST // 2
        gone = []
        for key, size in database.execute(
            "select key, length(value) from made order by used desc, key"
        ):
            left -= size
            if left < 0:
                gone.append((key,))
        with database:
            database.executemany("delete from made where key = ?", gone)
        database.execute("vacuum")


class CachePart:
    """The part of ``cache`` whose keys begin with ``prefix``."""

    def __init__(self, cache: Cache, prefix: str) -> None:
        self._cache, self._prefix = cache, prefix

    def get(self, key: str) -> bytes | None:
        """The bytes under ``key``, if there are any."""
        return self._cache.get(f"{self._prefix} {key}")

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""
        self._cache.put(f"{self._prefix} {key}", value)


@contextmanager
def opened() -> Iterator[Cache]:
    """The user's cache, for the length of a command."""
    place = folder("made")
    cache = Cache(place / "made.sqlite" if place else None)
    try:
        yield cache
    finally:
        cache.close()


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of its class with its fields: in half the time."""

    def reducer_override(self, value: Any, /) -> Any:
        kind: type = type(value)
        values = _values(kind)
        return NotImplemented if values is None else (kind, values(value))


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """A function that gives the fields of a dataclass ``kind``; None for any other class."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names) if names else lambda value: ()


class _Unpickler(pickle.Unpickler):
    """Makes the program's own dataclasses and enums, plain values, and nothing else."""

    def find_class(self, module: str, name: str, /) -> Any:
        if module in ("builtins", "collections") and name in _PLAIN:
            return _PLAIN[name]
        if (module, name) == ("markupsafe", "Markup"):  # a str that templates do not escape
            return super().find_class(module, name)
        if module.startswith("shuati.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
