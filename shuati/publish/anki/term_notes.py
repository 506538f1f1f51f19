"""术语: the lead terms that the bank explains, one note for each over the whole bank."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuati.config import strings
from shuati.ledger.fingerprint import first_guid
from shuati.ledger.store import number_of
from shuati.model import Entry, Kind, Paragraph, Point
from shuati.model.views import points_of, term_of, text_of
from shuati.publish.anki.fields import Renderers
from shuati.publish.anki.note import APART, Note, content_hash
from shuati.publish.anki.note_types import GAP, NoteKind, TermField
from shuati.publish.render.escape_anki import escape, inert
from shuati.tag import topics
from shuati.tag.bank_terms import is_term
from shuati.tag.stop_words import stop_words
from shuati.text.fold import fold
from shuati.text.markdown import plain
from shuati.text.ngrams import bigrams, dice

_LEAST = 16  # characters of a meaning that explains something
_ALIKE = 0.6  # Dice of two meanings with the same content


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one point explains of a term, and the variant of the entry that it is from."""

    point: Point
    text: str
    entry: Entry
    variant: int

    @property
    def path(self) -> str:
        """The document that explains it."""
        return self.entry.variants[self.variant].path


def term_notes(
    entries: Sequence[Entry],
    due: Mapping[str, int],
    bank: str,
    own_rules: tuple[str, ...],
    renderers: Renderers,
    sent: Collection[str] = (),
) -> list[Note]:
    """A note for every term, in the order of the entries that explain them.

    ``due`` gives the place of an entry's cards (by guid), ``bank`` distinguishes this
    bank's terms from those of other banks in one collection. ``sent`` are the guids of notes
    that Anki has: such a term keeps its note as long as one entry explains it, whatever others
    say of it. Its note counts as changed only when a meaning that it shows does, or one is
    added: which terms could be taken for another depends on the whole bank.
    """
    terms = _explained(entries, topics.load(own_rules), bank, sent)
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


def term_guids(
    entries: Sequence[Entry], bank: str, own_rules: tuple[str, ...], sent: Collection[str]
) -> set[str]:
    """The guids of the notes that `term_notes` makes of ``entries``."""
    return {_guid(term, bank) for term in _explained(entries, topics.load(own_rules), bank, sent)}


def _guid(term: str, bank: str) -> str:
    return first_guid(bank, NoteKind.TERM, fold(term))


def _explained(
    entries: Sequence[Entry], known: topics.TopicRules, bank: str, sent: Collection[str]
) -> dict[str, list[Meaning]]:
    """The terms (as they are first written) with their different meanings.

    By the age of the entries: one that is new takes no other's place, wherever it is written.
    """
    found: dict[str, list[Meaning]] = defaultdict(list)
    written: dict[str, str] = {}
    often: Counter[str] = Counter()
    for entry in sorted(entries, key=lambda entry: number_of(entry.code) or 0):
        for term, meaning in _meanings(entry):
            folded = fold(term)
            often[folded] += 1
            written.setdefault(folded, term)
            if len(meaning.text) >= _LEAST and not meaning.text.startswith(("如", "例如")):
                found[folded].append(meaning)
    return {
        written[folded]: _different(meanings)
        for folded, meanings in found.items()
        if folded in known.words
        or (often[folded] > 1 and len(folded) > 2)
        or _guid(folded, bank) in sent
    }


def _meanings(entry: Entry) -> Iterator[tuple[str, Meaning]]:
    for part in entry.parts:
        if part.kind is Kind.QUESTION:
            continue
        for point in points_of(part.blocks):
            term = (term_of(point) or "").strip()
            if len(term) > 1 and is_term(term) and fold(term) not in stop_words():
                yield term, Meaning(point, text_of(point.blocks), entry, part.variant)


def _different(meanings: Sequence[Meaning]) -> list[Meaning]:
    """The meanings that differ from every earlier one."""
    different: list[Meaning] = []
    for meaning in meanings:
        if all(_alike(meaning.text, other.text) < _ALIKE for other in different):
            different.append(meaning)
    return different


def _alike(a: str, b: str) -> float:
    return dice(bigrams(a), bigrams(b))


def _asked(term: str, meanings: Sequence[Meaning]) -> tuple[str, str]:
    """The fullest meaning (inline Markdown) with a gap for the term, and its document.

    Both are '' if too little is left.
    """
    texts = [
        (block.text, meaning.path)
        for meaning in meanings
        for block in meaning.point.blocks[:1]
        if isinstance(block, Paragraph)
    ]
    best, path = max(texts, key=lambda text: len(text[0]), default=("", ""))
    asked = re.sub(re.escape(term), GAP, best, flags=re.IGNORECASE)
    return (asked, path) if len(plain(asked).replace(GAP, "")) >= _LEAST else ("", "")


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
    meanings: Sequence[Meaning],
    asked: tuple[str, str],
    due: int,
    bank: str,
    renderers: Renderers,
) -> Note:
    meanings_html = [renderers(one.path).blocks(one.point.blocks) for one in meanings]
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
