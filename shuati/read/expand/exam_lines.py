"""The elements of an exam paper line by line: stems, options, labels each as a paragraph.

Lists of questions and of options, tables of options and quotes with a question in them become
lines too; what a program or a printed page left between the lines (得分：0 分, a page's head
that comes again and again) is taken out.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Block, Code, Form, Heading, Paragraph, Point, PointList, Quote, Span, Table
from shuati.read.exam.option_lines import LETTERS, behind_stem, first_option, split_options
from shuati.read.exam.part_kinds import part_form
from shuati.read.exam.verdicts import judged_before, verdict
from shuati.read.expand.lines import numbered_line, paragraph_part
from shuati.sources.element import Element, Role, element_of
from shuati.sources.labels import kind_of
from shuati.sources.numbering import split_number
from shuati.sources.question_words import is_boilerplate

NUMBER = re.compile(
    r"[ \t\u3000]*(?:\*\*|__)?(?:[（(]\s*[√×✓✗对错TF]?\s*[)）]\s*)?(?:第\s*)?(?P<number>\d{1,4})\s*"
    r"(?:\*\*|__)?(?P<sign>题?\s*\\?[.．。、:：)）]|题|(?=[（(【\[]))(?!\d)"
)
_BLANKS = r"[ \t\u3000\xa0]*[)）]"
GAP = re.compile(
    rf"（{_BLANKS}|(?<![\w\]`.])\({_BLANKS}|(?<=[一-鿿])\({_BLANKS}"
    r"|(?<!\w)_{2,}(?!\w)|(?<=[一-鿿])_{2,}|_{2,}(?=[一-鿿])|_{4,}|＿{2,}"
)
_SET = re.compile(r"(`+)[^`]*\1|\$[^$]*\$|\\\(.*?\\\)")  # code and formulas
_FILL = r"_{1,}[A-H]+_{1,}"
LETTERED = re.compile(
    r"(?<![A-Za-z0-9])[（(【\[]\s*[A-HＡ-Ｈ](?:[\s,，、.．]*[A-HＡ-Ｈ]){0,7}\s*[)）】\]]"
    rf"|(?<![_\w]){_FILL}(?![_A-Za-z])|(?<=[一-鿿]){_FILL}"
)
_LABEL = (
    r"(?:(?:我|你|您|学生|考生)的(?:答案|作答)|(?:正确|参考|标准|試題)?答案(?:解析)?"
    r"|试题解析|解析|知识点|难度|考点|得分)"
)
_INSIDE = re.compile(
    rf"(?<=[\s。；;）)\]】.])(?={_LABEL}\s*[:：])|(?={_LABEL}\s*[:：])(?<=[^\s])"
    rf"|(?=【(?:答案|解析|详解|点评|分析|考点|正确答案|参考答案)】)"
)
_NO_COLON = re.compile(
    r"(?:\*\*|__)?(?P<word>(?:正确|参考|标准)?答案(?:解析)?)(?:\*\*|__)\s*(?P<rest>[^\s:：].*)"
    r"|(?P<bare>(?:正确|参考|标准)?答案)"
    r"(?:[ \t]*(?P<letters>[A-H][A-H,，、 ]*|[√×对错]|正确|错误)\s*$"
    r"|[ \t\u3000]+(?P<words>[^\s:：][^\n]{0,60})$)",
    re.DOTALL,
)
_NOISE = re.compile(
    r"[\s*（(]*(?:得\s*分|答题|本题得分|用时|答题时间|未作答|未答|收藏|纠错|查看解析|展开解析)\s*[:：]?[\s*]*"
    r"(?:\d+(?:\.\d+)?)?[\s*]*分?[\s*）)]*"
    r"|[\s*（(]*\d+(?:\.\d+)?[\s*]*分[\s*）)]*"
    r"|[\s*【\[]*选\s*项[\s*】\]]*[:：]?[\s*]*"
)
_NAME = re.compile(r"[\s*【\[]*选\s*项[\s*】\]]*[:：]?[\s*]*")
_BOX = re.compile(r"\s*(?:[-*+]\s+)?\\?\[(?P<mark>[ xX√✓]?)\\?\]\s*(?P<text>\S.*)", re.DOTALL)
_CELL = re.compile(r"\s*[（(]?([A-Ha-h])\s*[.．、)）:：]?\s*")
SHARED = re.compile(
    r"[\s\W]*(?P<first>\d{1,4})\s*[-—–~～至到、]+\s*(?P<last>\d{1,4})\s*[题小]*.{0,6}?(?:共用|共同|备选|基于|根据|回答|为)"
)

_LABEL_AHEAD = re.compile(rf"\s*(?:\*\*)?(?:{_LABEL}\s*(?:\*\*)?[:：]|【{_LABEL}】)(?P<rest>.*)")
_LABEL_FIRST = re.compile(rf"[\s【*]*{_LABEL}")
_NO_CUT = re.compile("[我你您正参标学考的确准生案题及与和、]$")

_GAP = 40  # numbers that may be missing between two lists of questions
_REPEATS = 3  # times that a line comes again that is the head of a page
_LONGEST_HEAD = 60


def expand_exam(elements: Sequence[Element]) -> list[Element]:
    """The elements of an exam paper, line by line."""
    lines = _with_lettered_boxes(list(_Expansion(elements).walk()))
    return _without_heads(list(_cut_above_options(lines)))


def _with_lettered_boxes(elements: list[Element]) -> list[Element]:
    """Paragraphs with boxes, one below the other, as options, where what is above them asks."""
    found = list(elements)
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _BOX.fullmatch(found[end].paragraph or ""):
            end += 1
        if end - at > 1 and any(map(_asks, found[max(0, at - 4) : at])):
            for letter, place in zip(LETTERS, range(at, end), strict=False):
                match = _BOX.fullmatch(found[place].paragraph or "")
                assert match is not None
                mark = "✅" if match["mark"].strip() else ""
                own = first_option(match["text"])
                lead = "" if own is not None and own.letter == letter else f"{letter}. "
                text = f"{lead}{match['text'].strip()}{mark}"
                found[place] = element_of(Paragraph(text, found[place].span))
        at = max(end, at + 1)
    return found


def _asks(element: Element) -> bool:
    if not _is_text(element):
        return False
    text = str(getattr(element.block, "text", ""))
    return (
        leaves_gap(text)
        or text.rstrip("*_ ").endswith(("？", "?"))
        or NUMBER.match(text) is not None
    )


def _cut_above_options(elements: list[Element]) -> Iterator[Element]:
    """A stem right above its option A as a paragraph of its own, not one with what is above it."""
    for at, element in enumerate(elements):
        text = element.paragraph or ""
        below = first_option(elements[at + 1].paragraph or "") if at + 1 < len(elements) else None
        lines = text.split("\n")
        ends = len(lines) > 1 and below is not None and below.letter == "A"
        if not ends or len(lines) != element.span.last - element.span.first + 1:
            yield element
            continue
        label = _LABEL_AHEAD.match(lines[0])
        if label is not None:
            short = (
                re.fullmatch(r"[\s*A-H,，、]*|\W*[√×对错]\W*|正确|错误", label["rest"]) is not None
            )
            cut = 1 if short else len(lines) - 1
        elif first_option(lines[0]) is not None:
            cut = len(lines) - 1
        else:
            yield element
            continue
        yield paragraph_part(element, 0, cut, "\n".join(lines[:cut]))
        yield paragraph_part(element, cut, len(lines), "\n".join(lines[cut:]))


def may_be_exam(elements: Sequence[Element], form: Form | None) -> bool:
    """Whether the body of a question has options, or is in a part of such questions."""
    if form in (Form.CHOICE, Form.MULTIPLE, Form.TRUE_FALSE):
        return True
    letters: list[str] = []
    for element in elements:
        block = element.block
        if isinstance(block, Table) and _option_rows(block):
            return True
        if isinstance(block, PointList) and _has_options(block):
            return True
        if isinstance(block, Quote) and _quotes_question(block):
            return True
        if isinstance(block, Paragraph):
            if _BOX.fullmatch(block.text):
                letters.append("box")
            for line in block.text.split("\n"):
                if (found := first_option(line)) is not None and found.style != "tight":
                    letters.append(found.letter)
                    if found.letter == "A" and len(split_options(line)) > 1:
                        return True
    return letters[:2] == ["A", "B"] or letters.count("box") > 1


class _Expansion:
    """A walk over elements with the form of the part that it is in, and the number before."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._elements = elements
        self._form: Form | None = None
        self._level = 0
        self._first = True  # nothing but headings so far in this part
        self._lists = False  # whether the questions of this part are items of lists
        self._number = 0

    def walk(self) -> Iterator[Element]:
        for _at, element in enumerate(self._elements):
            block = element.block
            if isinstance(block, Heading):
                self._enter(block)
                yield element
            elif isinstance(block, PointList):
                yield from self._list(element, block)
            elif isinstance(block, Code):
                yield from _code(element, block)
            elif block is not None:
                yield from _lines(element)
            elif element.role is Role.ITEM:
                yield element
            else:
                yield element
                continue
            if block is not None and not isinstance(block, Heading):
                self._first = False

    def _enter(self, heading: Heading) -> None:
        form = part_form(heading.text)
        if form is not None or heading.level <= self._level:
            self._form, self._level = form, heading.level
            self._first, self._lists, self._number = True, False, 0

    def _list(self, element: Element, points: PointList) -> Iterator[Element]:
        last = points.start + len(points.points) - 1
        goes_on = (
            self._lists
            and points.ordered
            and (points.start == 1 or 0 < points.start - self._number <= _GAP)
        )
        of_part = self._form is not None and points.ordered and (self._first or goes_on)
        line = numbered_line(element)
        if line is not None and not of_part:
            yield from _lines(line)
        elif of_part or holds_exam(points):
            self._lists = self._lists or of_part
            self._number = last
            yield from items_as_lines(points, self._form)
        elif (boxes := _boxes(points)) is not None and self._asks_above(element):
            yield from boxes
        else:
            yield element

    def _asks_above(self, element: Element) -> bool:
        """Whether what is above a list of boxes asks, so that they are its options."""
        at = next(i for i, one in enumerate(self._elements) if one is element)
        above = [one for one in self._elements[max(0, at - 4) : at] if one.block is not None]
        return any(map(_asks, above[-2:]))


