"""Entries as the chapters, sections and items that a sheet's template walks through.

Everything named ``html`` is safe HTML, ready to print; every other text is plain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from math import ceil

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import (
    AnswerPart,
    Document,
    Entry,
    Form,
    Kind,
    Paragraph,
    PictureNames,
    Question,
)
from shuati.model.closed_forms import (
    beside_answer,
    fills_of,
    has_bracket,
    options_of,
    shared_stem,
)
from shuati.model.wordings import lists_wordings, other_wordings
from shuati.publish.print.column_widths import drawn_width, with_column_widths
from shuati.publish.print.formulas import drawn, with_formulas
from shuati.publish.print.imposition import MM
from shuati.publish.print.index_terms import IndexMention, mentions
from shuati.publish.print.paper import text_width
from shuati.publish.print.printed_pictures import address_of
from shuati.publish.print.short_form import width
from shuati.publish.print.summary import SummaryPoint, has_more, summary
from shuati.publish.print.typography import typeset
from shuati.publish.print.whole_words import with_whole_words
from shuati.publish.render.html import Flavour, Renderer
from shuati.tag.tree import chapter_of
from shuati.text.markdown import plain

_TABLE_SIZE = 0.9  # of the body's, as in sheet.css
_BY_HAND = 26  # em of the printed answer for which a line is enough, and of a point at most
_FEWEST_LINES, _MOST_LINES = 2, 9
_SHORT = 14  # lines of code that are kept on one page
_CODE = re.compile(r'<pre class="code">(.*?)</pre>', re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*>|<span class="image">[^<]*</span>')
_MOST_PICTURES = 4  # beside an answer in short
_GAP = re.compile(r"_{4,}")
_LEAD = re.compile(
    r'<p>(?=[^\n]*[：:](?:</[a-z]+>)*</p>\s*<(?:ul|ol|pre|div|p class="formula")'  # "as follows:"
    r"|[^\n]{1,60}</p>\s*<(?:pre|div))"  # a line about what is displayed
)


_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part of an answer: its label ('' where it needs none), kind and content.

    ``source`` is set on what another variant adds; see `SheetItem.sources`.
    """

    label: str
    kind: str
    html: Markup
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedPoint:
    """A point in short: its term ('' where it has none), a sentence and a short form of it.

    What another document adds is ``added``; the term of a ``table`` is its head.
    """

    term: Markup
    sentence: Markup
    clause: Markup
    added: bool = False
    table: bool = False

    @property
    def half(self) -> Markup:
        """The earlier name of `clause`, for templates written with it."""
        return self.clause


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """An entry that another one names."""

    code: str
    anchor: str
    html: Markup


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option of a question."""

    label: str
    html: Markup
    correct: bool


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An entry on the sheet; ``anchor`` is what a link names.

    A source is the place of a question: document, number and heading, lines.
    ``asked`` are the parts that belong to the question, ``answered`` the others,
    ``answer`` those of them that are the answer itself; ``points`` the answer in short,
    ``pictures`` those of the answer or their names in words; ``more`` says that there is code,
    a table or a formula that the points do not give. ``lines`` are those that it takes to
    write the points by hand.

    ``form`` is a value of `Form`; ``stem`` the material shared with other items, ``options``
    what is chosen from, about ``option_width`` em wide at most, ``fills`` what the gaps want.
    ``bracket`` says that a statement has none for its verdict. ``mentions`` are its keywords,
    ``width`` that of the question in one line, in em.
    """

    code: str
    anchor: str
    title: str
    html: Markup
    parts: tuple[PrintedPart, ...]
    wordings: tuple[Markup, ...]
    sources: tuple[tuple[str, ...], ...]
    truncated: bool
    related: tuple[PrintedReference, ...]
    points: tuple[PrintedPoint, ...]
    pictures: tuple[Markup, ...]
    more: bool
    lines: int
    form: str = Form.OPEN.value
    stem: Markup = _NOTHING
    options: tuple[PrintedOption, ...] = ()
    option_width: float = 0.0
    fills: tuple[Markup, ...] = ()
    bracket: bool = False
    mentions: tuple[IndexMention, ...] = ()
    width: float = 0.0

    @property
    def right(self) -> tuple[PrintedOption, ...]:
        """The correct options."""
        return tuple(option for option in self.options if option.correct)

    @property
    def closed(self) -> bool:
        """Whether its answer is a letter, a verdict or words for gaps."""
        return bool(self.right or self.fills)

    def height(self, room: float) -> int:
        """About how many lines its points take in a column of ``room`` (em)."""
        texts = (point.term + point.sentence for point in self.points)
        return sum(ceil(drawn_width(text) / room) for text in texts)

    @property
    def asked(self) -> tuple[PrintedPart, ...]:
        return tuple(part for part in self.parts if part.kind == Kind.QUESTION)

    @property
    def answered(self) -> tuple[PrintedPart, ...]:
        return tuple(part for part in self.parts if part.kind != Kind.QUESTION)

    @property
    def answer(self) -> tuple[PrintedPart, ...]:
        return tuple(part for part in self.parts if part.kind in (Kind.ANSWER, Kind.FEATURE))


