"""Entries as notes of Anki."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from shuati.cache import Remember, forgetful, key_of
from shuati.labels import RETIRED_TAG, Field
from shuati.ledger.store import Ledger
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


def make_notes(
    entries: Sequence[Entry], settings: Settings, remember: Remember = forgetful
) -> list[CardNote]:
    """One note for each entry (which has its code, guid and tags), in the same order."""
    renderer = Renderer()
    questions = {entry.code: entry.question for entry in entries}
    return [
        replace(
            remember("note", _key(entry, questions), partial(_note, entry, 0, questions, renderer)),
            due=due,
        )
        for due, entry in enumerate(entries, 1)
    ]


def _key(entry: Entry, questions: dict[str, str]) -> str:
    """All that a note is made of."""
    return key_of((entry, [questions.get(code) for code in entry.related]))


def retired_notes(ledger: Ledger, due: int) -> list[CardNote]:
    """What is sent again of entries that are gone: their last cards, tagged as deleted."""
    found = []
    for record in ledger.retired:
        if record.card:
            shown = dict(zip(Field, record.card.fields, strict=False))
            tags = tuple(dict.fromkeys((*record.card.tags, RETIRED_TAG)))
            content = json.dumps([list(shown.values()), tags], ensure_ascii=False)
            digest = hashlib.sha256(content.encode()).hexdigest()
            values = tuple(shown.get(field, "") for field in Field)
            due += 1
            found.append(CardNote(record.guid, values, tags, due, digest))
    return found


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