def _is_text(element: Element) -> bool:
    return isinstance(element.block, Paragraph | Code | Heading)


def leaves_gap(text: str) -> bool:
    """Whether a line has a gap to fill, or letters in its place, outside of code and formulas."""
    text = _SET.sub("…", text)
    return GAP.search(text) is not None or LETTERED.search(text) is not None


def holds_exam(points: PointList) -> bool:
    """Whether a list is one of options, or most of its items have options, gaps or verdicts."""
    heads = [_head(point) for point in points.points]
    if _count_letters(heads):
        return True
    closed = sum(
        leaves_gap(head)
        or behind_stem(head) is not None
        or any(_has_options(block) for block in point.blocks[1:])
        for head, point in zip(heads, points.points, strict=True)
    )
    return 2 * closed > len(heads) or (closed > 1 and 3 * closed >= len(heads))


def _has_options(block: Block) -> bool:
    if isinstance(block, PointList):
        return _count_letters([_head(point) for point in block.points]) or _boxes(block) is not None
    return isinstance(block, Paragraph) and (
        (found := first_option(block.text)) is not None and found.letter == "A"
    )


def _head(point: Point) -> str:
    first = point.blocks[0] if point.blocks else None
    return first.text if isinstance(first, Paragraph | Heading) else ""


def _count_letters(texts: Sequence[str]) -> bool:
    """Whether texts are the options A, B … in order, at least two."""
    letters = [found.letter if (found := first_option(text)) else "" for text in texts]
    return len(letters) > 1 and letters == list(LETTERS[: len(letters)])


