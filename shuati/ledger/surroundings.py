"""What a card shows that depends on other entries: it stays until its own entry changes.

Anki replaces the tags of a note that counts as changed, those of the learner too. So a note
must not change because other questions were added, edited or deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shuati.ledger.store import Ledger, Record, Surroundings
from shuati.model import Entry

Related = tuple[tuple[str, str], ...]
"""Codes of entries, each with its question (inline Markdown)."""


def keep_surroundings(
    ledger: Ledger, entries: Sequence[Entry], local: Sequence[Sequence[str]], settings: str
) -> tuple[tuple[Entry, ...], Ledger]:
    """``entries`` with the tags that were sent last, and the ledger that remembers all.

    ``local`` are the tags that each entry has by itself, ``settings`` names what the other
    tags depend on. An entry whose questions, answers and local tags are those of last time
    keeps its tags and related entries; any other has those of this build.
    """
    records = {record.code: record for record in ledger.records}
    questions = {entry.code: entry.question for entry in entries}
    found = []
    for entry, tags in zip(entries, local, strict=True):
        record = records[entry.code]
        own = _own(record, tags, settings)
        around = record.surroundings
        if around is None or around.own != own:
            related = tuple((code, questions[code]) for code in entry.related if code in questions)
            around = Surroundings(own, entry.tags, related)
        records[entry.code] = replace(record, surroundings=around)
        found.append(replace(entry, tags=around.tags))
    return tuple(found), replace(ledger, records=tuple(records.values()))


def related_of(ledger: Ledger) -> dict[str, Related]:
    """The related entries that the card of every guid shows."""
    return {r.guid: r.surroundings.related for r in ledger.records if r.surroundings}


def with_related(entries: Iterable[Entry], related: Mapping[str, Related]) -> tuple[Entry, ...]:
    """``entries`` with the related entries that their cards show."""
    return tuple(
        replace(entry, related=tuple(code for code, _ in related[entry.guid]))
        if entry.guid in related
        else entry
        for entry in entries
    )


def _own(record: Record, tags: Sequence[str], settings: str) -> str:
    asked = sorted((one.asked, one.answer) for one in record.fingerprints)
    content = json.dumps([asked, sorted(tags), settings], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
