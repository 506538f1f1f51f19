"""Material that several questions share: （1～3题共用题干）, 根据以下材料回答 1-3 题."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Block, Heading, Kind, Paragraph, PointList, Question, Section, Span
from shuati.read.exam.option_lines import first_option
from shuati.read.expand.exam_lines import expand_exam
from shuati.read.expand.stem_marks import NUMBER
from shuati.read.list_items import answer_blocks
from shuati.read.segment import Segment
from shuati.sources.element import Element, Role, element_of

_RANGE = r"(\d{1,4})\s*题?\s*[-—–~～至到、]{1,2}\s*(?:第\s*)?(\d{1,4})\s*小?题?"
_BEFORE = re.compile(
    rf"[\s\W]*(?:第\s*)?{_RANGE}[^。\n]{{0,8}}?(?:共用|共同|公用|备选|基于|根据|依据|使用)"
)
_BEHIND = re.compile(
    rf".{{0,60}}?(?:回答|完成|作答|解答|做|questions?)\s*(?:下列|下面|以下)?\s*(?:第\s*)?{_RANGE}",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"共用|共同|公用|备选|材料|资料|案例|短文|下文|根据|依据|阅读|passage|following", re.IGNORECASE
)
_CASE = re.compile(
    r"\W*(?:案例|材料|资料)\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})?\s*[】\])）]?\s*[:：]\s*\S"
)
_MOST = 30  # questions about one case
_LONGEST = 30  # elements of shared material


@dataclass(frozen=True, slots=True)
class SharedStem:
    """Material at ``span`` of the questions ``first`` to ``last``.

    ``text`` is inline Markdown, '' where it is but options; ``options`` are their lines,
    ``blocks`` what of it is no text (tables, code).
    """

    span: Span
    first: int
    last: int
    text: str
    options: tuple[Block, ...]
    until: int = 10**9  # the position from which it is that of no question any more
    blocks: tuple[Block, ...] = ()


def with_shared_stems(elements: Sequence[Element]) -> tuple[list[Element], list[SharedStem]]:
    """``elements`` with one element (`Role.STEM`) for all shared material, and this material."""
    kept: list[Element] = []
    found: list[SharedStem] = []
    at = 0
    while at < len(elements):
        case = _CASE.match(_first_line(elements[at])) is not None
        numbers = (1, _MOST) if case else announced(elements[at])
        end = _first_question(elements, at, numbers[0]) if numbers else None
        if numbers is None or end is None:
            kept.append(elements[at])
            at += 1
            continue
        stem = _stem(elements[at:end], *numbers)
        if case:
            following = (
                one.span.first
                for one in elements[end:]
                if isinstance(one.block, Heading) or _CASE.match(_first_line(one))
            )
            stem = replace(stem, until=next(following, stem.until))
        found.append(stem)
        kept.append(Element(Role.STEM, stem.span))
        at = end
    return kept, found


def _first_line(element: Element) -> str:
    block = element.block
    return block.text.split("\n", 1)[0] if isinstance(block, Paragraph) else ""


def announced(element: Element) -> tuple[int, int] | None:
    """The numbers of the questions that an element announces material for."""
    block = element.block
    if not isinstance(block, Paragraph | Heading):
        return None
    line = block.text.split("\n", 1)[0]
    if len(line) > 90 or not _SAYS.search(line):
        return None
    match = _BEFORE.match(line) or _BEHIND.match(line)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    return (first, last) if 0 < first < last <= first + 40 else None


def _first_question(elements: Sequence[Element], at: int, first: int) -> int | None:
    """The place of the question with the number ``first`` below the material at ``at``."""
    for place in range(at + 1, min(len(elements), at + _LONGEST)):
        block = elements[place].block
        if isinstance(block, PointList) and block.ordered and block.start == first:
            return place
        if isinstance(block, Paragraph | Heading):
            number = NUMBER.match(block.text)
            if number is not None and int(number["number"]) == first:
                return place
            if isinstance(block, Heading):
                return None
    return None


def words_of(element: Element) -> str:
    """The text of shared material that is a paragraph, a heading, or a list of single lines."""
    block = element.block
    if isinstance(block, Paragraph | Heading):
        return block.text
    if not isinstance(block, PointList):
        return element.text
    heads = [point.blocks[0] if len(point.blocks) == 1 else None for point in block.points]
    if not all(isinstance(head, Paragraph) for head in heads):
        return ""
    signs = (f"{block.start + at}." if block.ordered else "•" for at in range(len(heads)))
    return "\n".join(f"{sign} {head.text}" for sign, head in zip(signs, heads, strict=True))  # type: ignore[union-attr]


def _stem(elements: Sequence[Element], first: int, last: int) -> SharedStem:
    lines = expand_exam(list(elements))
    texts: list[str] = []
    options: list[Block] = []
    blocks: list[Block] = []
    for at, element in enumerate(lines):
        text = words_of(element)
        if at == 0 and text and not _CASE.match(text):
            head, _, text = text.partition("\n")
            if len(head) > 45:
                text = f"{head}\n{text}".strip()
        if not text:
            blocks += [element.block] if element.block is not None and at else []
            continue
        option = first_option(text)
        if option is not None and (options or option.letter == "A") and element.block is not None:
            options.append(element.block)
        else:
            texts.append(text.strip())
    span = Span(elements[0].span.first, elements[-1].span.last)
    return SharedStem(span, first, last, "\n".join(texts), tuple(options), blocks=tuple(blocks))


def with_shared_options(segment: Segment, stem: SharedStem | None) -> Segment:
    """A question with the options that it shares with others below its first element."""
    if stem is None or not stem.options or segment.start is None:
        return segment
    head, *others = segment.elements
    options = [element_of(replace(block, span=head.span)) for block in stem.options]
    return replace(segment, elements=(head, *options, *others))


def with_shared_stem(question: Question, stem: SharedStem | None) -> Question:
    """``question`` with the material that it shares: its text, and a section for the rest."""
    if stem is None:
        return question
    if stem.blocks:
        first = question.span.first
        blocks = answer_blocks([replace(one, span=Span(first, first)) for one in stem.blocks])
        section = Section("", Kind.QUESTION, blocks, Span(first, first))
        question = replace(question, sections=(section, *question.sections))
    return replace(question, stem=stem.text) if stem.text else question


def stem_of(number: str | None, at: int, stems: Sequence[SharedStem]) -> SharedStem | None:
    """The material of the question ``number`` at position ``at``: the last above that names it."""
    if number is None or not number.isdecimal():
        return None
    above = [
        one
        for one in stems
        if one.span.first <= at < one.until and one.first <= int(number) <= one.last
    ]
    return above[-1] if above else None
