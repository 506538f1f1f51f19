"""Which notes the entries give, which of last time are retired, and the ledger after that.

Everything that the ledger remembers of notes is decided here, whatever is made of them then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.config.settings import Settings
from shuati.ledger.note_state import remember_stamps, retire, stamps_of
from shuati.ledger.store import Ledger, SentNote
from shuati.model import Document, Entry, Picture
from shuati.publish.anki import note_types, sync
from shuati.publish.anki.media import shown_files, without_lost
from shuati.publish.anki.note import Note
from shuati.publish.anki.notes import left_out, wanted_notes
from shuati.publish.anki.sync import SyncPlan


@dataclass(frozen=True, slots=True)
class DecidedNotes:
    """What Anki is to be sent, and the ledger that remembers it.

    ``media`` are the files that the notes show, by name; ``last`` the notes sent before.
    """

    plan: SyncPlan
    ledger: Ledger
    media: Mapping[str, bytes]
    last: Mapping[str, SentNote]


def decide_notes(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    ledger: Ledger,
    last: Mapping[str, SentNote],
    now: int,
    pictures: Mapping[tuple[str, str], Picture] | None = None,
    templates: Path | None = None,
    ready: Mapping[str, Note] | None = None,
    last_files: Mapping[str, bytes] | None = None,
) -> DecidedNotes:
    """The notes of ``entries`` against those that were sent before.

    ``last`` are the notes of the last package, by guid; those that no entry gives any more
    are sent for a while longer, tagged. ``now`` is in seconds. ``pictures`` are those
    of the documents, by document and address; ``templates`` is a folder of templates that win;
    ``ready`` are notes that are there already (`shuati.publish.anki.notes.answer_note`), by
    guid; ``last_files`` are files of the last package that no document shows any more. Raises
    `BuildError` for a template that Anki could not show.
    """
    pictures = pictures or {}
    names = tuple((*place, picture.name) for place, picture in pictures.items())
    files = dict(last_files or {}) | {one.name: one.content for one in pictures.values()}
    known = stamps_of(ledger)
    wanted, ledger = wanted_notes(entries, settings, ledger, names, documents, ready)
    guids = {note.guid for note in wanted}
    gone = {guid: note for guid, note in last.items() if guid not in guids}
    for guid in left_out(gone, entries, settings, ledger) if gone else ():
        del gone[guid]
    ledger = retire(ledger, gone, guids, now, settings.retired_days)
    kinds = {note.kind for note in wanted} | {
        note_types.NoteKind(note.kind) for _, note in ledger.retired_notes
    }
    hashes = {
        note_types.key(kind): note_types.content_hash(kind, templates)
        for kind in note_types.in_use(kinds)
    }
    retired = [(guid, without_lost(note, files)) for guid, note in ledger.retired_notes]
    plan = sync.plan(wanted, retired, known, hashes, now)
    shown = sorted(set().union(*(shown_files(note.fields) for note in plan.notes)))
    media = {name: files[name] for name in shown}
    return DecidedNotes(plan, remember_stamps(ledger, plan.stamps), media, last)