def items_as_lines(points: PointList, form: Form | None = None) -> Iterator[Element]:
    """The items of a list as lines, their options too; other blocks in them as they are."""
    options = _count_letters([_head(point) for point in points.points])
    for at, point in enumerate(points.points):
        head = _head(point)
        if not head:
            yield from (element_of(block) for block in point.blocks)
            continue
        first = point.blocks[0]
        number = "" if options or not points.ordered else f"{points.start + at}. "
        span = Span(point.span.first, max(point.span.first, first.span.last))
        yield from _lines(element_of(Paragraph(f"{number}{head}", span)))
        lettered = any(_has_options(block) for block in point.blocks[1:])
        for block in point.blocks[1:]:
            if isinstance(block, PointList):
                yield from _nested(block, form, lettered=lettered)
            elif isinstance(block, Code):
                yield from _code(element_of(block), block)
            else:
                yield from _lines(element_of(block))


def _nested(points: PointList, form: Form | None, *, lettered: bool) -> Iterator[Element]:
    """The list in an item: options, also those that have numbers instead of letters."""
    if (boxes := _boxes(points)) is not None:
        yield from boxes
    elif _count_letters([_head(point) for point in points.points]):
        yield from items_as_lines(points, form)
    elif (
        form in (Form.CHOICE, Form.MULTIPLE)
        and not lettered
        and 2 <= len(points.points) <= len(LETTERS)
        and all(len(point.blocks) == 1 and _head(point) for point in points.points)
    ):
        for letter, point in zip(LETTERS, points.points, strict=False):
            yield element_of(Paragraph(f"{letter}. {_head(point)}", point.span))
    else:
        yield element_of(points)


