"""What a sheet's template walks through: chapters, sections, items and their parts.

Everything named ``html`` is safe HTML, ready to print; every other text is plain.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

from shuati.config import strings
from shuati.model import (
    Form,
    Kind,
)
from shuati.publish.print.column_widths import drawn_width
from shuati.publish.print.index_terms import IndexMention
from shuati.publish.print.typography import typeset

_NOTHING = Markup("")
_REMARK = re.compile(r"[（(](?:[^（）()]{5,}|[^（）()]*[分题空])[）)]$")  # （每题 2 分）
_BESIDE_OPTION = 3.0  # em: its letter, and what parts it from the next one
_MOST_PARTS = 8  # columns of a table of marks


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

    What another document adds is ``added``. An item of a list has its ``mark``, • or 1. and so
    on; a ``lead`` is the name of the points below it. A ``table`` has its HTML.
    """

    term: Markup
    sentence: Markup
    clause: Markup
    added: bool = False
    mark: str = ""
    lead: bool = False
    table: Markup = _NOTHING

    @property
    def half(self) -> Markup:
        """The earlier name of `clause`, for templates written with it."""
        return self.clause


@dataclass(frozen=True, slots=True)
class PrintedBrief:
    """A text in brief; ``rest`` says that there is more of it."""

    html: Markup = _NOTHING
    rest: bool = False


_NO_BRIEF = PrintedBrief()


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

    ``form`` is a value of `Form`; ``stem`` the material shared with other items, which
    ``stem_above`` names the first of, where that is another one; ``options`` what is chosen
    from, about ``option_width`` em wide at most, ``fills`` what the gaps want. ``stem_brief`` is
    the material in brief, ``asked_brief`` what is asked beside the question.
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
    stem_above: str = ""
    stem_brief: PrintedBrief = _NO_BRIEF
    asked_brief: PrintedBrief = _NO_BRIEF
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

    def option_columns(self, room: float) -> int:
        """In how many columns (1, 2 or 4) its options stand where ``room`` em are in a line."""
        width = self.option_width + _BESIDE_OPTION
        if 4 * width <= room and len(self.options) > 2:
            return 4
        return 2 if 2 * width <= room else 1

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

    @property
    def name(self) -> Markup:
        """The title without a remark behind it: how many marks a part of a paper has."""
        return _title(_REMARK.sub("", self.title))


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
    def scored(self) -> tuple[tuple[Markup, int], ...]:
        """What is marked one by one: the parts of a paper, else the forms; each with its count."""
        parts = [(section.name, len(section.items)) for section in self.sections]
        if 1 < len(parts) <= _MOST_PARTS and all(name for name, _ in parts):
            return tuple(parts)
        counted = Counter(item.form for section in self.sections for item in section.items)
        return tuple(
            (Markup(strings.FORM_NAMES[Form(form)]), count) for form, count in counted.items()
        )


def _title(text: str) -> Markup:
    return Markup(typeset(str(escape(text))))
