"""Notes as an ``.apkg``: the same notes and times, the same bytes.

A note carries the time at which its own content last changed. Anki takes a note with a
later time than its own, and leaves alone one with the same; so an import touches what
changed and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import genanki

from shuati.publish.anki.notes import CardNote
from shuati.publish.anki.notetypes import NoteType
from shuati.settings import Settings


class _Note(genanki.Note):  # type: ignore[misc]
    """A note that is written with its own time of change."""

    def __init__(self, note: CardNote, model: NoteType, modified: int) -> None:
        super().__init__(model, list(note.fields), tags=note.tags, guid=note.guid, due=note.due)
        self._modified = modified

    def write_to_db(
        self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]
    ) -> None:
        super().write_to_db(cursor, self._modified, deck_id, id_gen)


def package(
    notes: Sequence[CardNote],
    mods: Mapping[str, int],
    model_mod: int,
    settings: Settings,
    overrides: Path | None = None,
) -> bytes:
    """The bytes of an ``.apkg`` with one deck, named as ``settings`` say.

    ``mods`` gives the time of change of each guid, ``model_mod`` that of the note type,
    in seconds since 1970; ``overrides`` is a folder of templates that win. Raises
    ValueError where a guid is missing or stands twice, or a tag holds a space: Anki
    would import such a note, and could never update it.
    """
    _check(notes)
    model = NoteType(model_mod, overrides)
    deck = genanki.Deck(deck_id(settings.deck), settings.deck)
    deck.add_model(model)
    for note in notes:
        deck.add_note(_Note(note, model, mods[note.guid]))
    # Ids are times of creation, in milliseconds; Anki moves on where one is taken.
    ids = count(min((mods[note.guid] for note in notes), default=model_mod) * 1000)
    database = sqlite3.connect(":memory:")
    genanki.Package(deck).write_to_db(database.cursor(), model_mod, ids)
    database.commit()
    content = database.serialize()
    database.close()
    return _zip({"collection.anki2": content, "media": b"{}"})


def deck_id(name: str) -> int:
    """The id of the deck ``name``: the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big") + (1 << 31)


def _check(notes: Sequence[CardNote]) -> None:
    seen: set[str] = set()
    for note in notes:
        if not note.guid or note.guid in seen:
            raise ValueError(f"the guid {note.guid!r} of {note.fields[0]} is missing or taken")
        if any(not tag or tag.split() != [tag] for tag in note.tags):
            raise ValueError(f"a tag of {note.fields[0]} is empty or holds a space: {note.tags}")
        seen.add(note.guid)


def _zip(files: Mapping[str, bytes]) -> bytes:
    """A deflated zip whose bytes depend on ``files`` only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever this runs
            archive.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()
