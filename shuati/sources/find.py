"""Finding the documents of a sources folder and loading their bytes."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from shuati.config.bounds import DOCUMENT, read_bytes
from shuati.model import Diagnostic, Location, failure, warning
from shuati.sources.registry import SUFFIXES
from shuati.sources.source import Source
from shuati.text.file_names import text_of, texts_of


def find(sources: Path) -> Iterator[tuple[str, Path]]:
    """The documents below ``sources`` as (path below it with ``/``, file), in natural order.

    Hidden files and folders are passed over, and so is a link that leads out of the
    folder or to itself. A name that is no UTF-8 is shown as text (see `texts_of`).
    Raises `BuildError` when ``sources`` is missing, no folder, or not readable.
    """
    if not sources.is_dir():
        code = "sources-not-a-folder" if sources.exists() else "no-sources"
        raise failure(code, text_of(str(sources)))
    root = Path(os.path.realpath(sources))
    found = [
        (path, file)
        for path, file in _walk(sources)
        if Path(path).suffix.lower() in SUFFIXES and not _is_loop(file)
        if Path(os.path.realpath(file)).is_relative_to(root)
    ]
    yield from sorted(found, key=lambda pair: natural(pair[0]))


def link_loops(sources: Path) -> Iterator[Diagnostic]:
    """A warning for each link below ``sources`` that leads to itself; nothing can read it."""
    for path, file in _walk(sources):
        if _is_loop(file):
            yield warning("link-loop", Location(path))


def _walk(sources: Path) -> Iterator[tuple[str, Path]]:
    """All files below ``sources`` that are not hidden, with their paths as text."""

    def refuse(problem: OSError) -> None:
        raise failure(
            "folder-unreadable", text_of(str(problem.filename)), reason=str(problem.strerror)
        )

    above = {str(sources): ""}  # the text of each folder's path
    for folder, folders, names in os.walk(sources, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        texts = texts_of((*folders, *names))
        for name in folders:
            above[os.path.join(folder, name)] = f"{above[folder]}{texts[name]}/"  # noqa: PTH118
        for name in names:
            if not name.startswith("."):
                yield above[folder] + texts[name], Path(folder, name)


def _is_loop(file: Path) -> bool:
    """Whether a file is a link that leads to itself, be it by way of others."""
    try:
        os.stat(file)  # noqa: PTH116 (as fast as can be: every file is looked at)
    except OSError as problem:
        return problem.errno == errno.ELOOP
    return False


def natural(path: str) -> list[tuple[int, int, str]]:
    """A sort key that puts ``2.md`` before ``10.md``."""
    return [
        (1, int(part), "") if part.isdecimal() else (0, 0, part)
        for part in re.split(r"(\d+)", path)
    ]


def load(path: str, file: Path, read_as: str = "") -> Source:
    """The source ``path`` in ``file``, see `Source`. Raises `BuildError` when it cannot be read."""
    try:
        return Source(path, read_bytes(file, DOCUMENT, path), read_as)
    except OSError as problem:
        raise failure("file-unreadable", path, reason=str(problem.strerror)) from None
