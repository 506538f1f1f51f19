"""The notes of the last package."""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from shuati.config.bounds import COLLECTION, PACKAGE, PICTURE
from shuati.config.strings import RETIRED_TAG
from shuati.ledger.store import SentNote
from shuati.model import Diagnostic, Location, warning
from shuati.publish.anki.note_types import NoteKind
from shuati.publish.anki.sync import unmarked
from shuati.sources.picture_files import picture_name
from shuati.text.file_names import text_of

_SEPARATOR = "\x1f"
_KINDS = frozenset(kind.value for kind in NoteKind)

# What the readers of a damaged package raise.
_BROKEN = (
    OSError,  # cannot be read
    LookupError,  # holds no notes
    ValueError,  # holds something else; also text that is no UTF-8, JSON that is none
    TypeError,
    AttributeError,
    RecursionError,
    MemoryError,
    RuntimeError,  # encrypted
    NotImplementedError,  # packed in a way that Python cannot unpack
    zipfile.BadZipFile,
    sqlite3.Error,
    zlib.error,
)


def sent_notes(package: Path | BinaryIO) -> dict[str, SentNote]:
    """The notes in an ``.apkg`` (a file or its content) by guid, with the times of their changes.

    Retired ones are as they were before. Empty where the file is missing or broken. Notes of
    types that are not ours are left out.
    """
    return read_package(package)[0]


def read_package(package: Path | BinaryIO) -> tuple[dict[str, SentNote], tuple[Diagnostic, ...]]:
    """The notes as `sent_notes` gives them, and a warning where the file is no package of ours."""
    if isinstance(package, Path) and not package.exists():
        return {}, ()
    try:
        rows = list(_rows(package))
    except _BROKEN:
        name = text_of(str(package)) if isinstance(package, Path) else "apkg"
        return {}, (warning("last-package-unreadable", Location(name)),)
    return dict(rows), ()


def _rows(package: Path | BinaryIO) -> Iterator[tuple[str, SentNote]]:
    """The notes of our types by guid. Raises whatever damage makes its readers raise."""
    if isinstance(package, Path) and (not package.is_file() or package.stat().st_size > PACKAGE):
        raise ValueError(package)
    with zipfile.ZipFile(package) as archive:
        if archive.getinfo("collection.anki2").file_size > COLLECTION:
            raise ValueError(package)
        content = archive.read("collection.anki2")  # never more than the size that it names
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        rows = database.execute("select guid, mid, flds, tags, mod from notes").fetchall()
        (models,) = database.execute("select models from col").fetchone()
    names = {model: kind["name"] for model, kind in json.loads(models).items()}
    for guid, model, fields, tags, modified in rows:
        kind = names.get(str(model))
        if kind in _KINDS and isinstance(guid, str) and guid:
            yield guid, _note(kind, fields.split(_SEPARATOR), tags.split(), int(modified))


def _note(kind: str, fields: list[str], tags: list[str], modified: int) -> SentNote:
    """A note of a package; of a retired one without its tag and mark."""
    own = tuple(tag for tag in tags if tag != RETIRED_TAG)
    retired = modified if RETIRED_TAG in tags else None
    values = tuple(fields)
    return SentNote(kind, values if retired is None else unmarked(values), own, retired, modified)


def sent_files(package: Path, names: Collection[str]) -> dict[str, bytes]:
    """Those of the files ``names`` that an ``.apkg`` holds, whole: their names prove that."""
    if not names:
        return {}
    found: dict[str, bytes] = {}
    if not package.is_file() or package.stat().st_size > PACKAGE:
        return {}
    with suppress(*_BROKEN), zipfile.ZipFile(package) as archive:
        if archive.getinfo("media").file_size > COLLECTION:
            return {}
        for member, name in json.loads(archive.read("media")).items():
            if name in names and archive.getinfo(member).file_size <= PICTURE:
                content = archive.read(member)
                if picture_name(content, name.rpartition(".")[2]) == name:
                    found[name] = content
    return found
