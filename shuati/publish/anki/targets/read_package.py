"""The notes of the last package."""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from shuati.config.strings import RETIRED_TAG
from shuati.ledger.store import SentNote
from shuati.sources.picture_files import TOO_LARGE, picture_name

_SEPARATOR = "\x1f"


def sent_notes(package: Path | BinaryIO) -> dict[str, SentNote]:
    """The notes in an ``.apkg`` (a file or its content) by guid, less the retired ones.

    Empty where the file is missing or broken.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            content = archive.read("collection.anki2")
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            rows = database.execute("select guid, mid, flds, tags from notes").fetchall()
            (models,) = database.execute("select models from col").fetchone()
    except (OSError, KeyError, zipfile.BadZipFile, sqlite3.DatabaseError):
        return {}
    names = {model: kind["name"] for model, kind in json.loads(models).items()}
    notes = {
        guid: SentNote(names[str(model)], tuple(fields.split(_SEPARATOR)), tuple(tags.split()))
        for guid, model, fields, tags in rows
    }
    return {guid: note for guid, note in notes.items() if RETIRED_TAG not in note.tags}


def sent_files(package: Path, names: Collection[str]) -> dict[str, bytes]:
    """Those of the files ``names`` that an ``.apkg`` holds, whole: their names prove that."""
    if not names:
        return {}
    found: dict[str, bytes] = {}
    broken = suppress(OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error)
    with broken, zipfile.ZipFile(package) as archive:
        for member, name in json.loads(archive.read("media")).items():
            if name in names and archive.getinfo(member).file_size <= TOO_LARGE:
                content = archive.read(member)
                if picture_name(content, name.rpartition(".")[2]) == name:
                    found[name] = content
    return found
