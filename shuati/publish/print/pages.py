"""Entries as the chapters, sections and items that a sheet's template walks through.

Everything named ``html`` is safe HTML, ready to print; every other text is plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import AnswerPart, Document, Entry, Kind, Question
from shuati.publish.print.brief import BriefPoint, brief, has_more
from shuati.publish.print.formulas import drawn
from shuati.publish.print.impose import MM
from shuati.publish.print.paper import text_width
from shuati.publish.print.tables import fitted
from shuati.publish.print.typography import typeset
from shuati.publish.render.html import Flavour, Renderer
from shuati.tag.tree import chapter_of
from shuati.text.markdown import plain
from shuati.text.scripts import HAN

_TABLE_SIZE = 0.9  # of the body's, as in sheet.css
_BY_HAND = 26  # characters of the printed answer for which a line is enough
_FEWEST_LINES, _MOST_LINES = 2, 9
_SHORT = 14  # lines of code that are kept on one page
_CODE = re.compile(r'<pre class="code">(.*?)</pre>', re.DOTALL)
# As `plain` writes one: no Chinese outside \\text{…}, no space inside the dollars.
_WORDS = r"\\(?:text|mbox|mathrm|operatorname)\w* *\{[^{}$]*\}"
_FORMULA = re.compile(rf"\$(?! )((?:{_WORDS}|[^${HAN}])+?)(?<! )\$(?!\d)")
_LEAD = re.compile(r"<p>(?=[^\n]*[：:](?:</[a-z]+>)*</p>\s*<(?:ul|ol|pre|div))")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer: its label ('' where it needs none), kind and content.

    ``source`` is set on what another variant adds; see `Item.sources`.
    """

    label: str
    kind: str
    html: Markup
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A point in short: its term ('' where it has none), a sentence and half a one."""

    term: Markup
    sentence: Markup
    half: Markup


@dataclass(frozen=True, slots=True)
class Related:
    """An entry that another one names."""

    code: str
    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Item:
    """An entry on the sheet; ``anchor`` is what a link names.

    A source is what tells where a question stands: document, number and heading, lines.
    ``asked`` are the parts that belong to the question, ``answered`` the others,
    ``answer`` those of them that are the answer itself; ``points`` the answer in short,
    ``extent`` about how many characters these are;
    ``more`` says that the answer holds code, a table or a formula. ``lines`` are those
    that it takes to write the points by hand.
    """

    code: str
    anchor: str
    title: str
    html: Markup
    parts: tuple[Part, ...]
    wordings: tuple[Markup, ...]
    sources: tuple[tuple[str, ...], ...]
    truncated: bool
    related: tuple[Related, ...]
    points: tuple[Short, ...]
    extent: int
    more: bool
    lines: int

    @property
    def asked(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind == Kind.QUESTION)

    @property
    def answered(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind != Kind.QUESTION)

    @property
    def answer(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind in (Kind.ANSWER, Kind.FEATURE))


@dataclass(frozen=True, slots=True)
class Section:
    """The entries below one heading of a document; ``title`` may be ''."""

    title: str
    items: tuple[Item, ...]

    @property
    def html(self) -> Markup:
        return _title(self.title)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The entries of one document, or of one tag."""

    number: int
    title: str
    sections: tuple[Section, ...]

    @property
    def html(self) -> Markup:
        return _title(self.title)

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)


def chapters(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
) -> tuple[Chapter, ...]:
    """The chapters of a sheet, in the order of the documents or of the tags' first use."""
    titles = {document.path: plain(document.title) or document.path for document in documents}
    printer = _Printer(titles, settings, entries)
    places = {path: place for place, path in enumerate(titles)}
    if settings.chapters == "tag":
        groups = _by_tag(entries)
    else:
        groups = _by_document(entries, titles, places)
    return tuple(
        Chapter(number, title, tuple(printer.sections(group, title)))
        for number, (title, group) in enumerate(groups, 1)
    )


def _by_document(
    entries: Sequence[Entry], titles: dict[str, str], places: dict[str, int]
) -> list[tuple[str, list[Entry]]]:
    def path(entry: Entry) -> str:
        return entry.variants[0].path

    ordered = sorted(entries, key=lambda entry: places.get(path(entry), len(places)))
    return [(titles.get(name, name), list(group)) for name, group in groupby(ordered, path)]


