"""What the report shows, as values that its template walks through.

Everything named ``html`` is safe HTML; every other text is plain and is escaped by the
template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from shuati.config import strings
from shuati.match.decision_writer import ReferenceWriter, decision_text
from shuati.match.review_queue import ReviewItem, question_key, review_queue
from shuati.merge.align import Row, facing
from shuati.merge.answers import Dropped
from shuati.messages import Language, describe, explain, severity_name
from shuati.model import (
    AnswerPart,
    Diagnostic,
    Document,
    Entry,
    Form,
    Kind,
    Pair,
    Question,
    Severity,
    Verdict,
)
from shuati.model.closed_forms import form_of, options_of, shared_stem
from shuati.publish.render.html import Flavour, Renderer
from shuati.tag.tree import Branch, tag_tree
from shuati.text.markdown import plain


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question of an entry: its text, its place, and whether it breaks off."""

    text: str
    place: str
    truncated: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two questions side by side, and what spoke for or against their being one."""

    left: ShownQuestion
    right: ShownQuestion
    rows: tuple[Row, ...]
    why: tuple[str, ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A piece of the answer; ``source`` names what another variant adds ('' for none)."""

    label: str
    source: str
    html: Markup


@dataclass(frozen=True, slots=True)
class DroppedPart:
    """A part that the merge left out, and what the entry has instead."""

    text: str
    source: str
    kept: str


@dataclass(frozen=True, slots=True)
class ShownDiagnostic:
    """A diagnostic in words; ``place`` is its file and line."""

    severity: str
    place: str
    text: str
    fix: str


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option, and whether it is right."""

    label: str
    html: Markup
    correct: bool


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry; ``form`` is '' for an open question, ``stem`` what it shares with others."""

    code: str
    html: Markup
    form: str
    stem: Markup
    options: tuple[ShownOption, ...]
    wordings: tuple[ShownQuestion, ...]
    parts: tuple[ShownPart, ...]
    facings: tuple[SideBySide, ...]
    near: tuple[DroppedPart, ...]
    exact: int
    tags: tuple[str, ...]
    related: tuple[tuple[str, str], ...]
    in_doubt: bool
    problems: tuple[ShownDiagnostic, ...]


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two entries that may be one, with the lines that decide it either way."""

    a: str
    b: str
    facing: SideBySide
    same: str
    different: str


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document: how many questions it has, and how many lines belong to none."""

    path: str
    title: str
    questions: int
    beside: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    title: str
    documents: tuple[ShownDocument, ...]
    problems: tuple[tuple[str, tuple[ShownDiagnostic, ...]], ...]
    reviews: tuple[DoubtfulPair, ...]
    items: tuple[ShownEntry, ...]
    tree: tuple[Branch, ...]

    @property
    def questions(self) -> int:
        return sum(len(item.wordings) for item in self.items)

    @property
    def merged(self) -> int:
        """Entries that more than one question became."""
        return sum(len(item.wordings) > 1 for item in self.items)

    @property
    def near(self) -> int:
        """Parts that were left out though they are not the same letter by letter."""
        return sum(len(item.near) for item in self.items)


def page(
    title: str,
    documents: Sequence[Document],
    entries: Sequence[Entry],
    dropped: Mapping[str, Sequence[Dropped]],
    pairs: Sequence[Pair],
    diagnostics: Sequence[Diagnostic],
) -> Report:
    """The report on a bank; ``dropped`` is what merging left out of an entry, by code."""
    doubtful = review_queue(entries, pairs)
    maker = _Maker(entries, dropped, pairs, diagnostics, doubtful)
    items = tuple(maker.item(entry) for entry in entries)
    names = ReferenceWriter(question for document in documents for question in document.questions)
    return Report(
        title,
        tuple(_source(document) for document in documents),
        tuple(_by_severity(diagnostics)),
        tuple(maker.review(doubt, names) for doubt in doubtful),
        items,
        tag_tree(entries),
    )


def _source(document: Document) -> ShownDocument:
    beside = sum(other.span.last - other.span.first + 1 for other in document.other)
    title = plain(document.title) or document.path
    return ShownDocument(document.path, title, len(document.questions), beside)


def _by_severity(
    diagnostics: Sequence[Diagnostic],
) -> Iterator[tuple[str, tuple[ShownDiagnostic, ...]]]:
    for severity in Severity:
        if own := [one for one in diagnostics if one.severity is severity]:
            yield severity_name(severity, Language.CHINESE), tuple(map(_problem, own))


def _problem(diagnostic: Diagnostic) -> ShownDiagnostic:
    message = describe(diagnostic, Language.CHINESE)
    return ShownDiagnostic(
        str(diagnostic.severity), str(diagnostic.location), message.text, message.fix
    )