def _boxes(points: PointList) -> list[Element] | None:
    """Items with boxes, at least two, as options; None for any other list."""
    found = [_BOX.fullmatch(_head(point)) for point in points.points]
    if len(found) < 2 or not all(found) or any(len(point.blocks) > 1 for point in points.points):
        return None
    lines = []
    for letter, match, point in zip(LETTERS, found, points.points, strict=False):
        assert match is not None
        own = first_option(match["text"])
        lead = "" if own is not None and own.letter == letter else f"{letter}. "
        box = "✅" if match["mark"].strip() else ""
        lines.append(element_of(Paragraph(f"{lead}{match['text'].strip()}{box}", point.span)))
    return lines


def _code(element: Element, code: Code) -> Iterator[Element]:
    """A fence without a language that holds labels and no program, as lines of text."""
    lines = code.text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if code.language or not re.match(rf"\s*{_LABEL}\s*[:：]", first):
        yield element
        return
    begin = code.span.first + 1
    for at, line in enumerate(lines):
        if line.strip():
            place = min(begin + at, code.span.last)
            yield from _lines(element_of(Paragraph(line.strip(), Span(place, place))))


def _lines(element: Element) -> Iterator[Element]:
    block = element.block
    if isinstance(block, Table) and (options := _option_rows(block)):
        yield from options
    elif isinstance(block, Quote) and _quotes_question(block):
        yield from expand_exam([element_of(inside) for inside in block.blocks])
    elif isinstance(block, Paragraph):
        yield from _paragraph(element, block)
    else:
        yield element


def _quotes_question(quote: Quote) -> bool:
    texts = [line for block in quote.blocks for line in _texts(block)]
    return any((one := first_option(text)) is not None and one.letter == "A" for text in texts)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return block.text.split("\n")
    return [_head(point) for point in block.points] if isinstance(block, PointList) else []


def _option_rows(table: Table) -> list[Element]:
    """The rows of a table of options: a letter in one cell, its text in the next, a mark beside."""
    rows = [(table.head, table.span.first)]
    rows += [(row, table.span.first + 2 + at) for at, row in enumerate(table.rows)]
    found: list[Element] = []
    for cells, line in rows:
        if not any(cell.strip() for cell in cells):
            continue
        letter = next((at for at, cell in enumerate(cells[:-1]) if _CELL.fullmatch(cell)), None)
        if letter is None or _CELL.fullmatch(cells[letter])[1].upper() != LETTERS[len(found)]:  # type: ignore[index]
            return []
        beside = [cell.strip() for cell in cells[:letter]]
        mark = "✅" if any(re.fullmatch(r"\\?[*√✓✔✅☑xX]", cell) for cell in beside) else ""
        text = " ".join(cell.strip() for cell in cells[letter + 1 :] if cell.strip())
        span = Span(line, line)
        found.append(element_of(Paragraph(f"{LETTERS[len(found)]}. {text}{mark}", span)))
    return found if len(found) > 1 else []


def _paragraph(element: Element, block: Paragraph) -> Iterator[Element]:
    """A paragraph cut where a stem, an option, a label or a verdict begins in it."""
    lines = block.text.split("\n")
    spaced = element.span.last - element.span.first + 1 == len(lines)
    weak = _counts([one.letter for line in lines if (one := first_option(line))])
    pieces: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines):
        if pieces and not _begins(line, weak=weak):
            pieces[-1][1].append(line)
        else:
            pieces.append((at, [line]))
    for at, texts in pieces:
        first = element.span.first + at if spaced else element.span.first
        last = first + len(texts) - 1 if spaced else element.span.last
        text = "\n".join(texts)
        parts = _cut_inside(text)
        for part in parts:
            part = _without_name(_with_colon(part))
            if part.strip() and not _is_noise(part):
                yield element_of(Paragraph(part, Span(first, last)))


