"""Notes as an ``.apkg``: the same notes and times, the same bytes.

A note carries the time at which its own content last changed. Anki takes a note with a
later time than its own, and leaves alone one with the same; so an import touches what
changed and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import genanki

from shuati.config.settings import Settings
from shuati.publish.anki.note import APART, Note
from shuati.publish.anki.note_types import NoteKind, NoteType, in_use, key
from shuati.publish.anki.sync import SyncPlan


class _Card(genanki.Card):  # type: ignore[misc]
    """A card with its own place among the new ones."""

    def __init__(self, ord: int, due: int) -> None:
        super().__init__(ord)
        self._due = due

    def write_to_db(
        self,
        cursor: Any,
        timestamp: float,
        deck_id: int,
        note_id: int,
        id_gen: Iterator[int],
        due: int = 0,
    ) -> None:
        super().write_to_db(cursor, timestamp, deck_id, note_id, id_gen, self._due)


class _Note(genanki.Note):  # type: ignore[misc]
    """A note that is written with its own time of change."""

    def __init__(self, note: Note, model: NoteType, modified: int) -> None:
        super().__init__(model, list(note.fields), tags=note.tags, guid=note.guid, due=note.due)
        self._modified = modified

    @property
    def cards(self) -> list[_Card]:
        """Its cards, `APART` from each other, so that siblings do not come at once."""
        places = sorted(card.ord for card in super().cards)
        return [_Card(ord, self.due + at * APART) for at, ord in enumerate(places)]

    def write_to_db(
        self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]
    ) -> None:
        super().write_to_db(cursor, self._modified, deck_id, id_gen)


def package(
    plan: SyncPlan,
    settings: Settings,
    overrides: Path | None = None,
    media: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of an ``.apkg`` with the deck that ``settings`` name and its sub-decks.

    It holds all notes of ``plan``; Anki sees by their times what to do. ``overrides`` is a
    folder of templates that win; ``media`` are files by name. Raises ValueError where a
    guid is missing or there twice, or a tag holds a space: Anki would import such a note,
    and could never update it.
    """
    notes = plan.notes
    _check(notes)
    models = {
        kind: NoteType(kind, plan.modified(key(kind)), overrides, shuffled=settings.shuffle_options)
        for kind in in_use({note.kind for note in notes})
    }
    decks: dict[str, genanki.Deck] = {}
    for note in notes:
        name = "::".join(filter(None, (settings.deck, note.deck)))
        deck = decks.setdefault(name, genanki.Deck(deck_id(name), name))
        deck.add_note(_Note(note, models[note.kind], plan.modified(note.guid)))
    if not decks:
        decks[settings.deck] = genanki.Deck(deck_id(settings.deck), settings.deck)
    # A note type that no note has yet is there, so that the next import only updates it.
    next(iter(decks.values())).add_model(models[NoteKind.ANSWER])
    # Ids are times of creation, in milliseconds; Anki moves on where one is taken.
    latest = plan.modified(key(NoteKind.ANSWER))
    ids = count(min((plan.modified(note.guid) for note in notes), default=latest) * 1000)
    database = sqlite3.connect(":memory:")
    genanki.Package(list(decks.values())).write_to_db(database.cursor(), latest, ids)
    database.commit()
    content = database.serialize()
    database.close()
    files = dict(sorted((media or {}).items()))
    names = json.dumps({str(at): name for at, name in enumerate(files)}).encode()
    numbered = {str(at): content for at, content in enumerate(files.values())}
    return _zip({"collection.anki2": content, "media": names, **numbered})


def deck_id(name: str) -> int:
    """The id of the deck ``name``: the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big") + (1 << 31)


def _check(notes: Sequence[Note]) -> None:
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
            archive.writestr(entry, content)
    return buffer.getvalue()
