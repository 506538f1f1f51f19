"""Diagnostic the sources of a project and decoding them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuati.model import failure

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
TOO_LARGE = 50_000_000  # bytes; a document of questions is never that long

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNLIKELY = re.compile("[\ue000-\uf8ff\u0080-\u009f\ufffd]")


class Undecodable(Exception):
    """The bytes of a file are no text; ``code`` is that of the diagnostic."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the sources folder: its ``path`` below it (with ``/``) and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with ``\\n`` line ends, and how many characters were unreadable."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes) -> Decoded:
    """Text from bytes: UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030.

    UTF-8 with a few damaged bytes is kept, the damage counted in ``broken``.
    Raises `Undecodable` for a binary file and for text in an unknown encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Decoded(_unix(data.decode("utf-16")), "utf-16")
        except UnicodeDecodeError:
            raise Undecodable("broken-utf-16") from None
    if b"\0" in data:
        raise Undecodable("binary-file")
    try:
        text, encoding, broken = data.decode("utf-8-sig"), "utf-8", 0
    except UnicodeDecodeError:
        text, encoding, broken = _decode_other(data)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise Undecodable("binary-file")
    return Decoded(_unix(text), encoding, broken)


def _decode_other(data: bytes) -> tuple[str, str, int]:
    damaged = data.decode("utf-8-sig", errors="replace")
    broken = damaged.count("\ufffd")
    if broken <= max(3, len(damaged) // 500):
        return damaged, "utf-8", broken
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise Undecodable("unknown-encoding") from None
    if len(_UNLIKELY.findall(text)) > len(text) // 100:
        raise Undecodable("unknown-encoding")
    return text, "gb18030", 0


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


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
