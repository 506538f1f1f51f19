"""Entries as notes of Anki: all of them, of every note type that is asked for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from shuati.config import strings
from shuati.config.settings import Settings, types_of
from shuati.ledger import surroundings
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.list_numbers import number_points
from shuati.ledger.note_state import assign_decks, merged_into
from shuati.ledger.store import Ledger, SentNote
from shuati.model import Document, Entry, Form, Kind, PictureNames
from shuati.model.closed_forms import fills_of, form_of, right_options
from shuati.publish.anki.asked_lists import expected_points, point_texts
from shuati.publish.anki.cues import points_left_out
from shuati.publish.anki.fields import (
    PlacedRelated,
    fields,
    lasting_origins,
    lasting_related,
    renderers_of,
)
from shuati.publish.anki.form_notes import form_note, gap_texts, unambiguous
from shuati.publish.anki.heading_above import headings_above, with_heading
from shuati.publish.anki.list_note import list_note
from shuati.publish.anki.note import APART, Note, content_hash
from shuati.publish.anki.note_types import BESIDE_ANSWER, FORM_KINDS, Field, NoteKind
from shuati.tag.tree import chapter_of, fits
from shuati.text.markdown import plain


def wanted_notes(
    entries: Sequence[Entry],
    settings: Settings,
    ledger: Ledger,
    pictures: PictureNames = (),
    documents: Sequence[Document] = (),
    ready: Mapping[str, Note] | None = None,
    related: Mapping[str, surroundings.Related] | None = None,
) -> tuple[list[Note], Ledger]:
    """The notes of every type that ``settings`` ask for, and what the ledger remembers then.

    ``pictures`` are those that they may show; the titles of ``documents`` name sub-decks, and
    are on cards (`headings_above`). ``ready`` are notes that are there already
    (`answer_note`), by guid; ``related`` are the related entries that a note shows, by guid.
    """
    renderers = renderers_of(pictures)
    kinds = {entry.guid: kinds_of(entry, settings) for entry in entries}
    chapters = chapters_of(entries, settings, documents)
    rule = deck_rule(settings)
    ledger, decks = assign_decks(ledger, chapters, rule) if chapters else (ledger, {})
    answers = [entry for entry in entries if NoteKind.ANSWER in kinds[entry.guid]]
    lists = [entry for entry in entries if NoteKind.LIST in kinds[entry.guid]]
    points = {entry.guid: point_texts(entry) for entry in lists}
    points |= {
        entry.guid: gap_texts(entry) for entry in entries if NoteKind.BLANK in kinds[entry.guid]
    }
    left_out: dict[str, frozenset[int]] = {}
    if settings.cloze_deletion == "statement":
        left_out = {entry.guid: points_left_out(entry) for entry in lists}
    ledger, numbers = number_points(ledger, points, left_out)
    places = places_in_decks(entries, decks)
    headings = headings_above(entries, documents)
    merged = merged_into(ledger)

    def placed(note: Note, guid: str, later: int = 0) -> Note:
        """``note`` of the entry ``guid`` at its place in its sub-deck, with its heading."""
        own = replace(note, deck=decks.get(guid, ""), due=places[guid] + later)
        return with_heading(own, headings.get(guid, ""))

    made = make_notes(answers, pictures, entries, ready, related, merged)
    notes = [placed(note, note.guid) for note in made]
    listed = (
        (entry.guid, list_note(entry, numbers.get(entry.guid, ()), renderers, settings))
        for entry in lists
    )
    notes += [placed(note, guid, later=APART) for guid, note in listed if note]
    forms = _form_notes(entries, kinds, numbers, settings, pictures, related, merged)
    notes += [placed(note, guid) for guid, note in forms]
    explained = [
        entry
        for entry in entries
        if NoteKind.TERM in kinds[entry.guid] and NoteKind.WORD not in kinds[entry.guid]
    ]
    if explained:
        from shuati.publish.anki.term_notes import term_notes

        order = {entry.guid: place for place, entry in enumerate(entries, 1)}
        terms = term_notes(explained, order, _bank(ledger), renderers)
        own_deck = NoteKind.TERM.value if chapters else ""
        notes += [replace(note, deck=own_deck) for note in terms]
    return notes, ledger


def places_in_decks(entries: Sequence[Entry], decks: Mapping[str, str]) -> dict[str, int]:
    """The place (from 1) of every entry (by guid) among those of its sub-deck.

    Anki takes new cards deck by deck: by these places cards of one entry come `APART` within
    their own deck, and as far from each other as a smaller one lets them.
    """
    sizes: Counter[str] = Counter()
    places: dict[str, int] = {}
    for entry in entries:
        deck = decks.get(entry.guid, "")
        sizes[deck] += 1
        places[entry.guid] = sizes[deck]
    return places


def _form_notes(
    entries: Sequence[Entry],
    kinds: Mapping[str, frozenset[NoteKind]],
    numbers: Mapping[str, Sequence[int]],
    settings: Settings,
    pictures: PictureNames,
    related: Mapping[str, surroundings.Related] | None,
    merged: Mapping[str, str],
) -> Iterator[tuple[str, Note]]:
    """The notes in place of 问答 (see `kinds_of`), each with the guid of its entry."""
    chosen = [entry for entry in entries if kinds[entry.guid].intersection(FORM_KINDS)]
    made: dict[str, Note] = {}
    for call in answer_note_arguments(chosen, pictures, entries, related, merged):
        guid = call[0].guid
        (kind,) = kinds[guid].intersection(FORM_KINDS)
        own, both = numbers.get(guid, ()), settings.words_both_ways
        made[guid] = form_note(kind, *call, own, both)
    words = {guid: note for guid, note in made.items() if note.kind is NoteKind.WORD}
    made |= zip(words, unambiguous(tuple(words.values())), strict=True)
    yield from made.items()


def left_out(
    sent: Mapping[str, SentNote], entries: Sequence[Entry], settings: Settings, ledger: Ledger
) -> frozenset[str]:
    """Those of the notes ``sent`` (by guid) whose entry stays and whose type is left out now.

    They are the learner's, who has them in Anki: neither sent nor retired. So is the note 问答
    of an entry that has a note of its form now. A note 要点 of one with options is retired: what
    it asks for are these.
    """
    guids: set[str] = set()
    for entry in entries:
        asked_for = _asked_for(entry, settings)
        guids |= {entry.guid} if NoteKind.ANSWER not in kinds_of(entry, settings) else set()
        guids |= {first_guid(entry.guid, kind) for kind in BESIDE_ANSWER if kind not in asked_for}
    if any(note.kind == NoteKind.TERM for note in sent.values()):
        from shuati.publish.anki.term_notes import term_guids

        others = [e for e in entries if NoteKind.TERM not in kinds_of(e, settings)]
        guids |= term_guids(others, _bank(ledger))
    return frozenset(guids & sent.keys())


def _bank(ledger: Ledger) -> str:
    """What distinguishes the terms of this bank from those of other banks in a collection."""
    return ledger.records[0].guid if ledger.records else ""


def kinds_of(entry: Entry, settings: Settings) -> frozenset[NoteKind]:
    """The note types of ``entry``, of those that the settings ask for.

    A question with a form has the note of its form in place of 问答 and 要点, where it is
    complete: a choice whose right option, or a gap whose fill, the source does not give has
    none.
    """
    kinds = _asked_for(entry, settings)
    form = form_of(entry)
    if right_options(entry):
        own = NoteKind.CHOICE
    elif fills_of(entry):
        own = NoteKind.BLANK
    elif form is Form.TERM and any(part.kind is Kind.ANSWER for part in entry.parts):
        own = NoteKind.WORD
    else:
        return kinds - {*FORM_KINDS}
    if own in kinds:
        return frozenset({own}) | (kinds & {NoteKind.TERM})
    return kinds - {*FORM_KINDS}


def _asked_for(entry: Entry, settings: Settings) -> frozenset[NoteKind]:
    """Those of the last rule of ``notes_for`` that fits, else of ``notes``.

    None for a question without an answer, unless the settings ask for such cards.
    """
    if not entry.is_studied(settings.unanswered):
        return frozenset()
    kinds: Collection[str] = settings.notes
    for rule in settings.notes_for:
        what, given = types_of(rule)
        if fits(entry, what):
            kinds = given
    return frozenset(kind for kind in NoteKind if kind.value in kinds)


def chapters_of(
    entries: Sequence[Entry], settings: Settings, documents: Sequence[Document]
) -> dict[str, str]:
    """The chapter of every entry (by guid) as the name of a sub-deck; none without sub-decks."""
    if settings.subdecks == "none":
        return {}
    if settings.subdecks == "tag":
        return {entry.guid: chapter_of(entry) for entry in entries}
    titles = {document.path: document.title for document in documents}
    paths = {entry.guid: entry.variants[0].path for entry in entries}
    return {
        guid: _deck_name(titles.get(path, "")) or _deck_name(path) or strings.UNTAGGED
        for guid, path in paths.items()
    }


def deck_rule(settings: Settings) -> str:
    """A hash of the settings by which entries get their sub-decks."""
    rules = (settings.tags, settings.fields) if settings.subdecks == "tag" else ()
    return hashlib.sha256(repr((settings.subdecks, rules)).encode()).hexdigest()[:8]


def _deck_name(text: str) -> str:
    """``text`` (inline Markdown) as one level of a deck's name."""
    return re.sub(r"[\s\"]+|:{2,}", " ", plain(text)).strip(" :")


