"""The answers of a key, read element by element: lists, tables, lines, ``1-5 ABCDC``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuati.model import Block, Code, Form, Heading, Kind, Paragraph, PointList, Quote, Span, Table
from shuati.read.exam.case_names import names_case
from shuati.read.exam.key_answers import compact_answers
from shuati.read.exam.part_kinds import part_form
from shuati.sources import labels
from shuati.sources.element import Element
from shuati.sources.numbering import split_number
from shuati.text.markdown import plain

INLINE = re.compile(
    r"[\s*_【]*(?:(?:参考|标准|正确)?答案|answers?(?:\s+key)?|key)[\s*_】]*[:：]?[\s*_]*(?=\d)",
    re.IGNORECASE,
)
ITEM = re.compile(
    r"\s*(?:\*\*)?(?:第\s*)?[（(]?(?P<number>\d{1,4})\s*(?:题)?\s*(?:\\?[.．、:：)）]|(?=[【\[]))\s*(?:\*\*)?\s*(?=\S)"
)
_PREFIX = re.compile(
    r"\s*(?P<prefix>(?:[一二三四五六七八九十]{1,2}\s*[、.．])?\s*[^\d\s:：、.]{0,14}?)\s*[:：]?\s*(?=\d)"
)
_ORDINAL = re.compile(r"\s*[一二三四五六七八九十]{1,2}\s*[、.．]\s*(?=\d{1,3}\s*[.、．])")
_NEXT = re.compile(r"(?<=\s)(?P<number>\d{1,3})\s*[.、．](?!\d)\s*")
CHAPTER = re.compile(r"第\s*([\d一二三四五六七八九十百]+)\s*([章节篇讲课单元])")
OF_ANSWERS = re.compile(
    r"的?\s*(?:参考|标准|正确|详细)?(?:答案(?:[及与和、]?(?:详细|参考)?解析)?|解答|题解)"
    r"(?=\W*$|\s*[（(])"
)
_FAR = 8  # how many numbers may be missing between two answers


@dataclass
class KeyItem:
    """An answer in a key: the number of its question, the titles above it, what it says."""

    number: int
    part: str
    form: Form | None
    chapter: str
    span: Span
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """A key at ``span``; ``unread`` are the first lines of what is no answer in it.

    ``among`` are the positions of its questions, None where they may be anywhere above.
    """

    span: Span
    items: tuple[KeyItem, ...]
    unread: tuple[int, ...]
    compact: int  # how many of the answers are but letters or verdicts
    among: Span | None = None


def text_above(element: Element) -> str:
    block = element.block
    return block.text if isinstance(block, Heading | Paragraph) else ""


def form_of_part(title: str) -> Form | None:
    """The form of the answers below a title in a key: 二、判断题, 二、判断题参考答案."""
    return part_form(title) or part_form(OF_ANSWERS.sub("", title))


def number_answered(title: str) -> int | None:
    """The number of the question whose answer is below a title: 题目3 答案, 第 3 题解析."""
    numbered = split_number(plain(title))
    if numbered is None or not numbered.explicit or not numbered.number.isdecimal():
        return None
    label = labels.parse(numbered.rest, heading=True)
    answers = label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION)
    return int(numbered.number) if answers and label and not label.rest else None


class _Reader:
    """The answers of a key, read element by element."""

    def __init__(self) -> None:
        self.items: list[KeyItem] = []
        self.unread: list[int] = []
        self._part, self._chapter = "", ""
        self._form: Form | None = None
        self._last = 0
        self.compact = 0

    def heading(self, title: str) -> None:
        text = plain(title)
        form = form_of_part(text)
        if form is None and CHAPTER.search(text):
            self._chapter, self._part, self._form = text, "", None
        else:
            self._part, self._form = text, form
        self._last = 0

    def add(self, number: int, blocks: list[Block], span: Span) -> None:
        self.items.append(KeyItem(number, self._part, self._form, self._chapter, span, blocks))
        self._last = number

    def paragraph(self, block: Paragraph) -> None:
        lines = block.text.split("\n")
        spaced = block.span.last - block.span.first + 1 == len(lines)
        for at, line in enumerate(lines):
            place = block.span.first + at if spaced else block.span.first
            self.line(line, Span(place, place))

    def line(self, line: str, span: Span) -> None:
        if not line.strip():
            return
        found = compact_answers(line)
        if not found and (prefix := _PREFIX.match(line)) and prefix["prefix"].strip():
            found = compact_answers(line[prefix.end() :])
            if found:
                self.heading(prefix["prefix"])
        if found:
            self.compact += len(found)
            for number, answer in found:
                self.add(number, [Paragraph(answer, span)], span)
            return
        titled = form_of_part(line) is not None or names_case(line, heading=False)
        if len(line) < 40 and (titled or _is_chapter(line)):
            self.heading(line)
            return
        if (ordinal := _ORDINAL.match(line)) is not None:
            self.heading(ordinal[0])
            line = line[ordinal.end() :]
        item = ITEM.match(line)
        if item is not None and self._follows(int(item["number"])):
            for number, text in _in_line(int(item["number"]), line[item.end() :]):
                self.add(number, [Paragraph(text, span)], span)
        elif self.items and (self._last or not self._part):
            self.items[-1].blocks.append(Paragraph(line, span))
        else:
            self.unread.append(span.first)

    def _follows(self, number: int) -> bool:
        if not self._last:
            return True
        return self._last < number <= self._last + _FAR

    def table(self, table: Table) -> None:
        rows = [table.head, *table.rows]
        numbers = [at for at, row in enumerate(rows) if _numbers(row[1:])]
        span = table.span
        if (numbers and numbers[0] == 0) or (numbers and not _numbers([r[0] for r in rows[1:]])):
            for at in numbers:
                if at + 1 < len(rows):
                    for number, answer in zip(rows[at][0:], rows[at + 1][0:], strict=False):
                        if re.fullmatch(r"\s*\d{1,4}\s*", number) and answer.strip():
                            self.compact += 1
                            self.add(int(number), [Paragraph(answer.strip(), span)], span)
            return
        for at, row in enumerate(rows):
            place = span.first + (at + 1 if at else 0)
            for column in range(len(row) - 1):
                cell = row[column].strip().rstrip("题.、")
                if re.fullmatch(r"\d{1,4}", cell) and row[column + 1].strip():
                    if column and re.fullmatch(r"\s*\d{1,4}\s*", row[column - 1]):
                        continue
                    blocks: list[Block] = [Paragraph(row[column + 1].strip(), Span(place, place))]
                    if len(row) == 3 and column == 0 and row[2].strip():
                        blocks.append(Paragraph(f"解析：{row[2].strip()}", Span(place, place)))
                    self.compact += 1
                    self.add(int(cell), blocks, Span(place, place))

    def points(self, points: PointList) -> None:
        if not points.ordered:
            for point in points.points:
                for block in point.blocks:
                    self.block(block)
            return
        if self._last and points.start != self._last + 1 and not self._follows(points.start):
            if self.items:
                self.items[-1].blocks.append(points)
            return
        for at, point in enumerate(points.points):
            first = point.blocks[0] if point.blocks else None
            if isinstance(first, Paragraph) and len(point.blocks) == 1:
                text = f"{points.start + at}. {first.text}"
                if "\n" not in text and (found := compact_answers(text)):
                    for number, answer in found:
                        self.add(number, [Paragraph(answer, first.span)], first.span)
                    continue
            self.add(points.start + at, list(point.blocks), point.span)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            prefix = _PREFIX.match(block.text)
            if prefix is not None and compact_answers(block.text[prefix.end() :]):
                self.line(block.text, block.span)
                return
            if (number := number_answered(block.text)) is not None:
                self.add(number, [], block.span)
                return
            numbered = ITEM.match(block.text)
            if numbered is not None and form_of_part(block.text) is None:
                self.add(
                    int(numbered["number"]),
                    [Paragraph(block.text[numbered.end() :], block.span)],
                    block.span,
                )
            else:
                self.heading(block.text)
        elif isinstance(block, Paragraph):
            self.paragraph(block)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, PointList):
            self.points(block)
        elif isinstance(block, Quote):
            for inside in block.blocks:
                self.block(inside)
        elif isinstance(block, Code) and not block.language and not self.items:
            for at, line in enumerate(block.text.split("\n")):
                place = min(block.span.first + 1 + at, block.span.last)
                self.line(line, Span(place, place))
        elif self.items:
            self.items[-1].blocks.append(block)
        else:
            self.unread.append(block.span.first)


def _in_line(number: int, text: str) -> Iterator[tuple[int, str]]:
    """The answers that follow each other on one line: ``1.兴奋；抑制 2.肝脏``."""
    begin = 0
    for match in _NEXT.finditer(text):
        if int(match["number"]) == number + 1 and text[begin : match.start()].strip():
            yield number, text[begin : match.start()].strip()
            number, begin = number + 1, match.end()
    yield number, text[begin:].strip()


def _is_chapter(line: str) -> bool:
    match = CHAPTER.match(line.strip())
    return match is not None and len(line) <= 30


def _numbers(cells: Sequence[str]) -> bool:
    """Whether cells are the numbers of questions."""
    found = [cell.strip() for cell in cells if cell.strip()]
    return len(found) > 1 and all(re.fullmatch(r"\d{1,4}", cell) for cell in found)


def read_key(elements: Sequence[Element]) -> AnswerKey | None:
    """The key that ``elements`` are, or None where they hold too few answers."""
    reader = _Reader()
    first, *others = elements
    text = text_above(first)
    if INLINE.match(text) and compact_answers(INLINE.sub("", text.split("\n", 1)[0], count=1)):
        block = Paragraph(INLINE.sub("", text, count=1), first.span)
        reader.paragraph(block)
    elif "\n" in text:
        lines = text.split("\n")
        reader.paragraph(Paragraph("\n".join(lines[1:]), _without_first(first.span)))
    for element in others:
        if element.block is not None:
            reader.block(element.block)
    if len(reader.items) < 2:
        return None
    last = max(element.span.last for element in elements)
    return AnswerKey(
        Span(first.span.first, last), tuple(reader.items), tuple(reader.unread), reader.compact
    )


def _without_first(span: Span) -> Span:
    """``span`` without its first position."""
    return replace(span, first=min(span.first + 1, span.last))