def _by_tag(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(chapter_of(entry), []).append(entry)
    return list(groups.items())


class _Printer:
    """Makes items; knows the documents' titles and how wide the page is."""

    def __init__(
        self,
        titles: dict[str, str],
        settings: Settings,
        entries: Sequence[Entry],
    ) -> None:
        self._titles = titles
        self._questions = {entry.code: entry.question for entry in entries if entry.code}
        self._by_tag = settings.chapters == "tag"
        self._renderer = Renderer(Flavour.PRINT)
        table_size = settings.body_size * _TABLE_SIZE / MM
        self._width = text_width(settings) / table_size  # in em of a table

    def sections(self, entries: Sequence[Entry], chapter: str) -> Iterator[Section]:
        for title, group in groupby(entries, lambda entry: self._heading(entry, chapter)):
            yield Section(title, tuple(map(self.item, group)))

    def _heading(self, entry: Entry, chapter: str) -> str:
        """The nearest heading above the entry that is not its chapter's."""
        if self._by_tag:
            return ""
        above = [plain(title) for title in entry.variants[0].heading_path]
        return above[-1] if above and above[-1] != chapter else ""

    def item(self, entry: Entry) -> Item:
        first = entry.variants[0]
        others = dict.fromkeys(
            variant.text for variant in entry.variants[1:] if variant.text != entry.question
        )
        points = brief(entry)
        return Item(
            code=entry.code,
            anchor=entry.code or f"{first.path}-{first.span.first}",
            title=plain(entry.question),
            html=self._set(self._renderer.inline(entry.question)),
            parts=tuple(self.part(piece, entry) for piece in entry.parts),
            wordings=tuple(self._set(self._renderer.inline(text)) for text in others),
            sources=tuple(self.source(variant, entry) for variant in entry.variants),
            truncated=any(variant.truncated for variant in entry.variants),
            related=tuple(
                Related(code, code, self._set(self._renderer.inline(self._questions[code])))
                for code in entry.related
                if code in self._questions
            ),
            points=tuple(
                Short(*map(self._short, (point.term, point.sentence, point.half)))
                for point in points
            ),
            extent=sum(len(point.term) + len(point.sentence) + 6 for point in points),
            more=has_more(entry),
            lines=_lines(points),
        )

    def part(self, piece: AnswerPart, entry: Entry) -> Part:
        html = drawn(self._renderer.blocks(piece.blocks))
        html = _kept_together(fitted(html, self._width))
        return Part(
            label=_label(piece, entry),
            kind=piece.kind.value,
            html=Markup(typeset(html)),
            source=self.source(entry.variants[piece.variant], entry) if piece.variant else (),
        )

    def source(self, question: Question, entry: Entry) -> tuple[str, ...]:
        """Where a question stands; its heading is told where it says more than the title."""
        where = self._titles.get(question.path, question.path)
        number = strings.numbered(question.number) if question.number else ""
        heading = plain(question.heading)
        if heading in (plain(question.text), plain(entry.question)):
            heading = ""
        lines = strings.lines(question.span.first, question.span.last)
        return tuple(filter(None, (where, f"{number} {heading}".strip(), lines)))

    def _set(self, html: str) -> Markup:
        return Markup(typeset(drawn(html)))

    def _short(self, text: str) -> Markup:
        """Plain text whose formulas are set as in the answer itself."""
        return self._set(_FORMULA.sub(r'<code class="tex">\1</code>', str(escape(text))))


def _lines(points: Sequence[BriefPoint]) -> int:
    """Lines for writing the points down in a word or two each."""
    room = -(-sum(len(point.term) + len(point.half) for point in points) // _BY_HAND)
    return max(_FEWEST_LINES, min(_MOST_LINES, room))


def _title(text: str) -> Markup:
    return Markup(typeset(str(escape(text))))


def _label(piece: AnswerPart, entry: Entry) -> str:
    """What is printed above a piece: nothing where its place says the same as its label."""
    says_more = piece.label not in strings.PLAIN_LABELS.get(piece.kind, frozenset()) | {""}
    if says_more:
        return plain(piece.label)
    if piece.kind is Kind.QUESTION:
        return ""
    asked = any(other.kind is Kind.QUESTION for other in entry.parts)
    if piece.kind is Kind.ANSWER and (piece.variant or not asked):
        return ""
    return plain(piece.label) or strings.OWN_LABELS[piece.kind]


def _kept_together(html: str) -> str:
    """``html`` whose short code is ``short`` and whose "as follows:" is a ``lead``."""

    def marked(match: re.Match[str]) -> str:
        if match[1].count("\n") < _SHORT:
            return f'<pre class="code short">{match[1]}</pre>'
        return match[0]

    return _LEAD.sub('<p class="lead">', _CODE.sub(marked, html))
