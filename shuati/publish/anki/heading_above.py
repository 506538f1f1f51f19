"""The heading above a question, on its cards: 慢性阻塞性肺疾病, where the question is 临床表现.

A card is alone: what the place in its document says of a question has to be on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from shuati.match.parse_question import parse_question
from shuati.match.vocabulary import intent_lexicon, synonyms_of
from shuati.model import Document, Entry
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import NOTE_TYPES, Field, ListField, NoteKind
from shuati.publish.render.escape_anki import escape, inert
from shuati.tag.heading_topics import thing_named, titles_of
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain
from shuati.text.segmenter import Segmenter

_SHORT = 12  # letters; a longer question is not parsed, it has a subject
_FIELDS = {NoteKind.ANSWER: Field.HEADING, NoteKind.LIST: ListField.HEADING}


def headings_above(entries: Sequence[Entry], documents: Sequence[Document]) -> dict[str, str]:
    """What the heading above each entry names, by guid; only what its question does not name.

    That is plain text, of the nearest heading above the representative that names something.
    Where none does, and the question has no subject (原理), it is of the title or the file's name.
    """
    titles = {document.path: document.title for document in documents}
    found = {entry.guid: _name_above(entry, titles) for entry in entries}
    return {guid: name for guid, name in found.items() if name}


def _name_above(entry: Entry, titles: Mapping[str, str]) -> str:
    first, question = entry.variants[0], plain(entry.question)
    name = _first_name(reversed(first.heading_path))
    if not name:
        title = _first_name(titles_of(first.path, plain(titles.get(first.path, ""))))
        name = title if title and not _has_subject(question) else ""
    return name if fold_letters(name) not in fold_letters(question) else ""


def _first_name(headings: Iterable[str]) -> str:
    return next(filter(None, map(thing_named, headings)), "")


def _has_subject(question: str) -> bool:
    if len(fold_letters(question)) > _SHORT:
        return True
    lexicon = intent_lexicon()
    found = parse_question(question, lexicon, synonyms_of(), _segmenter()).subjects
    return not lexicon.placeholders.issuperset(found)


@cache
def _segmenter() -> Segmenter:
    return Segmenter(())


def with_heading(note: Note, heading: str) -> Note:
    """``note`` with ``heading`` on its cards, where its note type has a field for that.

    No reason to send it again: a heading belongs to other questions too.
    """
    if not heading or note.kind not in _FIELDS:
        return note
    place = list(NOTE_TYPES[note.kind].fields).index(_FIELDS[note.kind])
    shown = inert(escape(heading))
    return replace(note, fields=(*note.fields[:place], shown, *note.fields[place + 1 :]))