class _Maker:
    def __init__(
        self,
        entries: Sequence[Entry],
        dropped: Mapping[str, Sequence[Dropped]],
        pairs: Sequence[Pair],
        diagnostics: Sequence[Diagnostic],
        doubtful: Sequence[ReviewItem],
    ) -> None:
        self._dropped = dropped
        self._renderer = Renderer(Flavour.PRINT)
        self._questions = {entry.code: plain(entry.question) for entry in entries}
        self._in_doubt = {entry.code for doubt in doubtful for entry in (doubt.a, doubt.b)}
        self._same: dict[tuple[str, int], list[Pair]] = {}
        for pair in pairs:
            if pair.verdict is Verdict.SAME:
                for question in (pair.a, pair.b):
                    self._same.setdefault(question_key(question), []).append(pair)
        self._told: dict[str, list[Diagnostic]] = {}
        for diagnostic in diagnostics:
            if diagnostic.span:
                self._told.setdefault(diagnostic.path, []).append(diagnostic)

    def item(self, entry: Entry) -> ShownEntry:
        dropped = self._dropped.get(entry.code, ())
        near = (one for one in dropped if not one.exact)
        form = form_of(entry)
        return ShownEntry(
            code=entry.code,
            html=Markup(self._renderer.inline(entry.question)),
            form="" if form is Form.OPEN else strings.FORM_NAMES[form],
            stem=Markup(self._renderer.inline(shared_stem(entry.variants[0]))),
            options=tuple(
                ShownOption(
                    option.label, Markup(self._renderer.inline(option.text)), option.correct
                )
                for option in options_of(entry)
            ),
            wordings=tuple(map(_wording, entry.variants)),
            parts=tuple(self._part(piece, entry) for piece in entry.parts),
            facings=tuple(self._facings(entry)),
            near=tuple(
                DroppedPart(one.text, _place(entry.variants[one.variant]), one.kept) for one in near
            ),
            exact=sum(one.exact for one in dropped),
            tags=entry.tags,
            related=tuple(
                (code, self._questions[code]) for code in entry.related if code in self._questions
            ),
            in_doubt=entry.code in self._in_doubt,
            problems=tuple(map(_problem, self._diagnostics(entry))),
        )

    def _part(self, piece: AnswerPart, entry: Entry) -> ShownPart:
        plainly = piece.label in strings.PLAIN_LABELS.get(piece.kind, frozenset()) | {""}
        own = strings.OWN_LABELS[piece.kind] if piece.kind is not Kind.ANSWER else ""
        return ShownPart(
            label=own if plainly else plain(piece.label),
            source=_place(entry.variants[piece.variant]) if piece.variant else "",
            html=Markup(self._renderer.blocks(piece.blocks)),
        )

    def _facings(self, entry: Entry) -> Iterator[SideBySide]:
        """The representative beside each other variant, with the reasons that joined it."""
        first, *others = entry.variants
        inside = {question_key(variant) for variant in entry.variants}
        for other in others:
            known = [
                pair
                for pair in self._same.get(question_key(other), ())
                if {question_key(pair.a), question_key(pair.b)} <= inside
            ]
            best = max(
                known,
                key=lambda pair: (
                    question_key(first) in (question_key(pair.a), question_key(pair.b)),
                    pair.score,
                ),
                default=None,
            )
            yield _facing(first, other, best)

    def _diagnostics(self, entry: Entry) -> Iterator[Diagnostic]:
        for variant in entry.variants:
            for diagnostic in self._told.get(variant.path, ()):
                assert diagnostic.span
                if variant.span.first <= diagnostic.span.first <= variant.span.last:
                    yield diagnostic

    def review(self, doubt: ReviewItem, names: ReferenceWriter) -> DoubtfulPair:
        pair = doubt.pair
        code = {
            question_key(variant): entry.code
            for entry in (doubt.a, doubt.b)
            for variant in entry.variants
        }
        own = [
            names.reference(question, code[question_key(question)]) for question in (pair.a, pair.b)
        ]
        return DoubtfulPair(
            a=code[question_key(pair.a)],
            b=code[question_key(pair.b)],
            facing=_facing(pair.a, pair.b, pair),
            same=decision_text(Verdict.SAME, *own),
            different=decision_text(Verdict.DIFFERENT, *own),
        )


def _facing(left: Question, right: Question, pair: Pair | None) -> SideBySide:
    return SideBySide(
        _wording(left),
        _wording(right),
        facing(left, right),
        tuple(explain(reason, Language.CHINESE) for reason in pair.reasons) if pair else (),
        pair.score if pair else None,
    )


def _wording(question: Question) -> ShownQuestion:
    return ShownQuestion(plain(question.text), _place(question), question.truncated)


def _place(question: Question) -> str:
    return f"{question.path} · {strings.lines(question.span.first, question.span.last)}"
