"""选择, 填空 and 单词: the notes of questions that have a form, in place of 问答."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shuati.config import strings
from shuati.ledger import surroundings
from shuati.ledger.fingerprint import first_guid
from shuati.model import Entry, Kind, Paragraph, PictureNames
from shuati.model.closed_forms import beside_answer, fills_of, form_of, parts_at_gaps
from shuati.publish.anki.fields import (
    PlacedRelated,
    fields,
    lasting_origins,
    lasting_related,
    parts_html,
    renderers_of,
    shared_material,
)
from shuati.publish.anki.note import Note, content_hash
from shuati.publish.anki.note_types import (
    GAP,
    NOTE_TYPES,
    BlankField,
    ChoiceField,
    Field,
    NoteKind,
    WordField,
)
from shuati.publish.anki.option_html import options_html, right_html, right_letters
from shuati.publish.render.html import Renderer
from shuati.text.fold import fold, fold_letters
from shuati.text.markdown import plain

_BESIDE = 12  # characters on both sides of a gap by which the ledger finds it again
_ESCAPED = str.maketrans({"{": "&#123;", "}": "&#125;"})


def form_note(
    kind: NoteKind,
    entry: Entry,
    related: PlacedRelated,
    pictures: PictureNames,
    named: surroundings.Related = (),
    numbers: Sequence[int] = (),
    asked: bool = True,
) -> Note:
    """The note of ``kind`` of ``entry``; see `shuati.publish.anki.notes.answer_note`.

    ``numbers`` are those of the gaps of a note 填空; with ``asked`` a word is asked for by its
    meaning too.
    """
    renderers = renderers_of(pictures)
    own = renderers(entry.variants[0].path)
    rest = replace(entry, parts=beside_answer(entry))
    common: dict[str, str] = {
        field.value: html for field, html in fields(rest, related, renderers).items()
    }
    common |= {
        Field.MATERIAL: shared_material(entry, renderers),
        Field.EXPLANATION: parts_html(entry, (Kind.EXPLANATION,), renderers),
    }
    special: dict[str, str] = {}
    if kind is NoteKind.CHOICE:
        special = {
            ChoiceField.FORM: strings.FORM_NAMES[form_of(entry)],
            ChoiceField.OPTIONS: options_html(entry, own),
            ChoiceField.RIGHT: right_letters(entry),
            ChoiceField.ANSWER: "\n".join(filter(None, (right_html(entry, own), common["答案"]))),
        }
    elif kind is NoteKind.BLANK:
        special = {
            BlankField.SENTENCE: _sentence(entry, numbers, own),
            BlankField.ANSWER: common["答案"],
        }
    else:
        special = {
            WordField.WORD: common["题目"],
            WordField.MEANING: common["答案"],
            WordField.ASKED: asked_meaning(entry, own) if asked else "",
        }
    shown = {field: (common | special).get(field.value, "") for field in NOTE_TYPES[kind].fields}
    origins, _ = lasting_origins(entry, renderers)
    lasting = {"来源": origins, "相关": lasting_related(named)}
    return Note(
        guid=form_guid(entry, kind),
        fields=tuple(shown.values()),
        tags=entry.tags,
        due=0,
        content_hash=content_hash(
            (lasting.get(field.value, html) for field, html in shown.items()), entry.tags
        ),
        kind=kind,
    )


def form_guid(entry: Entry, kind: NoteKind) -> str:
    """The guid that the note of ``kind`` of ``entry`` has, or would have."""
    return first_guid(entry.guid, kind)


# ── gaps ─────────────────────────────────────────────────────────────────────


def gap_texts(entry: Entry) -> tuple[str, ...]:
    """Every gap of ``entry`` as "fill：what is beside it", by which the ledger finds it again.

    Gaps with one fill are one: a card that asks for one of them must not show the other.
    """
    parts = [plain(part) for part in parts_at_gaps(entry.question)]
    found: dict[str, str] = {}
    for at, fill in enumerate(fills_of(entry)):
        beside = f"{parts[at][-_BESIDE:]}_{parts[at + 1][:_BESIDE]}"
        found.setdefault(_fill_key(fill), f"{plain(fill)}：{beside}")
    return tuple(found.values())


def _fill_key(fill: str) -> str:
    return fold_letters(plain(fill)) or plain(fill)


def _sentence(entry: Entry, numbers: Sequence[int], renderer: Renderer) -> str:
    """The sentence with its gaps as Anki's; ``numbers`` are those of `gap_texts`."""
    fills = fills_of(entry)
    keys = list(dict.fromkeys(map(_fill_key, fills)))
    html = renderer.inline(entry.question)
    gaps = iter(fills)

    def gap(_: re.Match[str]) -> str:
        fill = next(gaps, "")
        number = numbers[keys.index(_fill_key(fill))] if fill else 0
        inner = renderer.inline(fill).translate(_ESCAPED).replace("::", "&#58;&#58;")
        return f"{{{{c{number}::{inner}}}}}" if number else inner

    return re.sub(r"_{4,}", gap, html)


# ── words ────────────────────────────────────────────────────────────────────


def asked_meaning(entry: Entry, renderer: Renderer) -> str:
    """The meaning by which a word is asked for, with a gap for the word itself.

    The first paragraph of the answer; '' where that does not say anything else.
    """
    word = plain(entry.question)
    blocks = [block for part in entry.parts if part.kind is Kind.ANSWER for block in part.blocks]
    first = next((block.text for block in blocks if isinstance(block, Paragraph)), "")
    shown = re.sub(re.escape(word), GAP, first, flags=re.IGNORECASE) if word else first
    left = fold_letters(plain(shown).replace(GAP, ""))
    return renderer.inline(shown) if left else ""


def unambiguous(notes: Sequence[Note]) -> list[Note]:
    """``notes`` 单词, none of which asks for its word by a meaning that another has too.

    This leaves their hashes as they are: a note is not sent again for what others mean.
    """
    place = list(WordField).index(WordField.ASKED)
    often: Mapping[str, int] = Counter(
        fold(re.sub(r"<[^>]*>", "", one.fields[place])) for one in notes
    )
    return [
        one
        if often[fold(re.sub(r"<[^>]*>", "", one.fields[place]))] == 1
        else replace(one, fields=(*one.fields[:place], "", *one.fields[place + 1 :]))
        for one in notes
    ]
