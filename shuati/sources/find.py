"""Finding the documents of a sources folder and loading their bytes."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from shuati.config.bounds import DOCUMENT, read_bytes
from shuati.model import Diagnostic, Location, failure, warning
from shuati.sources.registry import SUFFIXES
from shuati.sources.source import Source
from shuati.text.file_names import text_of, texts_of

# Documents of formats that are not read. Pictures and settings are not missed.
_UNREAD = frozenset(
    {
        *(".doc", ".docx", ".epub", ".htm", ".html", ".odt", ".org"),
        *(".pdf", ".ppt", ".pptx", ".rtf", ".tex", ".xls", ".xlsx"),
    }
)
_SHOWN = 5  # names that a diagnostic lists


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
        if _is_below(root, file)
    ]
    yield from sorted(found, key=lambda pair: natural(pair[0]))


def passed_over(sources: Path) -> Iterator[Diagnostic]:
    """Warnings about what is below ``sources`` and is not read.

    One for each link that leads to itself, one for all links that are not followed (those to
    folders, and those that lead out), one for all documents of each format that is not read.
    """
    root = Path(os.path.realpath(sources))
    away: list[str] = []
    unread: dict[str, list[str]] = {}
    for path, file in _walk(sources, linked_folders=True):
        suffix = Path(path).suffix.lower()
        if _is_loop(file):
            yield warning("link-loop", Location(path))
        elif file.is_symlink() and (file.is_dir() or not _is_below(root, file)):
            away.append(path)
        elif suffix in _UNREAD:
            unread.setdefault(suffix, []).append(path)
    if away:
        yield warning("links-not-followed", Location(min(away)), **_listed(away))
    for suffix, paths in sorted(unread.items()):
        yield warning("format-not-read", Location(min(paths)), suffix=suffix, **_listed(paths))


def _is_below(root: Path, file: Path) -> bool:
    """Whether what a file is, or leads to, is below ``root``."""
    return Path(os.path.realpath(file)).is_relative_to(root)


def _listed(paths: Sequence[str]) -> dict[str, int | tuple[str, ...]]:
    """How many files, and the first of them, as a diagnostic mentions them."""
    shown = sorted(paths, key=natural)[:_SHOWN] + ["…"] * (len(paths) > _SHOWN)
    return {"count": len(paths), "files": tuple(shown)}


def _walk(sources: Path, *, linked_folders: bool = False) -> Iterator[tuple[str, Path]]:
    """All files below ``sources`` that are not hidden, with their paths as text.

    ``linked_folders``: the links to folders too, which are not walked into.
    """

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
            if linked_folders and Path(folder, name).is_symlink():
                yield above[folder] + texts[name], Path(folder, name)
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
