"""Answer keys: the answers of many questions in one place, below a part, a chapter, a paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuati.model import Block, Code, Form, Heading, Kind, Paragraph, PointList, Quote, Span, Table
from shuati.read.exam.case_lines import line_number
from shuati.read.exam.case_names import names_case
from shuati.read.exam.key_answers import compact_answers
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import part_form
from shuati.read.expand.exam_lines import NUMBER
from shuati.sources import labels
from shuati.sources.element import Element, Role
from shuati.sources.numbering import split_number
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_TITLE = re.compile(
    r"[\W_]*(?:附\w{0,2}|第?[一二三四五六七八九十\d]{1,3}[、.．部]分?)?[\W_]*"
    r"(?:[\w（）()、\-—]{0,16}(?:题|卷|章|节|练习|测试|作业|部分)[\w（）()]{0,4})?[\W_]*"
    r"(?:(?:参考|标准|正确)?答案(?:[及与和、＆&]?(?:详细|参考|试题)?(?:解析|解答|评分标准|评分细则|评分|提示|详解|要点|分析))?"
    r"(?:速查|汇总|一览)?(?:表|页|部分|区)?|answers?(?:\s+keys?)?|key)"
    r"\s*(?:[（(][^（()）]*[)）])?[\W_]*",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"[\s*_【]*(?:(?:参考|标准|正确)?答案|answers?(?:\s+key)?|key)[\s*_】]*[:：]?[\s*_]*(?=\d)",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"\s*(?:\*\*)?(?:第\s*)?[（(]?(?P<number>\d{1,4})\s*(?:题)?\s*(?:\\?[.．、:：)）]|(?=[【\[]))\s*(?:\*\*)?\s*(?=\S)"
)
_PREFIX = re.compile(
    r"\s*(?P<prefix>(?:[一二三四五六七八九十]{1,2}\s*[、.．])?\s*[^\d\s:：、.]{0,14}?)\s*[:：]?\s*(?=\d)"
)
_ORDINAL = re.compile(r"\s*[一二三四五六七八九十]{1,2}\s*[、.．]\s*(?=\d{1,3}\s*[.、．])")
_NEXT = re.compile(r"(?<=\s)(?P<number>\d{1,3})\s*[.、．](?!\d)\s*")
_CHAPTER = re.compile(r"第\s*([\d一二三四五六七八九十百]+)\s*([章节篇讲课单元])")
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


def with_keys(elements: Sequence[Element]) -> tuple[list[Element], list[AnswerKey]]:
    """``elements`` with one element (`Role.KEY`) for every answer key, and these keys."""
    begins = [at for at, element in enumerate(elements) if _opens(element)]
    if not begins or len(begins) > 2 + sum(isinstance(e.block, Heading) for e in elements):
        return list(elements), []
    titles = sum(_INLINE.match(_text(elements[at])) is None for at in begins)
    kept: list[Element] = []
    keys: list[AnswerKey] = []
    at = 0
    pending: list[int] = []
    seen: set[object] = set()
    above: Heading | None = None
    while at < len(elements):
        element = elements[at]
        if at in begins:
            end = _end(elements, at, seen)
            key = _parsed(elements[at:end])
            named = (
                any(item.form is not None or item.chapter for item in key.items) if key else False
            )
            alone = titles <= 1 and _is_of_part(element, above)
            sure = key is not None and (key.compact > 1 or named or alone)
            if key is not None and sure and _answers(key, pending):
                keys.append(key)
                kept.append(Element(Role.KEY, key.span))
                pending = []
                at = end
                continue
        if isinstance(element.block, Heading):
            seen |= set(_names(element.block.text))
            above = element.block
        pending = _with_numbers(pending, element)
        kept.append(element)
        at += 1
    return kept, keys


def _is_of_part(element: Element, above: Heading | None) -> bool:
    """Whether the title of a key is not that of an answer, below the question ``above``."""
    if above is None or part_form(above.text) is not None or _CHAPTER.search(above.text):
        return True
    block = element.block
    return isinstance(block, Heading) and block.level <= above.level


def _text(element: Element) -> str:
    block = element.block
    return block.text if isinstance(block, Heading | Paragraph) else ""


def _opens(element: Element) -> bool:
    """Whether a key may begin here: 参考答案 on a line of its own, or ``答案：1-5 ABCDC``."""
    text = _text(element)
    if not text:
        return False
    first = text.split("\n", 1)[0]
    if _INLINE.match(first) and len(compact_answers(_INLINE.sub("", first, count=1))) > 1:
        return True
    return len(first) <= 40 and _TITLE.fullmatch(plain(first)) is not None


def names_key(line: str) -> bool:
    """Whether a line is no more than the title of an answer key: 参考答案, 第一章答案及解析."""
    return 4 <= len(line.strip()) <= 40 and _TITLE.fullmatch(plain(line)) is not None


def _names(title: str) -> Iterator[object]:
    """What a heading is recognised by when it comes again in a key."""
    text = plain(title)
    yield _folded(text)
    if (form := part_form(text)) is not None:
        yield form
    if (chapter := _CHAPTER.search(text)) is not None:
        yield chapter[1], chapter[2]


def _folded(title: str) -> str:
    numbered = split_number(title)
    text = numbered.rest if numbered is not None else title
    return fold_letters(re.sub(r"[（(].*?[)）]", "", text)).strip()


def _end(elements: Sequence[Element], begin: int, seen: set[object]) -> int:
    """The index behind the last element of the key that begins at ``begin``."""
    block = elements[begin].block
    level = block.level if isinstance(block, Heading) else 7
    for at in range(begin + 1, len(elements)):
        element = elements[at]
        if isinstance(element.block, Heading):
            again = any(name in seen for name in _names(element.block.text))
            if not again and (element.block.level <= level or part_form(element.block.text)):
                return at
            if again and element.block.level < level and level < 7 and at == begin + 1:
                return at
        elif _begins_options(elements, at):
            return at - 1 if at - 1 > begin and not _ITEM.match(_text(elements[at])) else at
        elif at > begin + 1 and _opens(element) and level == 7:
            return at
    return len(elements)


def _begins_options(elements: Sequence[Element], at: int) -> bool:
    """Whether options A and B begin at ``at``: a question, and no answer."""
    texts = _first_lines(elements[at].block)
    if at + 1 < len(elements):
        texts += _first_lines(elements[at + 1].block)[:1]
    options = map(first_option, texts)
    found = [one.letter if one is not None and one.text.strip() else "" for one in options]
    return any(pair == ("A", "B") for pair in itertools.pairwise(found))


def _first_lines(block: Block | None) -> list[str]:
    if isinstance(block, Paragraph):
        return block.text.split("\n")
    if isinstance(block, PointList):
        return [
            line for point in block.points for one in point.blocks for line in _first_lines(one)
        ]
    return []


def _with_numbers(pending: list[int], element: Element) -> list[int]:
    """The numbers of questions above that have no answer yet, with those of ``element``."""
    block = element.block
    if isinstance(block, PointList) and block.ordered:
        return pending + list(range(block.start, block.start + len(block.points)))
    text = _text(element)
    if not text:
        return pending
    label = labels.parse(text, heading=isinstance(block, Heading))
    if label is not None and label.kind is Kind.ANSWER and len(label.word) > 1:
        return []
    lines = text.split("\n")
    numbers = (
        int(one["number"]) if (one := NUMBER.match(line)) else line_number(line) for line in lines
    )
    return pending + [number for number in numbers if number]


def _answers(key: AnswerKey, pending: Sequence[int]) -> bool:
    """Whether the questions above are those that a key answers."""
    numbers = {item.number for item in key.items}
    above = set(pending)
    return len(pending) > 1 and bool(numbers) and 2 * len(numbers & above) >= len(numbers)


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
        form = part_form(text)
        if form is None and _CHAPTER.search(text):
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
        titled = part_form(line) is not None or names_case(line, heading=False)
        if len(line) < 40 and (titled or _is_chapter(line)):
            self.heading(line)
            return
        if (ordinal := _ORDINAL.match(line)) is not None:
            self.heading(ordinal[0])
            line = line[ordinal.end() :]
        item = _ITEM.match(line)
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
            numbered = _ITEM.match(block.text)
            if numbered is not None and part_form(block.text) is None:
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
    match = _CHAPTER.match(line.strip())
    return match is not None and len(line) <= 30


def _numbers(cells: Sequence[str]) -> bool:
    """Whether cells are the numbers of questions."""
    found = [cell.strip() for cell in cells if cell.strip()]
    return len(found) > 1 and all(re.fullmatch(r"\d{1,4}", cell) for cell in found)


def _parsed(elements: Sequence[Element]) -> AnswerKey | None:
    """The key that ``elements`` are, or None where they hold too few answers."""
    reader = _Reader()
    first, *others = elements
    text = _text(first)
    if _INLINE.match(text) and compact_answers(_INLINE.sub("", text.split("\n", 1)[0], count=1)):
        block = Paragraph(_INLINE.sub("", text, count=1), first.span)
        reader.paragraph(block)
    elif "\n" in text:
        lines = text.split("\n")
        reader.paragraph(Paragraph("\n".join(lines[1:]), replace_first(first.span)))
    for element in others:
        if element.block is not None:
            reader.block(element.block)
    if len(reader.items) < 2:
        return None
    last = max(element.span.last for element in elements)
    return AnswerKey(
        Span(first.span.first, last), tuple(reader.items), tuple(reader.unread), reader.compact
    )


def replace_first(span: Span) -> Span:
    """``span`` without its first position."""
    return replace(span, first=min(span.first + 1, span.last))