def _counts(letters: Sequence[str]) -> bool:
    return len(letters) > 1 and letters[:2] == ["A", "B"]


def _begins(line: str, *, weak: bool) -> bool:
    """Whether something of its own begins with ``line``."""
    found = first_option(line)
    if found is not None and (weak or found.style in ("bracket", "sign")):
        return True
    return (
        NUMBER.match(line) is not None
        or verdict(line) is not None
        or _LABEL_AHEAD.match(line) is not None
        or _NO_COLON.match(line) is not None
        or SHARED.match(line) is not None
        or _BOX.fullmatch(line) is not None
        or (len(line) < 40 and part_form(line) is not None)
        or judged_before(line) is not None
        or _is_noise(line)
    )


def _is_noise(text: str) -> bool:
    return _NOISE.fullmatch(text) is not None or is_boilerplate(text)


def _cut_inside(text: str) -> list[str]:
    """A line cut at the labels inside it: ``1、… 答案：B``, ``我的答案:A;正确答案:B``."""
    if "答" not in text and "解析" not in text and "【" not in text:
        return [text]
    exam = NUMBER.match(text) or first_option(text) or leaves_gap(text) or _LABEL_FIRST.match(text)
    if not exam:
        return [text]
    parts = [part for part in _split(text) if part.strip(" ;；,，")]
    return [
        part.strip().rstrip(";；") if at else part.rstrip(" ;；") for at, part in enumerate(parts)
    ]


def _split(text: str) -> Iterator[str]:
    begin = 0
    for match in _INSIDE.finditer(text):
        before = text[begin : match.start()]
        if match.start() and before.strip(" *【") and not _NO_CUT.search(before):
            yield before
            begin = match.start()
    yield text[begin:]


def _with_colon(text: str) -> str:
    """``**正确答案**B`` and ``正确答案 B`` with a colon behind the label."""
    match = _NO_COLON.match(text)
    if match is None:
        return text
    if match["word"]:
        return f"{match['word']}：{match['rest'].strip()}"
    return f"{match['bare']}：{(match['letters'] or match['words']).strip()}"


def _without_name(text: str) -> str:
    """``【选项】A. 甲`` without the name that the options have."""
    match = _NAME.match(text)
    option = first_option(text[match.end() :]) if match else None
    return text[match.end() :] if match and option is not None and option.letter == "A" else text


def _without_heads(elements: list[Element]) -> list[Element]:
    """Elements without the heads of pages: lines that come again and again and are no part of a

    question. They are cut out of paragraphs too.
    """
    counts = Counter(
        line.strip()
        for element in elements
        if element.paragraph is not None
        for line in element.paragraph.split("\n")
    )
    often = {line for line, count in counts.items() if count >= _REPEATS and _may_be_head(line)}
    if not often:
        return elements
    before: Counter[str] = Counter()
    for element, below in itertools.pairwise(elements):
        last = (element.paragraph or "").split("\n")[-1].strip()
        option = first_option(below.paragraph or "")
        if last in often and option is not None and option.letter == "A":
            before[last] += 1
    heads = {line for line in often if 2 * before[line] < counts[line]}
    return [part for element in elements for part in _without(element, heads)]


def _may_be_head(line: str) -> bool:
    return (
        4 <= len(line) <= _LONGEST_HEAD
        and first_option(line) is None
        and NUMBER.match(line) is None
        and not GAP.search(line)
        and verdict(line) is None
        and not line.endswith(("？", "?", "：", ":", "。", "！", "；"))
        and part_form(line) is None
        and not line.startswith(("#", "*", "答", "解", "【", "正确", "参考", "知识", "难"))
        and kind_of(re.split("[:：]", line, maxsplit=1)[0].strip("*【】 ")) is None
        and split_number(line) is None
    )


def _without(element: Element, heads: set[str]) -> list[Element]:
    text = element.paragraph
    if text is None or not any(line.strip() in heads for line in text.split("\n")):
        return [element]
    kept = "\n".join(line for line in text.split("\n") if line.strip() not in heads)
    return [replace(element, block=Paragraph(kept, element.span))] if kept.strip() else []


__all__ = [
    "GAP",
    "LETTERED",
    "NUMBER",
    "SHARED",
    "expand_exam",
    "holds_exam",
    "items_as_lines",
    "leaves_gap",
    "may_be_exam",
]
