"""What Anki is to be sent: the notes that the entries give now, against what it was sent before.

A plan names an action for every note; a target carries it out. A package is one, which
holds all notes and leaves it to Anki to see by their times which of them it has; a running
Anki could be sent the changes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from shuati.config import strings
from shuati.config.strings import RETIRED_TAG
from shuati.ledger.note_state import stamp
from shuati.ledger.store import SentNote, Stamp
from shuati.publish.anki.note import Note, content_hash
from shuati.publish.anki.note_types import NOTE_TYPES, Field, NoteKind
from shuati.publish.render.escape_anki import escape, inert

_MARKED = [*Field].index(Field.MATERIAL)  # the field that is the same in both note types
_MARK = '<div class="note retired">'


class Action(Enum):
    """What is to be done with a note in Anki."""

    ADD = "add"  # Anki has none with its guid
    UPDATE = "update"  # its content has changed
    RETIRE = "retire"  # no entry gives it any more: it is tagged
    KEEP = "keep"  # nothing


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """``notes`` are all that the deck holds, in its order, the retired ones at the end.

    ``actions`` holds what is to be done with each note (by guid). ``stamps`` are those
    of every note (by guid) and of every note type (by its key).
    """

    notes: tuple[Note, ...]
    actions: Mapping[str, Action]
    stamps: Mapping[str, Stamp]

    def modified(self, key: str) -> int:
        """When (s) the content of a note (guid) or note type (key) last changed."""
        return self.stamps[key].modified

    @property
    def add(self) -> tuple[Note, ...]:
        """The notes that Anki does not have yet."""
        return self._with(Action.ADD)

    @property
    def update(self) -> tuple[Note, ...]:
        """The notes whose content has changed."""
        return self._with(Action.UPDATE)

    @property
    def retire(self) -> tuple[Note, ...]:
        """The notes that no entry gives any more since this build."""
        return self._with(Action.RETIRE)

    @property
    def unchanged(self) -> tuple[Note, ...]:
        """The notes that are in Anki as they are, those retired by earlier builds too."""
        return self._with(Action.KEEP)

    def _with(self, action: Action) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if self.actions[note.guid] is action)


def plan(
    wanted: Sequence[Note],
    retired: Sequence[tuple[str, SentNote]],
    known: Mapping[str, Stamp],
    note_types: Mapping[str, str],
    now: int,
    merged: Mapping[str, str] | None = None,
) -> SyncPlan:
    """The plan for the notes ``wanted``, of which ``known`` are the stamps of last time.

    ``retired`` are notes (by guid) that are sent on although no entry gives them;
    ``merged`` has the code of the entry that they are part of now, where there is one;
    ``note_types`` are the hashes of the note types in use, by key; ``now`` is in seconds.
    """
    last = wanted[-1].due if wanted else 0
    tagged = [
        _tagged(guid, note, last + at, (merged or {}).get(guid))
        for at, (guid, note) in enumerate(retired, 1)
    ]
    notes = (*wanted, *tagged)
    contents = {note.guid: note.content_hash for note in notes}
    # A stamp of an earlier version of the program is that of the same content.
    same = {
        note.guid: replace(known[note.guid], content=note.content_hash)
        for note in notes
        if note.earlier_hash and note.guid in known
        if known[note.guid].content == note.earlier_hash
    }
    known = {**known, **same}
    stamps = stamp(known, contents | dict(note_types), now)
    guids = {guid for guid, _ in retired}
    actions = {
        guid: _action(known.get(guid), stamps[guid], retired=guid in guids) for guid in contents
    }
    return SyncPlan(notes, actions, stamps)


def _action(before: Stamp | None, now: Stamp, *, retired: bool) -> Action:
    if before is None:
        return Action.ADD
    if before == now:
        return Action.KEEP
    return Action.RETIRE if retired else Action.UPDATE


def unmarked(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of a retired note without the mark that names another entry."""
    if len(fields) <= _MARKED or not fields[_MARKED].startswith(_MARK):
        return fields
    _, _, rest = fields[_MARKED].partition("</div>")
    return (*fields[:_MARKED], rest, *fields[_MARKED + 1 :])


def _tagged(guid: str, note: SentNote, due: int, into: str | None) -> Note:
    """A note as it was last sent, with the tag of retired ones.

    It names ``into``, the code of the entry that it is part of now.
    """
    kind = NoteKind(note.kind)
    size = len(NOTE_TYPES[kind].fields)
    values = (*note.fields, *[""] * size)[:size]
    if into and kind is not NoteKind.TERM:
        mark = f"{_MARK}{inert(escape(strings.merged_into(into)))}</div>"
        values = (*values[:_MARKED], mark + values[_MARKED], *values[_MARKED + 1 :])
    tags = tuple(dict.fromkeys((*note.tags, RETIRED_TAG)))
    return Note(guid, values, tags, due, content_hash(values, tags), kind)