def make_notes(
    entries: Sequence[Entry],
    pictures: PictureNames = (),
    bank: Sequence[Entry] = (),
    ready: Mapping[str, Note] | None = None,
    related: Mapping[str, surroundings.Related] | None = None,
    merged: Mapping[str, str] | None = None,
) -> list[Note]:
    """A note 问答 for each entry (which has its code, guid and tags), in the same order.

    ``bank`` are all entries, if there are more: a note shows the questions of those that it
    refers to.
    """
    notes = []
    calls = answer_note_arguments(entries, pictures, bank, related, merged)
    for place, call in enumerate(calls, 1):
        note = (ready or {}).get(call[0].guid) or answer_note(*call)
        notes.append(replace(note, due=place))
    return notes


def answer_note_arguments(
    entries: Sequence[Entry],
    pictures: PictureNames = (),
    bank: Sequence[Entry] = (),
    sent: Mapping[str, surroundings.Related] | None = None,
    merged: Mapping[str, str] | None = None,
) -> list[tuple[Entry, PlacedRelated, PictureNames, surroundings.Related]]:
    """The arguments of `answer_note` for each entry; ``bank`` are all entries, if there are more.

    ``sent`` are the related entries that a note names, by guid, else those of today;
    ``merged`` are codes of old with those that they are part of now: a note names no entry
    that is not there any more. Each gets the pictures of those documents alone whose text it
    shows.
    """
    known = {entry.code: entry for entry in bank or entries}
    of_document: dict[str, list[tuple[str, str, str]]] = {}
    for one in pictures:
        of_document.setdefault(one[0], []).append(one)
    calls = []
    for entry in entries:
        today = tuple((code, known[code].question) for code in entry.related if code in known)
        named = (sent or {}).get(entry.guid, today)
        related = tuple(_there(named, entry, known, merged or {}))
        documents = [*(one.path for one in entry.variants), *(path for _, _, path in related)]
        own = (of_document.get(document, ()) for document in dict.fromkeys(documents))
        calls.append((entry, related, tuple(chain.from_iterable(own)), named))
    return calls


