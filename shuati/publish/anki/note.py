"""A note, before it is packed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shuati.ledger.store import SentNote
from shuati.publish.anki.note_types import NoteKind

# So many places in the order of new cards lie between two cards of one entry.
APART = 25


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the HTML of its fields in its note type's order, and its place in the deck.

    ``due`` is the place of its first card among the new ones, those of its other cards
    follow `APART` from each other. ``deck`` is the sub-deck, '' for none.

    ``content_hash`` covers the fields and tags, less the number, the lines and the headings
    of the source: a note that counts as changed loses the tags that the learner gave it, and
    an edit further up in a document must not do that to all that follow. ``earlier_hash`` is
    what earlier versions of the program had in its place, '' where that is the same.
    """

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    due: int
    content_hash: str
    kind: NoteKind = NoteKind.ANSWER
    deck: str = ""
    earlier_hash: str = ""


def as_sent(note: Note) -> SentNote:
    """What the ledger remembers of ``note`` once it was sent."""
    return SentNote(note.kind.value, note.fields, note.tags)


def content_hash(fields: Iterable[str], tags: Sequence[str]) -> str:
    """A hash of what a note shows."""
    content = json.dumps([list(fields), sorted(tags)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
