"""The elements of an exam paper line by line: stems, options, labels each as a paragraph.

Lists of questions and of options, tables of options and quotes with a question in them become
lines too; what a program or a printed page left between the lines (得分：0 分, a page's head
that comes again and again) is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from shuati.model import Code, Form, Heading, Paragraph, PointList, Quote, Span, Table
from shuati.read.exam.option_lines import LETTERS, first_option
from shuati.read.exam.part_kinds import part_form
from shuati.read.exam.verdicts import are_verdicts, chosen_verdict, marks_verdict, verdict
from shuati.read.expand.exam_cuts import LABEL, LABEL_AHEAD, cut_paragraph
from shuati.read.expand.lines import numbered_line, numbered_task, paragraph_part
from shuati.read.expand.option_blocks import (
    BOX,
    are_letters,
    box_options,
    boxed_option,
    has_options,
    holds_exam,
    item_head,
    option_rows,
    quotes_question,
)
from shuati.read.expand.page_heads import without_heads
from shuati.read.expand.stem_marks import NUMBER, leaves_gap
from shuati.sources.element import Element, Role, element_of

_NEAR = 2  # lines between a statement, 对 and 错
_GAP = 40  # numbers that may be missing between two lists of questions


def expand_exam(elements: Sequence[Element]) -> list[Element]:
    """The elements of an exam paper, line by line."""
    lines = _with_lettered_boxes(list(_Expansion(elements).walk()))
    lines = _with_lettered_verdicts(_with_one_verdict(lines))
    return without_heads(list(_cut_above_options(lines)))


def _with_lettered_boxes(elements: list[Element]) -> list[Element]:
    """Paragraphs with boxes, one below the other, as options, where what is above them asks."""
    found = list(elements)
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and BOX.fullmatch(found[end].paragraph or ""):
            end += 1
        if end - at > 1 and any(map(_asks, found[max(0, at - 4) : at])):
            for letter, place in zip(LETTERS, range(at, end), strict=False):
                match = BOX.fullmatch(found[place].paragraph or "")
                assert match is not None
                text = boxed_option(letter, match)
                found[place] = element_of(Paragraph(text, found[place].span))
        at = max(end, at + 1)
    return found


def _with_one_verdict(elements: Sequence[Element]) -> list[Element]:
    """对 and 错 below one another, one of them marked, as the marked one alone."""
    found: list[Element] = []
    for element in elements:
        above = found[-1] if found else None
        pair = [one.paragraph or "" for one in (above, element) if one]
        chosen = chosen_verdict(*pair) if len(pair) == 2 else None
        if above is not None and chosen is not None:
            span = Span(above.span.first, element.span.last)
            found[-1] = element_of(Paragraph(chosen, span))
        else:
            found.append(element)
    return found


def _with_lettered_verdicts(elements: Sequence[Element]) -> list[Element]:
    """对 and 错 right below a statement, none of them marked, as its options A and B."""
    found = list(elements)
    texts = [one.paragraph or "" for one in elements]
    said = [*map(verdict, texts), None]
    for at in range(1, len(found) - 1):
        if said[at] is None or (said[at - 1], said[at + 2]) != (None, None):
            continue
        above = found[at - 1 : at + 2]
        near = all(two.span.first - one.span.last <= _NEAR for one, two in pairwise(above))
        if near and _offers(texts[at - 1], texts[at], texts[at + 1]):
            for place, letter in ((at, "A"), (at + 1, "B")):
                text = f"{letter}. {texts[place].strip()}"
                found[place] = element_of(Paragraph(text, found[place].span))
    return found


def _offers(statement: str, first: str, second: str) -> bool:
    """Whether two lines are what a statement may be; 是 and 否 only below a whole sentence."""
    whole = NUMBER.match(statement) is not None or statement.rstrip().endswith("。")
    asked = statement and not LABEL_AHEAD.match(statement)
    return bool(asked) and are_verdicts((first, second), sure=whole)


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
        label = LABEL_AHEAD.match(lines[0])
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
        elif (shown := numbered_task(element)) and not of_part:
            yield from shown
        elif of_part or holds_exam(points):
            self._lists = self._lists or of_part
            self._number = last
            yield from items_as_lines(points, self._form)
        elif marks_verdict(points):
            yield from (element_of(block) for point in points.points for block in point.blocks)
        elif (boxes := box_options(points)) is not None and self._asks_above(element):
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


def items_as_lines(points: PointList, form: Form | None = None) -> Iterator[Element]:
    """The items of a list as lines, their options too; other blocks in them as they are."""
    options = are_letters([item_head(point) for point in points.points])
    for at, point in enumerate(points.points):
        head = item_head(point)
        if not head:
            yield from (element_of(block) for block in point.blocks)
            continue
        first = point.blocks[0]
        number = "" if options or not points.ordered else f"{points.start + at}. "
        span = Span(point.span.first, max(point.span.first, first.span.last))
        yield from _lines(element_of(Paragraph(f"{number}{head}", span)))
        lettered = any(has_options(block) for block in point.blocks[1:])
        for block in point.blocks[1:]:
            if isinstance(block, PointList):
                yield from _nested(block, form, lettered=lettered)
            elif isinstance(block, Code):
                yield from _code(element_of(block), block)
            else:
                yield from _lines(element_of(block))


def _nested(points: PointList, form: Form | None, *, lettered: bool) -> Iterator[Element]:
    """The list in an item: options, also those that have numbers instead of letters."""
    if (boxes := box_options(points)) is not None:
        yield from boxes
    elif are_letters([item_head(point) for point in points.points]):
        yield from items_as_lines(points, form)
    elif (
        form in (Form.CHOICE, Form.MULTIPLE)
        and not lettered
        and 2 <= len(points.points) <= len(LETTERS)
        and all(len(point.blocks) == 1 and item_head(point) for point in points.points)
    ):
        for letter, point in zip(LETTERS, points.points, strict=False):
            yield element_of(Paragraph(f"{letter}. {item_head(point)}", point.span))
    else:
        yield element_of(points)


def _code(element: Element, code: Code) -> Iterator[Element]:
    """A fence without a language that holds labels and no program, as lines of text."""
    lines = code.text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if code.language or not re.match(rf"\s*{LABEL}\s*[:：]", first):
        yield element
        return
    begin = code.span.first + 1
    for at, line in enumerate(lines):
        if line.strip():
            place = min(begin + at, code.span.last)
            yield from _lines(element_of(Paragraph(line.strip(), Span(place, place))))


def _lines(element: Element) -> Iterator[Element]:
    block = element.block
    if isinstance(block, Table) and (options := option_rows(block)):
        yield from options
    elif isinstance(block, Quote) and quotes_question(block):
        yield from expand_exam([element_of(inside) for inside in block.blocks])
    elif isinstance(block, Quote) and (judged := _quoted_verdict(block)):
        yield from judged
    elif isinstance(block, Paragraph):
        yield from cut_paragraph(element, block)
    else:
        yield element


def _quoted_verdict(quote: Quote) -> list[Element]:
    """The verdict that a quote begins with and what explains it, else nothing."""
    first = quote.blocks[0] if quote.blocks else None
    line, _, rest = first.text.partition("\n") if isinstance(first, Paragraph) else ("", "", "")
    if first is None or verdict(line) is None:
        return []
    below = [*([Paragraph(rest, first.span)] if rest else []), *quote.blocks[1:]]
    explained = [replace(quote, blocks=tuple(below))] if below else []
    return [element_of(Paragraph(line, first.span)), *map(element_of, explained)]