@dataclass(frozen=True, slots=True)
class ChapterSection:
    """The entries below one heading of a document; ``title`` may be ''."""

    title: str
    items: tuple[SheetItem, ...]

    @property
    def html(self) -> Markup:
        return _title(self.title)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The entries of one document, or of one tag."""

    number: int
    title: str
    sections: tuple[ChapterSection, ...]

    @property
    def html(self) -> Markup:
        return _title(self.title)

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)

    @property
    def closed(self) -> tuple[SheetItem, ...]:
        """The items with a short answer, see `SheetItem.closed`."""
        return tuple(item for section in self.sections for item in section.items if item.closed)

    @property
    def forms(self) -> tuple[tuple[str, int], ...]:
        """The names of the forms in it, each with the number of its items."""
        counted = Counter(item.form for section in self.sections for item in section.items)
        return tuple((strings.FORM_NAMES[Form(form)], count) for form, count in counted.items())


ItemArguments = tuple[Entry, dict[str, str], dict[str, str], float, PictureNames]


def item_arguments(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    pictures: PictureNames = (),
) -> list[ItemArguments]:
    """What `sheet_item` takes for each of ``entries``; ``pictures`` are those that can be shown."""
    of_document: dict[str, list[tuple[str, str, str]]] = {}
    for one in pictures:
        of_document.setdefault(one[0], []).append(one)
    titles = _titles(documents)
    questions = {entry.code: entry.question for entry in entries if entry.code}
    table_size = settings.body_size * _TABLE_SIZE / MM
    width = text_width(settings) / table_size
    return [
        (
            entry,
            {one.path: titles.get(one.path, one.path) for one in entry.variants},
            {code: questions[code] for code in entry.related if code in questions},
            width,
            tuple(
                one
                for document in dict.fromkeys(variant.path for variant in entry.variants)
                for one in of_document.get(document, ())
            ),
        )
        for entry in entries
    ]


def sheet_item(
    entry: Entry,
    titles: dict[str, str],
    related: dict[str, str],
    width: float,
    pictures: PictureNames = (),
) -> SheetItem:
    """``entry`` as the sheets print it.

    ``titles`` are those of its documents by path, ``related`` the questions of its related
    entries by code; ``width`` is that of the text on a page, in em of a table. ``pictures``
    are shown, others named in words.
    """
    return _ItemMaker(titles, related, width, pictures).item(entry)


def chapters(
    entries: Sequence[Entry],
    items: Sequence[SheetItem],
    documents: Sequence[Document],
    settings: Settings,
) -> tuple[Chapter, ...]:
    """The chapters of a sheet, in the order of the documents or of the tags' first use.

    Inside a chapter the entries come in the order of their documents, each where its
    representative is. ``items`` are the ``entries``, made by `sheet_item`.
    """
    titles = _titles(documents)
    chapter = {path: place for place, path in enumerate(titles)}
    asked = {
        question.location: place
        for document in documents
        for place, question in enumerate(document.questions)
    }

    def place(pair: tuple[Entry, SheetItem]) -> tuple[int, str, int]:
        location = pair[0].variants[0].location
        path = location.path
        return chapter.get(path, len(chapter)), path, asked.get(location, len(asked))

    pairs = sorted(zip(entries, items, strict=True), key=place)
    by_tag = settings.chapters == "tag"
    groups = _by_tag(pairs) if by_tag else _by_document(pairs, titles)
    return tuple(
        Chapter(number, title, tuple(_sections(group, title, by_tag)))
        for number, (title, group) in enumerate(groups, 1)
    )


_Pairs = list[tuple[Entry, SheetItem]]


def _titles(documents: Sequence[Document]) -> dict[str, str]:
    return {document.path: plain(document.title) or document.path for document in documents}


def _by_document(pairs: _Pairs, titles: dict[str, str]) -> list[tuple[str, _Pairs]]:
    groups = groupby(pairs, lambda pair: pair[0].variants[0].path)
    return [(titles.get(path, path), list(group)) for path, group in groups]


def _by_tag(pairs: _Pairs) -> list[tuple[str, _Pairs]]:
    groups: dict[str, _Pairs] = {}
    for entry, item in pairs:
        groups.setdefault(chapter_of(entry), []).append((entry, item))
    return list(groups.items())


def _sections(pairs: _Pairs, chapter: str, by_tag: bool) -> Iterator[ChapterSection]:
    """The entries below each heading of a document, below one heading once.

    A section is called by its nearest heading; where that comes below several, by them too.
    """
    groups: dict[tuple[str, ...], list[SheetItem]] = {}
    for entry, item in pairs:
        above = () if by_tag else entry.variants[0].heading_path
        path = tuple(title for title in map(plain, above) if title != chapter)
        groups.setdefault(path, []).append(item)
    often = Counter(path[-1] for path in groups if path)
    for path, items in groups.items():
        alone = not path or often[path[-1]] == 1
        yield ChapterSection(path[-1] if path and alone else " · ".join(path), tuple(items))


class _ItemMaker:
    """Makes an item; see `sheet_item`."""

    def __init__(
        self,
        titles: dict[str, str],
        related: dict[str, str],
        width: float,
        pictures: PictureNames,
    ) -> None:
        self._titles, self._related, self._width = titles, related, width
        self._names = {(document, address): name for document, address, name in pictures}
        self._words = Renderer(Flavour.PRINT)

    def _renderer(self, document: str) -> Renderer:
        """What renders the texts of ``document``, with its pictures."""

        def image(address: str) -> str | None:
            name = self._names.get((document, address))
            return None if name is None else address_of(name)

        return Renderer(Flavour.PRINT, image) if self._names else self._words

    def item(self, entry: Entry) -> SheetItem:
        first = entry.variants[0]
        others = dict.fromkeys(text for text in other_wordings(entry) if text != entry.question)
        points = summary(entry)
        own = self._renderer(first.path)
        asked = _with_gaps(self._set(own.inline(entry.question)), first.form)
        options = self._options(entry, own)
        parts = tuple(
            self.part(part, entry) for part in _filled_in(entry) if not lists_wordings(part)
        )
        return SheetItem(
            code=entry.code,
            anchor=entry.code or f"{first.path}-{first.span.first}",
            title=plain(entry.question),
            html=Markup(with_whole_words(asked)),
            parts=parts,
            wordings=tuple(self._set(self._words.inline(text)) for text in others),
            sources=tuple(self.source(variant, entry) for variant in entry.variants),
            truncated=any(variant.truncated for variant in entry.variants),
            related=tuple(
                PrintedReference(code, code, self._set(self._words.inline(question)))
                for code, question in self._related.items()
            ),
            points=tuple(
                PrintedPoint(
                    self._short(point.term),
                    self._short(point.sentence),
                    self._short(point.clause),
                    point.added,
                    point.table,
                )
                for point in points
            ),
            pictures=_pictures(parts),
            more=has_more(entry),
            lines=_lines(points),
            form=first.form.value,
            stem=self._stem(shared_stem(first), own),
            options=options,
            option_width=max((drawn_width(one.html) for one in options), default=0.0),
            fills=tuple(self._set(own.inline(fill)) for fill in fills_of(entry)),
            bracket=first.form is Form.TRUE_FALSE and not has_bracket(entry.question),
            mentions=mentions(entry),
            width=drawn_width(asked),
        )

    def _options(self, entry: Entry, own: Renderer) -> tuple[PrintedOption, ...]:
        return tuple(
            PrintedOption(option.label, self._set(own.inline(option.text)), option.correct)
            for option in options_of(entry)
        )

    def _stem(self, text: str, own: Renderer) -> Markup:
        paragraphs = (part for part in re.split(r"\n\s*\n", text) if part.strip())
        return _NOTHING.join(
            Markup("<p>{}</p>").format(self._set(own.inline(part))) for part in paragraphs
        )

    def part(self, part: AnswerPart, entry: Entry) -> PrintedPart:
        renderer = self._renderer(entry.variants[part.variant].path)
        html = drawn(renderer.blocks(part.blocks))
        html = _kept_together(with_column_widths(html, self._width))
        return PrintedPart(
            label=_label(part, entry),
            kind=part.kind.value,
            html=Markup(typeset(html)),
            source=self.source(entry.variants[part.variant], entry) if part.variant else (),
        )

    def source(self, question: Question, entry: Entry) -> tuple[str, ...]:
        """The place of a question, with its heading where that is more than the title."""
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
        return self._set(with_formulas(text))


def _lines(points: Sequence[SummaryPoint]) -> int:
    """Lines for writing the points down in a word or two each."""
    widths = (width(point.term) + min(width(point.clause), _BY_HAND) for point in points)
    room = ceil(sum(widths) / _BY_HAND)
    return max(_FEWEST_LINES, min(_MOST_LINES, room))


def _pictures(parts: Sequence[PrintedPart]) -> tuple[Markup, ...]:
    """The pictures of an answer, each once, or their names in words."""
    kinds = (Kind.ANSWER, Kind.FEATURE)
    found = (_PICTURE.findall(part.html) for part in parts if part.kind in kinds)
    return tuple(map(Markup, dict.fromkeys(chain.from_iterable(found))))[:_MOST_PICTURES]


def _title(text: str) -> Markup:
    return Markup(typeset(str(escape(text))))


def _label(part: AnswerPart, entry: Entry) -> str:
    """What is printed above a part: nothing where its place says the same as its label."""
    says_more = part.label not in strings.PLAIN_LABELS.get(part.kind, frozenset()) | {""}
    if says_more:
        return plain(part.label)
    if part.kind is Kind.QUESTION:
        return ""
    asked = any(other.kind is Kind.QUESTION for other in entry.parts) or bool(
        options_of(entry) or fills_of(entry)
    )
    if part.kind is Kind.ANSWER and (part.variant or not asked):
        return ""
    return plain(part.label) or strings.OWN_LABELS[part.kind]


def _filled_in(entry: Entry) -> tuple[AnswerPart, ...]:
    """The parts of ``entry``, what fills its gaps in one line of its answer."""
    if not (fills := fills_of(entry)):
        return entry.parts
    others = beside_answer(entry)
    place = sum(part.kind is Kind.QUESTION for part in others)
    line = Paragraph(strings.GAP_FILLED.join(fills), entry.variants[0].span)
    answer = AnswerPart("", Kind.ANSWER, (line,), 0)
    return (*others[:place], answer, *others[place:])


def _with_gaps(html: str, form: Form) -> str:
    """``html`` of a question, with room to write in its gaps."""
    return _GAP.sub('<span class="gap"></span>', html) if form is Form.BLANK else html


def _kept_together(html: str) -> str:
    """``html`` whose short code is ``short`` and whose "as follows:" is a ``lead``."""

    def marked(match: re.Match[str]) -> str:
        if match[1].count("\n") < _SHORT:
            return f'<pre class="code short">{match[1]}</pre>'
        return match[0]

    return _LEAD.sub('<p class="lead">', _CODE.sub(marked, html))
