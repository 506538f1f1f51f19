"""What was made once and need not be made again, in the user's own cache folder.

Everything here follows from its key, so the whole folder may be deleted at any time: the
next build takes longer and gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import platformdirs

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

_MOST = 400_000_000  # bytes kept; what was not used for longest goes first
_DAY = 86_400
_OTHERS = {"Counter": Counter, "OrderedDict": OrderedDict, "frozenset": frozenset, "set": set}


class Remember(Protocol):
    """``remember(kind, key, make)`` is what ``make()`` gives, made at most once for a key.

    ``kind`` names what is kept. ``key`` must tell apart all that the result depends on;
    the program itself, its version and its libraries, is part of every key already. What
    is kept consists of the program's own classes and plain values, and is not changed.
    """

    def __call__(self, kind: str, key: str, make: Callable[[], T], /) -> T: ...


def forgetful(kind: str, key: str, make: Callable[[], T], /) -> T:
    """A `Remember` that keeps nothing."""
    return make()


def digest(*parts: str) -> str:
    """A key for a list of texts."""
    joined = "\x1e".join(f"{len(part)}\x1f{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(value: object) -> str:
    """A key for a value made of the program's dataclasses and plain values; slower."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # equal values give equal bytes, whatever they share
    pickler.dump(value)
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def folder(name: str) -> Path | None:
    """The folder ``name`` of the cache, made for this user alone; None where that fails."""
    path = platformdirs.user_cache_path("shuati", appauthor=False) / name
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return path


@lru_cache
def program() -> str:
    """A digest that changes with the program, its templates, its libraries and Python.

    Of files it looks at name, size and time only; an installed library shows in the time
    of the folder that it was put into.
    """
    root = Path(__file__).resolve().parents[1]
    told = [sys.version]
    for base in (root, root.parent / "templates"):
        for path in sorted(base.rglob("*")):
            if "__pycache__" not in path.parts and path.is_file():
                state = path.stat()
                told.append(f"{path.relative_to(base)} {state.st_size} {state.st_mtime_ns}")
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                told.append(f"{place} {Path(place).stat().st_mtime_ns}")
    return digest(*told)


@contextmanager
def opened() -> Iterator[Remember]:
    """The cache, for the length of a build; it keeps nothing where it cannot be used."""
    place = folder("made")
    if place is None:
        yield forgetful
        return
    store = _Store(place / "made.sqlite")
    try:
        yield store.remember
    finally:
        store.close()


class _Store:
    """A table of pickles. An error of the database makes it forgetful and nothing worse."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new: dict[str, bytes] = {}
        self._used: list[str] = []
        self._today = int(time.time()) // _DAY
        self._database = self._open()

    def _open(self) -> sqlite3.Connection | None:
        import sqlite3

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

    def remember(self, kind: str, key: str, make: Callable[[], T], /) -> T:
        name = f"{kind} {digest(program(), key)}"
        kept = self._new.get(name) or self._look_up(name)
        if kept is not None:
            with suppress(Exception):  # of another version, damaged: made again
                return cast(T, _Unpickler(io.BytesIO(kept)).load())
        value = make()
        buffer = io.BytesIO()
        _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
        self._new[name] = buffer.getvalue()
        return value

    def _look_up(self, name: str) -> bytes | None:
        import sqlite3

        if self._database is None:
            return None
        try:
            row = self._database.execute(
                "select value, used from made where key = ?", (name,)
            ).fetchone()
        except sqlite3.Error:
            self._database = None
            return None
        if row and row[1] != self._today:
            self._used.append(name)
        return row[0] if row else None

    def close(self) -> None:
        import sqlite3

        if self._database is None:
            return
        with suppress(sqlite3.Error):
            with self._database as database:
                database.executemany(
                    "insert or replace into made values (?, ?, ?)",
                    [(name, value, self._today) for name, value in self._new.items()],
                )
                database.executemany(
                    "update made set used = ? where key = ?",
                    [(self._today, name) for name in self._used],
                )
            if self._new and self._path.stat().st_size > _MOST:
                self._shrink(self._database)
        with suppress(sqlite3.Error):
            self._database.close()

    @staticmethod
    def _shrink(database: sqlite3.Connection) -> None:
        """Delete what was not used for longest, down to half of what may be kept."""
        left = _MOST // 2
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


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of its class with its fields: in half the time."""

    def reducer_override(self, value: Any, /) -> Any:
        kind: type = type(value)
        values = _values(kind)
        return NotImplemented if values is None else (kind, values(value))


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the fields of a dataclass ``kind``; None for any other class."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names) if names else lambda value: ()


class _Unpickler(pickle.Unpickler):
    """Makes the program's own dataclasses and enums, plain values, and nothing else."""

    def find_class(self, module: str, name: str, /) -> Any:
        if module in ("builtins", "collections") and name in _OTHERS:
            return _OTHERS[name]
        if (module, name) == ("markupsafe", "Markup"):  # a str that templates do not escape
            return super().find_class(module, name)
        if module.startswith("shuati.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
