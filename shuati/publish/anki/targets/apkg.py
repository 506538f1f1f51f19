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
from shuati.config.strings import NoteKind
from shuati.publish.anki.note import APART, CardNote
from shuati.publish.anki.note_types import NoteType, key


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

    def __init__(self, note: CardNote, model: NoteType, modified: int) -> None:
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
    notes: Sequence[CardNote],
    times: Mapping[str, int],
    settings: Settings,
    overrides: Path | None = None,
    media: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of an ``.apkg`` with the deck that ``settings`` name and its sub-decks.

    ``times`` gives the time of change of each guid and of each note type (under its
    `notetypes.key`) in seconds since 1970; ``overrides`` is a folder of templates that win;
    ``media`` are files by name. Raises ValueError where a guid is missing or stands twice,
    or a tag holds a space: Anki would import such a note, and could never update it.
    """
    _check(notes)
    models = {kind: NoteType(kind, times[key(kind)], overrides) for kind in kinds_in(notes)}
    decks: dict[str, genanki.Deck] = {}
    for note in notes:
        name = "::".join(filter(None, (settings.deck, note.deck)))
        deck = decks.setdefault(name, genanki.Deck(deck_id(name), name))
        deck.add_note(_Note(note, models[note.kind], times[note.guid]))
    if not decks:
        decks[settings.deck] = genanki.Deck(deck_id(settings.deck), settings.deck)
    # A note type that no note has yet is there, so that the next import only updates it.
    next(iter(decks.values())).add_model(models[NoteKind.ANSWER])
    # Ids are times of creation, in milliseconds; Anki moves on where one is taken.
    latest = times[key(NoteKind.ANSWER)]
    ids = count(min((times[note.guid] for note in notes), default=latest) * 1000)
    database = sqlite3.connect(":memory:")
    genanki.Package(list(decks.values())).write_to_db(database.cursor(), latest, ids)
    database.commit()
    content = database.serialize()
    database.close()
    files = dict(sorted((media or {}).items()))
    names = json.dumps({str(at): name for at, name in enumerate(files)}).encode()
    numbered = {str(at): content for at, content in enumerate(files.values())}
    return _zip({"collection.anki2": content, "media": names, **numbered})


def kinds_in(notes: Sequence[CardNote]) -> list[NoteKind]:
    """The note types that a package of ``notes`` holds; 问答 is always one of them."""
    used = {note.kind for note in notes} | {NoteKind.ANSWER}
    return [kind for kind in NoteKind if kind in used]


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
            archive.writestr(entry, content)
    return buffer.getvalue()
