"""A mark is where a question begins; a scheme is one way of marking a whole document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shuati.model import Heading, Kind, Span
from shuati.read.conventions import Habits
from shuati.sources.elements import Role, Unit
from shuati.text.labels import parse
from shuati.text.numbering import Numbered, split_loosely, split_number
from shuati.text.question_words import says_something, sounds_asked

# What programs put into a title: anchors, <Badge … />, []{#_Toc1 .anchor}, comments.
_ANCHOR = re.compile(
    r"<a\b[^<>]*>\s*</a>|<a\b[^<>]*/>|<(?P<tag>[A-Z]\w*)\b[^<>]*(?:/>|>\s*</(?P=tag)>)"
    r"|(?:\[\])?\{[#.][\w-]+(?:\s+[.#][\w-]+)*\}|<!--.*?-->"
)
_KEY = re.compile(r"答案.{0,4}(?:速查|汇总|一览|表|页|部分|区)")
NO_LEVEL = 7  # the level of a mark that is no heading


@dataclass(frozen=True, slots=True)
class Mark:
    """A question begins at unit ``at`` of the flow.

    ``title`` is inline text without the number; '' when the next paragraph holds it.
    ``explicit``: the mark itself says that this is a question (题目3, Q:). ``form``: how
    much its form and what stands below it say so, where its words do not (options A to D
    below it, a text that folds open): a floor for `asked`.
    """

    at: int
    title: str
    number: str | None
    style: str
    explicit: bool
    level: int = NO_LEVEL
    rest: str = ""
    form: float = 0.0

    @property
    def asked(self) -> float:
        """How much this is a question by its words, see `sounds_asked`, or by its form."""
        words = sounds_asked(self.title)
        return max(words, self.form) if words >= 0 else words


@dataclass(frozen=True, slots=True)
class Scheme:
    """One reading of a document: its units (lists opened where needed) and the marks in them."""

    name: str
    flow: tuple[Unit, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the flow: a question with its mark (``units[0]``), or what is none."""

    mark: Mark | None
    units: tuple[Unit, ...]


def title_mark(at: int, text: str, level: int = NO_LEVEL, number: str | None = None) -> Mark:
    """The mark that a title makes: its number split off, its emphasis and anchors removed."""
    text = clean(text)
    if level != NO_LEVEL and re.fullmatch(r"\d{1,4}", text):
        return Mark(at, "", str(int(text)), "1", True, level)
    numbered: Numbered | None = split_number(text)
    if numbered is None or (number and not numbered.explicit):
        return Mark(at, clean(text), number, "item" if number else "", False, level)
    label = parse(numbered.rest)
    if label is not None and label.kind is Kind.QUESTION and label.rest:
        return Mark(at, clean(label.rest), numbered.number, numbered.style, True, level)
    return Mark(at, clean(numbered.rest), numbered.number, numbered.style, numbered.explicit, level)


def regular(marks: Sequence[Mark]) -> list[Mark]:
    """Marks with their numbers as the majority has them.

    Among numbered titles ``1.3TCP`` and ``3,题`` are numbered too; among others the
    figures of "10 种排序" are no number.
    """
    numbers = [mark.number for mark in marks if mark.number is not None]
    counted = len(numbers) >= 3 and numbers[:3] == ["1", "2", "3"]
    if 2 * len(numbers) > len(marks) or counted:
        return [_renumbered(mark) if mark.number is None else mark for mark in marks]
    return [
        replace(mark, title=f"{mark.number} {mark.title}", number=None, style="")
        if mark.style == "1"
        else mark
        for mark in marks
    ]


def _renumbered(mark: Mark) -> Mark:
    loose = split_loosely(mark.title)
    if loose is None:
        return mark
    return replace(mark, title=clean(loose.rest), number=loose.number, style=loose.style)


