"""Finding the documents of a sources folder and loading their bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from shuati.model import failure
from shuati.sources.registry import SUFFIXES
from shuati.sources.source import Source

TOO_LARGE = 50_000_000  # bytes; a document of questions is never that long


def find(sources: Path) -> Iterator[tuple[str, Path]]:
    """The documents below ``sources`` as (path below it with ``/``, file), in natural order.

    Hidden files and folders are passed over, and so is a link that leads out of the
    folder. Raises `BuildError` when ``sources`` is missing, no folder, or not readable.
    """
    if not sources.is_dir():
        code = "sources-not-a-folder" if sources.exists() else "no-sources"
        raise failure(code, str(sources))
    root = sources.resolve()
    found: list[tuple[str, Path]] = []

    def refuse(problem: OSError) -> None:
        raise failure("folder-unreadable", str(problem.filename), reason=str(problem.strerror))

    for folder, folders, names in os.walk(sources, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(folder, name)
            if name.startswith(".") or file.suffix.lower() not in SUFFIXES:
                continue
            if file.resolve().is_relative_to(root):
                found.append((file.relative_to(sources).as_posix(), file))
    yield from sorted(found, key=lambda pair: natural(pair[0]))


def natural(path: str) -> list[tuple[int, int, str]]:
    """A sort key that puts ``2.md`` before ``10.md``."""
    return [
        (1, int(part), "") if part.isdecimal() else (0, 0, part)
        for part in re.split(r"(\d+)", path)
    ]


def load(path: str, file: Path) -> Source:
    """The source ``path`` in ``file``. Raises `BuildError` when it cannot be read."""
    try:
        if file.stat().st_size > TOO_LARGE:
            raise failure("file-too-large", path, limit=TOO_LARGE // 1_000_000)
        return Source(path, file.read_bytes())
    except OSError as problem:
        raise failure("file-unreadable", path, reason=str(problem.strerror)) from None
