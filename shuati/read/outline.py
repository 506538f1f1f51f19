"""The headings of a document as a tree, with what is directly under each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from shuati.model import Code, Heading, Kind, Paragraph, PointList, Table
from shuati.read.conventions import Conventions
from shuati.read.expand.heads import head_of, split_head
from shuati.read.question_start import QuestionStart, title_start
from shuati.read.rows.columns import columns_by_name
from shuati.read.segment import has_body, headings
from shuati.sources.column_names import Column
from shuati.sources.element import Element, Role
from shuati.sources.question_words import (
    instructs,
    is_article_title,
    is_closing_title,
    is_deictic,
    is_faq_title,
    is_project_title,
    names_guide,
    names_kind,
    names_question_part,
    names_study,
    sounds_asked,
)
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_READ_AS = re.compile(r"^shuati:\s*[\"']?(topics|article)\b", re.MULTILINE | re.IGNORECASE)
_SECTIONS = 4  # of a document with few
_COMMANDS = ("bash", "sh", "shell", "zsh", "console", "powershell", "ps1", "cmd", "bat")
_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class OutlineHeading:
    """A heading at ``line``; ``parent`` is the index of the one it is under, -1 for none.

    ``asked`` is how much its title is a question (see `sounds_asked`); ``bodied``
    says whether content is directly below it;
    ``of_article``, ``of_questions`` and ``of_project`` whether it is one that articles have
    (背景介绍), that says that questions follow (面试题), or that presents a project (License);
    ``of_kind`` and ``of_faq`` whether it names a kind of questions (简答题), or is 常见问题.
    """

    line: int
    level: int
    parent: int
    title: str
    asked: float
    bodied: bool
    of_article: bool
    of_questions: bool
    of_project: bool
    of_kind: bool
    of_faq: bool


@dataclass(frozen=True, eq=False)
class Outline:
    """All headings of a document in order, equal to none but itself; ``last`` is its last line.

    ``named`` says whether its path, front matter or title names something to be learned,
    ``guides`` whether they name a manual or a report; ``title_asks``: the title in its front
    matter asks; ``titled_faq``: it is 常见问题;
    ``read_as`` what a person says that it is (see `Source`);
    ``instructing`` is the share of its sections that tell what to do, ``deictic`` that of those
    that speak of the author, to the reader, or of a day that only they know;
    ``defining`` is the share of its headings whose text begins with their title (# 甲, then 甲是…);
    ``code_only`` is the share of its sections that have nothing but code,
    ``pictured`` that of those with a picture;
    ``labels`` counts the labels with which answers begin, ``asking_items`` the items of lists
    that ask, ``question_rows`` the rows of tables of questions;
    ``asks_by_headings``: headings are labels of questions (## 题目).
    """

    headings: tuple[OutlineHeading, ...]
    last: int
    labels: int
    named: bool
    read_as: str
    asking_items: int
    asks_by_headings: bool
    guides: bool
    title_asks: bool
    titled_faq: bool
    instructing: float
    deictic: float
    defining: float
    code_only: float
    pictured: float
    question_rows: int

    @cached_property
    def _lines(self) -> list[int]:
        return [heading.line for heading in self.headings]

    def at(self, line: int) -> int | None:
        """The index of the heading at ``line``."""
        found = bisect_right(self._lines, line) - 1
        return found if found >= 0 and self.headings[found].line == line else None

    def above(self, line: int) -> int:
        """The index of the last heading above ``line``, -1 where there is none."""
        return bisect_right(self._lines, line - 1) - 1

    def path(self, index: int) -> list[int]:
        """The indices of a heading and of those it is under, innermost first."""
        found = []
        while index >= 0:
            found.append(index)
            index = self.headings[index].parent
        return found

    @cached_property
    def _last_of_title(self) -> dict[str, int]:
        """The last line where a heading has each title."""
        return {fold_letters(heading.title): heading.line for heading in self.headings}

    def has_below(self, title: str, line: int) -> bool:
        """Whether a heading below ``line`` has the same title, as one in a table of contents."""
        return self._last_of_title.get(fold_letters(plain(title)), 0) > line

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The indices of the headings directly under each heading (-1: under none)."""
        found: dict[int, list[int]] = {}
        for index, heading in enumerate(self.headings):
            found.setdefault(heading.parent, []).append(index)
        return found

    @cached_property
    def asking_groups(self) -> frozenset[int]:
        """The headings (-1: the document) under which most headings ask, two or more."""
        found = set()
        for parent, inner in self.children.items():
            titles = [at for at in inner if not is_closing_title(self.headings[at].title)]
            asking = sum(self.headings[at].asked >= 0.8 for at in titles)
            if asking > 1 and 5 * asking >= 3 * len(titles):
                found.add(parent)
        return frozenset(found)

    @cached_property
    def parts(self) -> list[int]:
        """The first lines of the document's parts.

        They begin at the headings of the highest level of several, if headings are below most
        of them; else the document is one part.
        """
        for level in sorted({heading.level for heading in self.headings}):
            found = [at for at, one in enumerate(self.headings) if one.level == level]
            if len(found) > 1:
                above_others = sum(at in self.children for at in found)
                lines = [self.headings[at].line for at in found]
                return [1, *lines] if 2 * above_others >= len(found) else [1]
        return [1]

    def holds(self, line: int, starts: Sequence[int]) -> bool:
        """Whether there is a heading at ``line`` and one of ``starts`` (in order) is under it."""
        at, next_start = self.at(line), bisect_left(starts, line)
        return at is not None and next_start < len(starts) and starts[next_start] <= self.end(at)

    def lines_of(self, part: int) -> tuple[int, int]:
        """The first and the last line of a part."""
        last = self.parts[part + 1] - 1 if part + 1 < len(self.parts) else self.last
        return self.parts[part], last

    def part_asks(self, part: int) -> float:
        """The share of the headings of a part that ask."""
        return self._part_asks[part]

    @cached_property
    def _part_asks(self) -> list[float]:
        found = [[0, 0] for _ in self.parts]
        for heading in self.headings:
            counts = found[self.part(heading.line)]
            counts[0] += heading.asked >= 0.8
            counts[1] += 1
        return [asking / max(1, count) for asking, count in found]

    def level_asks(self, index: int) -> float:
        """The share of the other headings of a heading's level that ask."""
        own = self.headings[index]
        return _others(own, self._levels[own.level])[0]

    def siblings_ask(self, index: int) -> tuple[float, int]:
        """The share of a heading's siblings that ask, and how many there are.

        They are the others of its level under the same heading.
        """
        own = self.headings[index]
        return _others(own, self._siblings[own.parent, own.level])

    @cached_property
    def _siblings(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For every parent and level how many headings ask, and how many there are."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for heading in self.headings:
            asking, count = found.get((heading.parent, heading.level), (0, 0))
            found[heading.parent, heading.level] = asking + (heading.asked >= 0.8), count + 1
        return found

    @cached_property
    def _levels(self) -> dict[int, tuple[int, int]]:
        """For every level how many of its headings ask, and how many there are."""
        found: dict[int, tuple[int, int]] = {}
        for heading in self.headings:
            asking, count = found.get(heading.level, (0, 0))
            found[heading.level] = asking + (heading.asked >= 0.8), count + 1
        return found

    def part(self, line: int) -> int:
        """The index of the part that ``line`` is in."""
        return bisect_right(self.parts, line) - 1

    @cached_property
    def leaves(self) -> list[int]:
        """The headings that ask nothing, with text and no heading below them."""
        return [
            at
            for at, heading in enumerate(self.headings)
            if heading.bodied and heading.asked < 0.8 and at not in self.children
        ]

    @cached_property
    def holders(self) -> list[int]:
        """The headings that have others below them."""
        return [at for at in self.children if at >= 0]

    @cached_property
    def bare_holders(self) -> float:
        """The share of the holders that have no text of their own."""
        bare = sum(not self.headings[at].bodied for at in self.holders)
        return bare / max(1, len(self.holders))

    @cached_property
    def silent(self) -> bool:
        """Whether nearly none of the headings ask."""
        asking = sum(one.asked >= 0.8 for one in self.headings)
        return asking <= 0.1 * len(self.headings)

    @cached_property
    def projects(self) -> float:
        """The share of the headings that present a project; one alone says nothing."""
        count = sum(one.of_project for one in self.headings)
        return count / len(self.headings) if count > 1 else 0.0

    def is_title(self, index: int) -> bool:
        """Whether a heading is the first, with all others under it, two or more of them bodied."""
        inner = self.children.get(index, [])
        alone = index == 0 and len(self.children.get(-1, ())) == 1
        return alone and sum(self.headings[at].bodied for at in inner) > 1

    @cached_property
    def in_question_part(self) -> list[bool]:
        """For every heading whether one above it names a part of questions (常见问题, FAQ)."""
        return [
            any(self.headings[at].of_questions for at in self.path(heading.parent))
            for heading in self.headings
        ]

    def end(self, index: int) -> int:
        """The last line under a heading."""
        level = self.headings[index].level
        for heading in self.headings[index + 1 :]:
            if heading.level <= level:
                return heading.line - 1
        return self.last


def outline_of(
    elements: Sequence[Element], conventions: Conventions, path: str = "", read_as: str = ""
) -> Outline:
    """The outline of the document at ``path``; ``read_as`` as its `Source` has it."""
    found = headings(elements, conventions)
    ends = [at for at, _ in found[1:]] + [len(elements)] * bool(found)
    parents: list[int] = []
    stack: list[int] = []
    made: list[OutlineHeading] = []
    for (at, block), end in zip(found, ends, strict=True):
        while stack and made[stack[-1]].level >= block.level:
            stack.pop()
        parents.append(stack[-1] if stack else -1)
        stack.append(len(made))
        start: QuestionStart = title_start(at, block.text, block.level)
        body = elements[at + 1 : end]
        made.append(
            OutlineHeading(
                elements[at].span.first,
                block.level,
                parents[-1],
                start.title,
                1.0 if start.explicit else start.asked,
                has_body(body),
                is_article_title(start.title),
                names_question_part(start.title),
                is_project_title(start.title),
                names_kind(start.title),
                is_faq_title(start.title),
            )
        )
    matter = " ".join(one.text for one in elements[:1] if one.role is Role.FRONT_MATTER)
    title = made[0].title if made and made[0].parent < 0 and _is_lone(made) else ""
    front = _TITLE.search(matter)
    stated = _READ_AS.search(matter)
    said = stated[1].lower() if stated else read_as
    stated_title = front[1].strip(" '\"") if front else ""
    names = " ".join((PurePosixPath(path).stem, title, stated_title))
    lists = [element.block for element in elements if isinstance(element.block, PointList)]
    heads = [head_of(point) for points in lists for point in points.points]
    items = sum(sounds_asked(split_head(head)[0]) >= 0.9 for head in heads if head)
    labels = sum(conventions.opens_answer(element) is not None for element in elements)
    asked = [one for one in elements if isinstance(one.block, Heading) and _asks(one, conventions)]
    return Outline(
        headings=tuple(made),
        last=elements[-1].span.last if elements else 0,
        labels=labels,
        named=names_study(names),
        guides=names_guide(names),
        titled_faq=is_faq_title(stated_title),
        title_asks=sounds_asked(stated_title) >= 0.9 and not names_question_part(stated_title),
        instructing=_share_of_sections(elements, found, ends, _instructs),
        defining=_defining(made, elements, found, ends),
        pictured=_share_of_sections(elements, found, ends, _has_picture),
        code_only=_code_only(
            [elements[at + 1 : end] for (at, _), end in zip(found, ends, strict=True)]
        ),
        deictic=_share_of_sections(elements, found, ends, _is_deictic),
        question_rows=sum(_question_rows(element) for element in elements),
        read_as=said,
        asking_items=items,
        asks_by_headings=len(asked) > 1 or bool(asked and labels),
    )


def _defining(
    made: Sequence[OutlineHeading],
    elements: Sequence[Element],
    found: Sequence[tuple[int, Heading]],
    ends: Sequence[int],
) -> float:
    """The share of the headings below which the text begins with their title, and goes on."""
    count = 0
    for heading, (at, _), end in zip(made, found, ends, strict=True):
        texts = [
            text for element in elements[at + 1 : min(end, at + 2)] for text in _texts(element)
        ]
        title = fold_letters(plain(heading.title))
        text = fold_letters(plain(texts[0])) if texts and title else ""
        count += text.startswith(title) and len(text) > 2 * len(title)
    return count / max(1, len(made))


def _code_only(bodies: Sequence[Sequence[Element]]) -> float:
    """The share of the sections with a body that have nothing but code."""
    blocks = [[element.block for element in body if element.block is not None] for body in bodies]
    bodied = [body for body in blocks if body]
    code = sum(all(isinstance(block, Code) for block in body) for body in bodied)
    return code / max(1, len(bodied))


def _share_of_sections(
    elements: Sequence[Element],
    found: Sequence[tuple[int, Heading]],
    ends: Sequence[int],
    holds: Callable[[Element], bool],
) -> float:
    """The share of the sections with text (what is directly under a heading) of which it ``holds``.

    That is so where it holds of one element. In a document of few sections one says little.
    """
    bodies = [elements[at + 1 : end] for (at, _), end in zip(found, ends, strict=True)]
    bodies = [body for body in bodies if has_body(body)]
    return sum(any(map(holds, body)) for body in bodies) / max(_SECTIONS, len(bodies))


def _instructs(element: Element) -> bool:
    """Whether an element is a command, or text that tells what to do."""
    block = element.block
    if isinstance(block, Code):
        return block.language.lower() in _COMMANDS
    return any(map(instructs, _texts(element)))


def _has_picture(element: Element) -> bool:
    """Whether an element shows a picture."""
    return any(_PICTURE.search(text) for text in _texts(element))


def _is_deictic(element: Element) -> bool:
    """Whether an element speaks of its author, to its reader, or of a day that they know."""
    return any(map(is_deictic, _texts(element)))


def _texts(element: Element) -> list[str]:
    """The text of a paragraph, or those that the items of a list begin with."""
    block = element.block
    if isinstance(block, PointList):
        return [head for point in block.points if (head := head_of(point))]
    return [block.text] if isinstance(block, Paragraph) else []


def _question_rows(element: Element) -> int:
    """How many rows of a table are questions by the names of its columns."""
    table = element.block
    columns = columns_by_name(table.head) if isinstance(table, Table) else None
    asked = columns is not None and Column.QUESTION in columns
    return len(table.rows) if isinstance(table, Table) and asked else 0


def _asks(element: Element, conventions: Conventions) -> bool:
    """Whether an element is a label of a question."""
    label = conventions.label_of(element)
    return label is not None and label.kind is Kind.QUESTION


def _others(own: OutlineHeading, counts: tuple[int, int]) -> tuple[float, int]:
    """The share that asks of the headings counted, and their number, less ``own``."""
    others = counts[1] - 1
    return ((counts[0] - (own.asked >= 0.8)) / others if others else 0.0), others


def _is_lone(headings: Sequence[OutlineHeading]) -> bool:
    """Whether the first heading is the only one of its level, as a document's title is."""
    return sum(heading.level == headings[0].level for heading in headings) == 1