def _there(
    named: surroundings.Related, entry: Entry, known: Mapping[str, Entry], merged: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Those of the related entries ``named`` that are there, or what they are part of now."""
    seen = {entry.code}
    for code, question in named:
        now = code if code in known else merged.get(code, "")
        if now in known and now not in seen:
            seen.add(now)
            text = question if now == code else known[now].question
            yield now, text, known[now].variants[0].path


def answer_note(
    entry: Entry, related: PlacedRelated, pictures: PictureNames, named: surroundings.Related = ()
) -> Note:
    """The note 问答 of ``entry``, which shows ``pictures`` and names the ``related`` entries.

    ``named`` are those that it named when it was last sent: that one of them is gone, or is
    part of another, is no reason to send it again. Nor is how many points are expected: that
    follows from the answer.
    """
    renderers = renderers_of(pictures)
    shown = fields(entry, related, renderers)
    origins, with_headings = lasting_origins(entry, renderers)
    count = expected_points(entry)
    expected = {Field.COUNT: strings.expected(count) if count else ""}
    own = {Field.SOURCE: origins, Field.RELATED: lasting_related(named)}
    lasting = content_hash((shown | own).values(), entry.tags)
    earlier = content_hash((shown | {Field.SOURCE: with_headings}).values(), entry.tags)
    return Note(
        guid=entry.guid,
        fields=tuple((shown | expected)[field] for field in Field),
        tags=entry.tags,
        due=0,
        content_hash=lasting,
        earlier_hash=earlier,
    )
