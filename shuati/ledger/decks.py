"""The sub-decks of entries. Anki never moves a card that it has, so neither does a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shuati.ledger.store import Ledger


def remember_decks(ledger: Ledger, chapters: Mapping[str, str]) -> tuple[Ledger, dict[str, str]]:
    """The sub-deck of every guid ('' for none), and the ledger that remembers it.

    ``chapters`` gives each guid the chapter that it has now. An entry keeps the deck that
    it went to, and a new one follows the eldest of its chapter, so that a chapter that is
    renamed later keeps its deck. What was published before there were sub-decks stays out.
    """
    decks: dict[str, str] = {}
    of_chapter: dict[str, str] = {}
    for record in ledger.records:
        kept = record.deck
        if kept is None and record.stamp is not None:
            kept = ""
        if record.guid in chapters and kept is not None:
            decks[record.guid] = kept
            if kept:
                of_chapter.setdefault(chapters[record.guid], kept)
    for guid, chapter in chapters.items():
        decks.setdefault(guid, of_chapter.get(chapter, chapter))
    records = (
        replace(record, deck=decks[record.guid]) if record.guid in decks else record
        for record in ledger.records
    )
    return replace(ledger, records=tuple(records)), decks
