"""An entry as the item that the sheets print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from math import ceil

from markupsafe import Markup

from shuati.config import strings
from shuati.model import (
    AnswerPart,
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
from shuati.publish.print.asked_brief import Brief, brief_stem, brief_task
from shuati.publish.print.column_widths import bold_width, drawn_width, with_column_widths
from shuati.publish.print.formulas import drawn, with_formulas
from shuati.publish.print.index_terms import mentions
from shuati.publish.print.printed_pictures import address_of
from shuati.publish.print.sheet_items import (
    PrintedBrief,
    PrintedOption,
    PrintedPart,
    PrintedPoint,
    PrintedReference,
    SheetItem,
)
from shuati.publish.print.short_form import width
from shuati.publish.print.summary import SummaryPoint, has_more, summary
from shuati.publish.print.typography import typeset
from shuati.publish.print.whole_words import with_whole_words
from shuati.publish.render.html import Flavour, Renderer
from shuati.text.markdown import plain
from shuati.text.scripts import HAN

_BY_HAND = 26  # em of the printed answer for which a line is enough, and of a point at most
_FEWEST_LINES, _MOST_LINES = 2, 9
_SHORT = 14  # lines of code that are kept on one page
_CODE = re.compile(r'<pre class="code">(.*?)</pre>', re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*>|<span class="image">[^<]*</span>')
_MOST_PICTURES = 4  # beside an answer in short
_GAP = re.compile(rf"([{HAN}、“‘（]?)_{{4,}}")
_LEAD = re.compile(
    r'<p>(?=[^\n]*[：:](?:</[a-z]+>)*</p>\s*<(?:ul|ol|pre|div|p class="formula")'  # "as follows:"
    r"|[^\n]{1,60}</p>\s*<(?:pre|div))"  # a line about what is displayed
)

_NOTHING = Markup("")


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
                    point.mark,
                    point.lead,
                    self._set(own.blocks((point.table,))) if point.table else _NOTHING,
                )
                for point in points
            ),
            pictures=_pictures(parts),
            more=has_more(entry),
            lines=_lines(points),
            form=first.form.value,
            stem=self._stem(shared_stem(first), own),
            stem_brief=self._brief(brief_stem(first)),
            asked_brief=self._brief(brief_task(entry)),
            options=options,
            option_width=max((bold_width(one.html) for one in options), default=0.0),
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

    def _brief(self, brief: Brief) -> PrintedBrief:
        return PrintedBrief(self._short(brief.text), brief.rest)

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
    """``html`` of a question, with room to write in its gaps, none of which begins a line."""
    if form is not Form.BLANK:
        return html
    return _GAP.sub(r'<span class="with-gap">\1<span class="gap"></span></span>', str(html))


def _kept_together(html: str) -> str:
    """``html`` whose short code is ``short`` and whose "as follows:" is a ``lead``."""

    def marked(match: re.Match[str]) -> str:
        if match[1].count("\n") < _SHORT:
            return f'<pre class="code short">{match[1]}</pre>'
        return match[0]

    return _LEAD.sub('<p class="lead">', _CODE.sub(marked, html))
