"""术语: the terms that the bank defines, one note for each over the whole bank."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shuati.config import strings
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import number_of
from shuati.model import Entry
from shuati.publish.anki.defined_terms import (
    Definition,
    begins_definition,
    definitions,
    mentioned_terms,
)
from shuati.publish.anki.fields import Renderers
from shuati.publish.anki.note import APART, Note, content_hash
from shuati.publish.anki.note_types import GAP, NoteKind, TermField
from shuati.publish.render.escape_anki import escape, inert
from shuati.text.fold import fold, fold_letters
from shuati.text.markdown import plain
from shuati.text.ngrams import bigrams, dice

_LEAST = 12  # letters of a definition by which its term is asked for
_SHOWN = 0.6  # share of a term that is as good as the term
_ALIKE = 0.6  # Dice of two definitions with the same content


def term_notes(
    entries: Sequence[Entry], due: Mapping[str, int], bank: str, renderers: Renderers
) -> list[Note]:
    """A note for every term, in the order of the entries that define them.

    ``due`` gives the place of an entry's cards (by guid), ``bank`` distinguishes this
    bank's terms from those of other banks in one collection. A term keeps its note as long as
    one entry defines it, whatever others say of it. Its note counts as changed only when a
    definition that it shows does, or one is added: which terms could be taken for another
    depends on the whole bank.
    """
    terms = _defined(entries)
    prompts = {term: _asked(term, meanings) for term, meanings in terms.items()}
    often = Counter(fold(prompt) for prompt, _ in prompts.values())
    together = _together(terms)
    notes = [
        _note(
            term,
            meanings,
            prompts[term]
            if often[fold(prompts[term][0])] == 1 and fold(term) not in together
            else ("", ""),
            due[meanings[0].entry.guid],
            bank,
            renderers,
        )
        for term, meanings in terms.items()
    ]
    return sorted(notes, key=lambda note: note.due)


def term_guids(entries: Sequence[Entry], bank: str) -> set[str]:
    """The guids that notes of the lead terms and the defined terms of ``entries`` may have."""
    return {_guid(term, bank) for entry in entries for term in mentioned_terms(entry)}


def _guid(term: str, bank: str) -> str:
    return first_guid(bank, NoteKind.TERM, fold(term))


def _defined(entries: Sequence[Entry]) -> dict[str, list[Definition]]:
    """The terms (as they are first written) with their different definitions.

    By the age of the entries: one that is new takes no other's place, wherever it is written.
    """
    found: dict[str, list[Definition]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: number_of(entry.code) or 0):
        for one in definitions(entry):
            found[fold(one.term)].append(one)
    return {own[0].term: _different(own) for own in found.values()}


def _different(meanings: Sequence[Definition]) -> list[Definition]:
    """The meanings that differ from every earlier one."""
    different: list[Definition] = []
    for meaning in meanings:
        if all(_alike(meaning.text, other.text) < _ALIKE for other in different):
            different.append(meaning)
    return different


def _alike(a: str, b: str) -> float:
    return dice(bigrams(a), bigrams(b))


def _asked(term: str, meanings: Sequence[Definition]) -> tuple[str, str]:
    """The fullest sentence (inline Markdown) with a gap for its term, and its document.

    Both are '' where all of them say too little, or name the term once more.
    """
    prompts = [(_with_gap(one), one.path) for one in meanings]
    best, path = max(prompts, key=lambda prompt: len(prompt[0]), default=("", ""))
    return (best, path) if best else ("", "")


def _with_gap(one: Definition) -> str:
    """The sentence of ``one`` with a gap for its term, '' where that does not ask for it."""
    own = re.escape(one.term)
    beside = r"\s*(?:[（(][^（）()]*[）)])?"  # its name in another language
    asked = re.sub(own + beside, GAP, one.sentence, count=1, flags=re.IGNORECASE)
    if GAP not in asked and begins_definition(plain(asked)):
        asked = GAP + asked
    size = max(2, math.ceil(_SHOWN * len(one.term)))
    parts = (one.term[at : at + size] for at in range(len(one.term) - size + 1))
    given_away = any(fold(part) in fold(plain(asked)) for part in parts)
    left = fold_letters(plain(asked).replace(GAP, ""))
    return asked if not given_away and len(left) >= (1 if one.listed else _LEAST) else ""


def _together(terms: Iterable[str]) -> set[str]:
    """The terms (folded) that hold another one or are a part of one: 剪枝, 模型剪枝."""
    whole = {fold(term) for term in terms}
    return {
        other for term in whole for part in _parts(term) if part in whole for other in (term, part)
    }


def _parts(term: str) -> Iterator[str]:
    """Everything of two characters or more inside ``term``."""
    return (
        term[start:end]
        for start in range(len(term))
        for end in range(start + 2, len(term) + 1)
        if end - start < len(term)
    )


def _note(
    term: str,
    meanings: Sequence[Definition],
    asked: tuple[str, str],
    due: int,
    bank: str,
    renderers: Renderers,
) -> Note:
    meanings_html = [renderers(one.path).blocks((one.paragraph,)) for one in meanings]
    listed = "".join(f"<li>{html}</li>" for html in meanings_html)
    places = {
        meaning.entry.code: renderers(meaning.entry.variants[0].path).inline(meaning.entry.question)
        for meaning in meanings
    }
    text, path = asked
    shown = dict.fromkeys(TermField, "") | {
        TermField.TERM: inert(escape(term)),
        TermField.MEANING: meanings_html[0] if len(meanings_html) == 1 else f"<ul>{listed}</ul>",
        TermField.ASKED: renderers(path).inline(text) if text else "",
        TermField.PLACES: "<ul>{}</ul>".format(
            "".join(
                f'<li><span class="ref">{inert(escape(code))}</span>{question}</li>'
                for code, question in places.items()
            )
        ),
    }
    tags = tuple(dict.fromkeys(tag for meaning in meanings for tag in _topics(meaning.entry)))
    lasting = shown | {TermField.ASKED: ""}
    return Note(
        guid=_guid(term, bank),
        fields=tuple(shown.values()),
        tags=tags,
        due=due + APART,
        content_hash=content_hash(lasting.values(), tags),
        earlier_hash=content_hash(shown.values(), tags),
        kind=NoteKind.TERM,
    )


def _topics(entry: Entry) -> Iterator[str]:
    return (tag for tag in entry.tags if tag.split("::")[0] not in strings.TAGS_BESIDE)
