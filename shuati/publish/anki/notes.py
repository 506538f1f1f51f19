"""Entries as notes of Anki."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from shuati.labels import Field
from shuati.model import Entry
from shuati.publish.anki.fields import fields, origin
from shuati.publish.html import Renderer
from shuati.settings import Settings


@dataclass(frozen=True, slots=True)
class CardNote:
    """A note: the HTML of its fields in the note type's order, and its place in the deck.

    ``content_hash`` covers the fields and tags, less the number and the lines of the
    source: a note that counts as changed loses the tags that the learner gave it, and
    an edit further up in a document must not do that to all that follow.
    """

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    due: int
    content_hash: str


def make_notes(entries: Sequence[Entry], settings: Settings) -> list[CardNote]:
    """One note for each entry (which has its code, guid and tags), in the same order."""
    renderer = Renderer()
    questions = {entry.code: entry.question for entry in entries}
    return [_note(entry, due, questions, renderer) for due, entry in enumerate(entries, 1)]


def _note(entry: Entry, due: int, questions: dict[str, str], renderer: Renderer) -> CardNote:
    shown = fields(entry, questions, renderer)
    origins = [origin(question, entry, renderer, place=False) for question in entry.variants]
    lasting = shown | {Field.SOURCE: "".join(origins)}
    content = json.dumps([list(lasting.values()), sorted(entry.tags)], ensure_ascii=False)
    return CardNote(
        guid=entry.guid,
        fields=tuple(shown[field] for field in Field),
        tags=entry.tags,
        due=due,
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
    )
