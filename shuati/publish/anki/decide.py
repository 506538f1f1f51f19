"""Which notes the entries give, which of last time are retired, and the ledger after that.

Everything that the ledger remembers of notes is decided here, whatever is made of them then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.config.settings import Settings
from shuati.ledger.note_state import kept_decks, merged_notes, remember_stamps, retire, stamps_of
from shuati.ledger.store import Ledger, SentNote, Stamp
from shuati.ledger.surroundings import Related
from shuati.model import Diagnostic, Document, Entry, Location, Picture, note
from shuati.publish.anki import note_types, sync
from shuati.publish.anki.media import shown_files, without_lost
from shuati.publish.anki.note import Note
from shuati.publish.anki.notes import deck_rule, left_out, wanted_notes
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
    diagnostics: tuple[Diagnostic, ...] = ()


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
    related: Mapping[str, Related] | None = None,
) -> DecidedNotes:
    """The notes of ``entries`` against those that were sent before.

    ``last`` are the notes of the last package, by guid; those that no entry gives any more
    are sent for a while longer, tagged. ``now`` is in seconds. ``pictures`` are those
    of the documents, by document and address; ``templates`` is a folder of templates that win;
    ``ready`` are notes that are there already (`shuati.publish.anki.notes.answer_note`), by
    guid; ``last_files`` are files of the last package that no document shows any more;
    ``related`` are the related entries that a note shows, by guid. Raises
    `BuildError` for a template that Anki could not show.
    """
    pictures = pictures or {}
    names = tuple((*place, picture.name) for place, picture in pictures.items())
    files = dict(last_files or {}) | {one.name: one.content for one in pictures.values()}
    known = stamps_of(ledger)
    # What the last package has of a later time than the ledger, which was restored since.
    ahead = {guid for guid, sent in last.items() if guid in known}
    ahead = {guid for guid in ahead if last[guid].modified > known[guid].modified}
    known |= {guid: Stamp("", last[guid].modified) for guid in ahead}
    wanted, ledger = wanted_notes(entries, settings, ledger, names, documents, ready, related)
    guids = {one.guid for one in wanted}
    gone = {
        guid: sent
        for guid, sent in last.items()
        if guid not in guids and (sent.retired is None or guid in ahead)
    }
    for guid in left_out(gone, entries, settings, ledger) if gone else ():
        del gone[guid]
    ledger = retire(ledger, gone, guids, now, settings.retired_days)
    kinds = {one.kind for one in wanted} | {
        note_types.NoteKind(sent.kind) for _, sent in ledger.retired_notes
    }
    hashes = {
        note_types.key(kind): note_types.content_hash(
            kind, templates, shuffled=settings.shuffle_options
        )
        for kind in note_types.in_use(kinds)
    }
    merged = merged_notes(ledger, note_types.BESIDE_ANSWER)
    retired = [(guid, without_lost(sent, files)) for guid, sent in ledger.retired_notes]
    plan = sync.plan(wanted, retired, known, hashes, now, merged)
    ledger = remember_stamps(ledger, plan.stamps)
    shown = sorted(set().union(*(shown_files(one.fields) for one in plan.notes)))
    media = {name: files[name] for name in shown}
    diagnostics = (*_kept(ledger, entries, settings), *_emptied(last, wanted))
    return DecidedNotes(plan, ledger, media, last, diagnostics)


def _kept(ledger: Ledger, entries: Sequence[Entry], settings: Settings) -> Iterator[Diagnostic]:
    """A note on the entries that stay in sub-decks which the settings do not name any more."""
    guids = {entry.guid for entry in entries}
    kept = kept_decks(ledger, guids, deck_rule(settings)) if settings.subdecks != "none" else {}
    if kept:
        names = sorted(kept, key=lambda name: -kept[name])
        shown = ", ".join(name or settings.deck for name in names[:5]) + ", …" * (len(names) > 5)
        yield note("decks-kept", Location("ledger.json"), count=sum(kept.values()), decks=shown)


def _emptied(last: Mapping[str, SentNote], wanted: Sequence[Note]) -> Iterator[Diagnostic]:
    """A note on the cards in Anki whose point, or gap, is in no note any more."""
    gone = [
        (one.fields[0], len(_gaps(last[one.guid].fields) - _gaps(one.fields)))
        for one in wanted
        if one.guid in last
    ]
    codes = [code for code, count in gone if count]
    if codes:
        shown = ", ".join(codes[:5]) + ", …" * (len(codes) > 5)
        count = sum(count for _, count in gone)
        yield note("cards-emptied", Location("ledger.json"), count=count, entries=shown)


def _gaps(fields: Sequence[str]) -> set[str]:
    """The numbers of Anki's gaps in the fields of a note; text of a source has none."""
    return {number for html in fields for number in re.findall(r"\{\{c(\d+)::", html)}
