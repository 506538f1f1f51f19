"""Files written all or none: each beside its place first, then all moved there.

Whoever is killed between two moves leaves a journal behind: what it lists is complete, and
`finish` moves the rest.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from shuati.config.bounds import JOURNAL, read_bytes
from shuati.model import BuildError, failure


def check_writable(files: Iterable[Path]) -> None:
    """Raise `BuildError` where one of ``files`` could not be written. Leaves no trace."""
    for file in files:
        try:
            _check(file)
        except OSError as error:
            raise _unwritable(Path(error.filename or file), error) from None


def _check(file: Path) -> None:
    if file.is_dir():
        raise failure("folder-in-the-way", str(file))
    if file.exists() and not file.is_file():  # a pipe, a device: what is written there is lost
        raise failure("no-regular-file", str(file))
    if file.exists() and not os.access(file, os.W_OK):
        raise failure("write-protected", str(file))
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        error.filename = folder
        raise


def _unwritable(path: Path, error: OSError) -> BuildError:
    reason = (error.strerror or str(error)).lower()
    return failure(_CODES.get(error.errno or 0, "no-permission"), str(path), reason=reason)


_CODES = {
    errno.ENOTDIR: "no-place",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "quota-used-up",
    errno.EACCES: "file-in-use" if sys.platform == "win32" else "no-permission",
    errno.EROFS: "read-only-disk",
}


def write_all(files: Mapping[Path, bytes], journal: Path | None = None) -> frozenset[Path]:
    """Write every file of ``files`` (path → content), in this order, or none of them.

    What holds its content already is left alone; returns the paths of the others. Raises
    `BuildError` where something cannot be written; everything is then as it was before. With a
    ``journal`` (a file to write) even a kill leaves nothing that `finish` cannot complete.
    """
    places = {path: Path(os.path.realpath(path)) for path in files}
    before = {path: _content(place) for path, place in places.items()}
    changed = [path for path in files if before[path] != files[path]]
    folders: list[Path] = []
    done: list[Path] = []
    try:
        for path in changed:
            folders += _make_folder(places[path].parent)
            _write_through(_beside(places[path]), files[path])
        if journal and len(changed) > 1:
            _write_journal(journal, [places[path] for path in changed])
        for path in changed:
            _beside(places[path]).replace(places[path])
            done.append(path)
    except BaseException as error:  # Ctrl-C too leaves everything as it was
        _clean((), journal)
        for path in done:
            _restore(places[path], before[path])
        _clean(places.values(), None)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _unwritable(Path(error.filename or path), error) from None
        raise
    _clean(places.values(), journal)
    return frozenset(changed)


def finish(journal: Path) -> None:
    """Complete what somebody began who was killed while moving files. Raises `BuildError`."""
    try:
        places = [*map(_place, json.loads(read_bytes(journal, JOURNAL)))]
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError, RecursionError, BuildError):
        places = []  # not ours, or never completed: nothing was moved then
    try:
        for place in places:
            if _beside(place).is_file():
                _beside(place).replace(place)
        journal.unlink()
    except OSError as error:
        raise _unwritable(journal, error) from None


def _place(value: object) -> Path:
    """A path of a journal. Raises ValueError for what is no path of a file."""
    if not isinstance(value, str) or "\0" in value or not Path(value).name:
        raise ValueError(value)
    return Path(value)


def _write_journal(journal: Path, places: Iterable[Path]) -> None:
    _write_through(_beside(journal), json.dumps([str(place) for place in places]).encode())
    _beside(journal).replace(journal)


def _clean(places: Iterable[Path], journal: Path | None) -> None:
    """Take away the journal, and the temporary files of this build or one killed before."""
    if journal:
        for path in (journal, _beside(journal)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    for place in places:
        with suppress(OSError):
            _beside(place).unlink(missing_ok=True)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _beside(path: Path) -> Path:
    """The temporary name: always the same one, so that a killed build leaves no heap of them."""
    return path.with_name(f".{path.name}.new")


def _make_folder(folder: Path) -> list[Path]:
    """Make ``folder``; the folders made for it, outermost first."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _restore(path: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            path.unlink()
        else:
            _write_through(_beside(path), content)
            _beside(path).replace(path)
