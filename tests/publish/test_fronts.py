"""Promise 8: a front asks something, its options are on it, and it never shows its answer.

Every note type and every question of the quiz, of the documents of the project itself, of other
people's, and of any question that can be made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import exam_entries as exam
import pytest
from builders import answers, entry
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from visible_text import visible_items

from evaluation.stages import read_document
from shuati.config.settings import NOTE_TYPE_NAMES, Settings
from shuati.ledger.store import Ledger, code_of
from shuati.model import Document, Entry, Form, Option
from shuati.model.closed_forms import (
    CHOICES,
    answer_text,
    fills_of,
    options_of,
    parts_at_gaps,
    right_options,
)
from shuati.publish.anki.note import Note
from shuati.publish.anki.note_types import NOTE_TYPES, NoteKind
from shuati.publish.anki.notes import kinds_of, wanted_notes
from shuati.publish.print.sheet_html import SheetTemplates
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain
from shuati.text.ngrams import bigrams
from tests.conftest import ROOT, SHARED

ALL = Settings(notes=NOTE_TYPE_NAMES, subdecks="none")  # type: ignore[arg-type]
FORMS_LEFT_OUT = Settings(notes=("问答", "要点", "术语"), subdecks="none")
_LETTERS = re.compile(r"[（(]\s*([A-H][A-H、,，\s]*|[√×✓✗对错])\s*[)）]")
_LETTER = re.compile(r"[（(]\s*[A-H]\s*[)）]")
_MARKS = re.compile(r"[✓✔✅☑]|[（(](?:正确答案?|答案)[)）]")
_KEY = re.compile(r"(?:正确|参考)?答案\s*[:：]\s*[A-H√×对错]")
_GAP = re.compile(r"\{\{c(\d+)::(.*?)\}\}", re.DOTALL)
_LEAST = 12  # letters of an answer that is no word of its question
_GIVEN_AWAY = 0.4  # share of a point's pairs of characters


def _shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


@dataclass(frozen=True)
class Front:
    """What the front of a card or a question of the quiz shows, and what it must not."""

    where: str
    text: str
    hidden: tuple[str, ...] = ()
    stem: str = ""  # of a choice or statement, without its options
    options: tuple[Option, ...] = ()
    point: str = ""  # that is asked for
    beside: tuple[str, ...] = ()  # what is visible of each of the other points

    def faults(self) -> Iterator[str]:
        folded = fold_letters(self.text)
        if not folded:
            yield "asks nothing"
        for answer in self.hidden:
            if answer and answer in folded:
                yield f"shows {answer}"
        grams = bigrams(self.point)
        for other in self.beside if self.point else ():
            if (grams & bigrams(other)).total() >= _GIVEN_AWAY * grams.total():
                yield f"shows {other} beside the gap for {self.point}"
        for option in self.options:
            words = fold_letters(plain(option.text))
            if words and words not in folded:
                yield f"lacks the option {option.label}"
            if letter := _LETTER.search(option.text):
                yield f"names {letter[0]} in an option"
        for match in _LETTERS.finditer(self.stem):
            letters = re.sub(r"\W", "", match[1])
            if letters == "".join(sorted(set(letters))):  # （EB） is an abbreviation
                yield f"names {match[0]}"
        yield from (f"is marked {match[0]}" for match in _MARKS.finditer(self.stem))
        yield from (f"has a key {match[0]}" for match in _KEY.finditer(self.stem))


def _fronts_of(note: Note, own: Entry) -> Iterator[Front]:
    fields = dict(zip((f.value for f in NOTE_TYPES[note.kind].fields), note.fields, strict=True))
    stem = _shown(fields.get("题目", "")) if own.variants[0].form in CHOICES else ""
    lettered = () if own.variants[0].form is Form.TRUE_FALSE else options_of(own)
    asked = _shown(" ".join(fields.get(name, "") for name in ("题目", "单词", "题面")))
    if note.kind is NoteKind.CHOICE:
        yield Front("选择", f"{asked} {_shown(fields['选项'])}", (), stem, options_of(own))
    elif note.kind is NoteKind.ANSWER:
        yield Front("问答", asked, (), stem, lettered)
    elif note.kind is NoteKind.WORD:
        yield Front("单词", asked, _long(fields["释义"]))
        if fields["反问"]:
            yield Front("反问", _shown(fields["反问"]), (fold_letters(plain(own.question)),))
    elif note.kind in (NoteKind.LIST, NoteKind.BLANK):
        text = fields["要点" if note.kind is NoteKind.LIST else "填空"]
        numbers = sorted({int(match[1]) for match in _GAP.finditer(text)})
        for number in numbers:
            hidden = [m[2].partition("::")[0] for m in _GAP.finditer(text) if int(m[1]) == number]
            front = _GAP.sub(lambda m, n=number: _gap(m, n), text)
            if note.kind is NoteKind.LIST:
                items = visible_items(front)
                (own,) = (item for item in items if "⟦" in item)
                beside = [fold_letters(item) for item in items if item is not own]
                gaps = [m[2].partition("::")[0] for m in _GAP.finditer(text)]
                at = gaps.index(hidden[0])
                if own.startswith("⟦第") and at:  # the step before is seen beside its number
                    beside.append(fold_letters(_shown(gaps[at - 1])))
                point = fold_letters(_shown(hidden[0]))
                text_shown = f"{asked} {' '.join(items)}"
                yield Front("要点", text_shown, _long(hidden[0]), stem, (), point, tuple(beside))
            else:
                # What the sentence itself says beside its gaps, the source says.
                said = fold_letters("".join(map(plain, parts_at_gaps(own.question))))
                words = tuple(fold_letters(_shown(one)) for one in hidden)
                yield Front("填空", _shown(front), tuple(w for w in words if w not in said))
    else:
        yield Front("术语", _shown(fields["术语"]), _long(fields["释义"]))


def _gap(match: re.Match[str], asked: int) -> str:
    """A gap as Anki shows it on the card that asks for the gap ``asked``."""
    text, _, hint = match[2].partition("::")
    if int(match[1]) == asked:
        return f'<span class="cloze">⟦{hint or "..."}⟧</span>'
    return f'<span class="cloze-inactive">{text}</span>'


def _long(html: str) -> tuple[str, ...]:
    folded = fold_letters(_shown(html))
    return (folded,) if len(folded) >= _LEAST else ()


def _faults(entries: list[Entry]) -> list[str]:
    found = []
    by_code = {made.code: made for made in entries}
    for settings in (ALL, FORMS_LEFT_OUT):
        notes, _ = wanted_notes(entries, settings, Ledger())
        for note in notes:
            own = by_code.get(note.fields[0], entries[0])
            for front in _fronts_of(note, own):
                found += [f"{own.variants[0].location} {front.where} {f}" for f in front.faults()]
    for front in _quiz(entries):
        found += [f"{front.where} {fault}" for fault in front.faults()]
    return found


def _quiz(entries: list[Entry]) -> Iterator[Front]:
    documents = [Document(one.variants[0].path, "卷", one.variants, ()) for one in entries]
    unique = list({document.path: document for document in documents}.values())
    html = SheetTemplates(entries, unique, Settings()).html("quiz")
    asked = html.partition("<body")[2].partition('"答题卡"')[0].partition('data-chapter="答案"')[0]
    by_code = {made.code: made for made in entries}
    for article in re.findall(r"<article.*?</article>", asked, re.DOTALL):
        code = re.findall(r'<h3 id="([^"]*)"', article)[0]
        own = by_code[code]
        text = _shown(article).replace(code, "").replace("\u200a", "").replace("\u2060", "")
        stem = _shown(re.sub(r'<div class="options.*?</div>', "", article, flags=re.DOTALL))
        # A formula is drawn: its source is not among the text.
        shown = () if own.variants[0].form is Form.TRUE_FALSE else options_of(own)
        shown = tuple(one for one in shown if "$" not in one.text)
        said = fold_letters(plain(own.question) + (own.variants[0].stem or ""))
        fills = (fold_letters(plain(fill)) for fill in fills_of(own))
        yield Front(
            f"{own.variants[0].location} quiz",
            text,
            tuple(fill for fill in fills if fill not in said),
            stem if own.variants[0].form in CHOICES else "",
            shown,
        )


def _entries(document: Document) -> list[Entry]:
    made = [entry(asked) for asked in document.questions]
    return [replace(one, code=code_of(at), guid=f"guid-{at}") for at, one in enumerate(made, 1)]


_MOST = 300  # questions of a document whose notes and sheets are made
_FILES = [*sorted((ROOT / "sources").glob("*.md"))]
_OTHERS = [
    path
    for folder in ("seeds", "corpus")
    for path in sorted((SHARED / folder).rglob("*"))
    if path.suffix in (".md", ".txt")
]


@pytest.mark.parametrize("file", _FILES, ids=lambda path: path.name)
def test_no_front_of_the_projects_own_documents_shows_its_answer(file: Path) -> None:
    entries = _entries(read_document(file.name, file.read_bytes()))
    assert entries
    assert _faults(entries) == []


@pytest.mark.parametrize("folder", ["seeds", "corpus"])
def test_no_front_of_other_peoples_documents_shows_its_answer(shared: Path, folder: str) -> None:
    faults = []
    for file in _OTHERS:
        if file.is_relative_to(shared / folder):
            document = read_document(file.name, file.read_bytes())
            if document.questions:
                some = replace(document, questions=document.questions[:_MOST])
                faults += _faults(_entries(some))
    assert faults == []


# ── any question ─────────────────────────────────────────────────────────────

_WORDS = st.sampled_from(
    ["细胞膜", "线粒体", "`list`", "$x^2$", "**重点**词", "A 型血", "以上都对"]
)


@st.composite
def _closed(draw: st.DrawFn) -> Entry:
    form = draw(st.sampled_from([*Form]))
    sections = draw(answers)
    if form is Form.BLANK:
        fills = draw(st.lists(_WORDS, min_size=1, max_size=4))
        text = "与".join("甲____" for _ in fills) + "有关。"
        return entry(exam.asked(text, *fills, *sections, form=form, blanks=tuple(fills)))
    if form is Form.TRUE_FALSE:
        shown = exam.verdict(draw(st.booleans()))
        return entry(
            exam.asked("这句话对。（　）", *_key(shown), *sections, form=form, options=shown)
        )
    if form in CHOICES:
        texts = draw(st.lists(_WORDS, min_size=2, max_size=6, unique=True))
        right = "".join(draw(st.sets(st.sampled_from("ABCDEF"[: len(texts)]))))
        shown = exam.options(*texts, right=right)
        stem = draw(st.none() | st.just("材料：某人。"))
        made = exam.asked(
            "选哪个？（　）", *_key(shown), *sections, form=form, options=shown, stem=stem
        )
        return entry(made)
    return entry(exam.asked("过拟合", *sections, form=form))


def _key(options: tuple[Option, ...]) -> list[str]:
    return [answer_text(option) for option in options if option.correct]


@given(st.lists(_closed(), min_size=1, max_size=4))
@examples(max_examples=80, deadline=None)
def test_no_front_of_any_question_shows_its_answer(made: list[Entry]) -> None:
    entries = [replace(one, code=code_of(at), guid=f"g{at}") for at, one in enumerate(made, 1)]
    assert _faults(entries) == []
    for one in entries:
        kinds = kinds_of(one, ALL)
        assert (NoteKind.CHOICE in kinds) is bool(right_options(one))
        if options_of(one) or fills_of(one):
            for settings in (ALL, FORMS_LEFT_OUT):
                notes, _ = wanted_notes([one], settings, Ledger())
                assert NoteKind.LIST not in {note.kind for note in notes}
