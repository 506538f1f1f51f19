"""The notes of the last package."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from shuati.config.strings import RETIRED_TAG
from shuati.ledger.store import SentNote
from shuati.publish.anki.sync import unmarked

_SEPARATOR = "\x1f"


def sent_notes(package: Path | BinaryIO) -> dict[str, SentNote]:
    """The notes in an ``.apkg`` (a file or its content) by guid, with the times of their changes.

    Retired ones are as they were before. Empty where the file is missing or broken.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            content = archive.read("collection.anki2")
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            rows = database.execute("select guid, mid, flds, tags, mod from notes").fetchall()
            (models,) = database.execute("select models from col").fetchone()
    except (OSError, KeyError, zipfile.BadZipFile, sqlite3.DatabaseError):
        return {}
    names = {model: kind["name"] for model, kind in json.loads(models).items()}
    return {
        guid: _note(names[str(model)], fields.split(_SEPARATOR), tags.split(), modified)
        for guid, model, fields, tags, modified in rows
    }


def _note(kind: str, fields: list[str], tags: list[str], modified: int) -> SentNote:
    """A note of a package; of a retired one without its tag and mark."""
    own = tuple(tag for tag in tags if tag != RETIRED_TAG)
    retired = modified if RETIRED_TAG in tags else None
    values = tuple(fields)
    return SentNote(kind, values if retired is None else unmarked(values), own, retired, modified)
