"""Which notes in Anki a build touches, each named beside the change that is its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shuati.ledger import Identified
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import SentNote
from shuati.pipeline.changes import Change, ChangeKind
from shuati.publish.anki.field_text import field_text
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import BESIDE_ANSWER
from shuati.publish.anki.sync import Action, SyncPlan
from shuati.text.diff import DiffKind, DiffPart, difference
from shuati.text.markdown import plain

_DONE = {Action.ADD: "new", Action.UPDATE: "changed", Action.RETIRE: "gone"}


def with_notes(
    changes: Sequence[Change],
    plan: SyncPlan,
    identified: Identified,
    before: Mapping[str, SentNote],
) -> tuple[Change, ...]:
    """``changes`` with the notes that Anki would take for each, and one for every other note.

    ``before`` are the notes of the last deck, by guid.
    """
    touched: dict[str, list[Note]] = defaultdict(list)
    codes = _codes(identified)
    for note in plan.notes:
        if plan.actions[note.guid] in _DONE:
            touched[codes.get(note.guid, "")].append(note)
    named: list[Change] = []
    for change in changes:
        own = touched.pop(change.code, [])
        named.append(replace(change, notes=tuple(_name(note, plan) for note in own)))
    entries = {entry.code: entry for entry in identified.entries}
    for code, notes in touched.items():
        for note in notes:
            entry = entries.get(code)
            change = Change(
                ChangeKind.NOTE,
                code or "-",
                plain(entry.question) if entry else field_text(note.fields[0]),
                words=tuple(_words(before.get(note.guid), note)),
                notes=(_name(note, plan),),
            )
            if entry:
                shown = entry.variants[0]
                change = replace(change, path=shown.path, line=shown.span.first)
            named.append(change)
    return tuple(named)


def _codes(identified: Identified) -> dict[str, str]:
    """The codes of all notes that belong to one entry, by guid."""
    found = {}
    for record in identified.ledger.records:
        found[record.guid] = record.code
        found |= {first_guid(record.guid, kind): record.code for kind in BESIDE_ANSWER}
    return found


def _name(note: Note, plan: SyncPlan) -> str:
    return f"{note.kind.value} {_DONE[plan.actions[note.guid]]}"


def _words(old: SentNote | None, note: Note) -> Iterator[DiffPart]:
    """What differs in the fields and tags of a note, as far as the last deck holds it."""
    if old is not None:
        found = difference(_text(old.fields, old.tags), _text(note.fields, note.tags))
        if any(part.kind is not DiffKind.EQUAL for part in found):
            yield from found


def _text(fields: Sequence[str], tags: Sequence[str]) -> str:
    return "\n".join((*filter(None, map(field_text, fields)), " ".join(sorted(tags))))