@lru_cache(maxsize=65_536)
def clean(text: str, *, colon: bool = False) -> str:
    """A title without anchors, closing hashes and emphasis around the whole of it.

    ``colon``: keep one at the end, as a question of several lines has it.
    """
    text = _ANCHOR.sub("", text).strip()
    text = re.sub(r"^[❓❔]\ufe0f?\s*(?=\S)", "", text)
    text = re.sub(r"^<a\b[^<>]*>(.*)</a>", r"\1", text)
    text = re.sub(
        r"^</?(?:b|strong|font|span|center)\b[^<>]*>|</(?:b|strong|font|span|center)>$", "", text
    )
    text = text.strip()
    whole = re.fullmatch(r"(\*\*|__)\s*((?:(?!\1).)+?)\s*\1\s*([:：?？。]?)", text, re.DOTALL)
    text = whole[2] + whole[3] if whole else text
    text = re.sub(r"^\[[ xX]\]\s+", "", text)
    text = re.sub(r"^[:：、.\s]+", "", text).rstrip()
    return text if colon else text.rstrip(":： ")


def headings(units: Sequence[Unit], habits: Habits) -> list[tuple[int, Heading]]:
    """The headings that are no labels, with their places."""
    return [
        (at, unit.block)
        for at, unit in enumerate(units)
        if isinstance(unit.block, Heading) and not habits.is_label_heading(unit)
    ]


def has_body(units: Sequence[Unit]) -> bool:
    """Whether there is any content, and not only rules and comments."""
    return any(unit.block is not None for unit in units)


def cut(scheme: Scheme, habits: Habits) -> list[Segment]:
    """The flow cut at its marks and where a question surely ends.

    A question ends at the next mark, at a heading that is not below its own level (or,
    where it has none, below the heading it stands under), and at the end of the
    ``<details>`` that it opened. Below the key to a paper none begins.
    """
    marks = {mark.at: mark for mark in scheme.marks}
    titles = dict(headings(scheme.flow, habits))
    keys = _answer_keys(scheme, habits)
    key = 0  # the level of the key to a whole section or paper that we are in
    segments: list[Segment] = []
    current: Mark | None = None
    units: list[Unit] = []
    above = limit = 0  # the level of the heading above; the level that ends the question
    depth: int | None = None  # of <details> inside a question that began as a summary

    def close(mark: Mark | None) -> None:
        nonlocal current, units
        if units or current:
            segments.append(Segment(current, tuple(units)))
        current, units = mark, []

    for at, unit in enumerate(scheme.flow):
        if at in titles and titles[at].level <= key:
            key = 0
        if at in marks and not key:
            mark = marks[at]
            opened = units.pop() if units and units[-1].role is Role.OPEN else unit
            close(mark)
            limit = mark.level if mark.level != NO_LEVEL else above
            depth = 0 if unit.role is Role.SUMMARY else None
            units = [replace(unit, span=Span(opened.span.first, unit.span.last))]
            if mark.level != NO_LEVEL:
                above = mark.level
            continue
        if at in keys and depth is None and (keys[at].level <= limit or _KEY.search(keys[at].text)):
            close(None)
            current, limit, key = None, 0, keys[at].level
        elif at in titles:
            if current is None or titles[at].level <= limit or (limit == 0 and above == 0):
                close(None)
                above = titles[at].level
        elif unit.role is Role.ITEM and current is not None and not says_something(unit.text):
            close(None)  # a link or dots among the questions
        elif depth is not None and unit.role is Role.OPEN:
            depth += 1
        elif depth is not None and unit.role is Role.CLOSE:
            depth -= 1
        units.append(unit)
        if depth is not None and depth < 0:
            if has_body(units[1:]):  # else the fold was but the title
                close(None)
            depth = None
    close(None)
    return _rules_back(segments)


def _answer_keys(scheme: Scheme, habits: Habits) -> dict[int, Heading]:
    """Headings 答案 of a whole section, where the questions themselves are no headings."""
    if any(isinstance(scheme.flow[mark.at].block, Heading) for mark in scheme.marks):
        return {}
    return {
        at: unit.block
        for at, unit in enumerate(scheme.flow)
        if isinstance(unit.block, Heading)
        and (habits.is_label_heading(unit) or _KEY.search(unit.block.text))
    }


def _rules_back(segments: list[Segment]) -> list[Segment]:
    """Separators after a question belong to it, and make no segment of their own."""
    kept: list[Segment] = []
    for segment in segments:
        empty = not has_body(segment.units) and segment.units[0].role is not Role.ITEM
        if segment.mark is None and kept and empty and kept[-1].mark:
            kept[-1] = Segment(kept[-1].mark, kept[-1].units + segment.units)
        else:
            kept.append(segment)
    return kept
