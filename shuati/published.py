"""What the last output shows: the cards of its deck."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from shuati.ledger.store import Card

_SEPARATOR = "\x1f"


def cards(package: Path) -> dict[str, Card]:
    """The cards in an ``.apkg`` of this program by guid; none where it is missing or broken."""
    try:
        with zipfile.ZipFile(package) as archive:
            content = archive.read("collection.anki2")
    except (OSError, KeyError, zipfile.BadZipFile):
        return {}
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            rows = database.execute("select guid, flds, tags from notes").fetchall()
    except sqlite3.DatabaseError:
        return {}
    return {
        guid: Card(tuple(fields.split(_SEPARATOR)), tuple(tags.split()))
        for guid, fields, tags in rows
    }
