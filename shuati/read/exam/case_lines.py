"""The elements of a case line by line: what its text is, its questions, their answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.model import Heading, Kind, Paragraph, PointList, Quote, Span
from shuati.read.conventions import Conventions
from shuati.read.exam.option_lines import first_option
from shuati.read.expand.exam_lines import expand_exam, items_as_lines
from shuati.read.expand.label_lines import expand_labels
from shuati.read.expand.lines import numbered_line, paragraph_part
from shuati.read.expand.stem_marks import leaves_gap
from shuati.sources.element import Element, element_of
from shuati.sources.labels import Label
from shuati.sources.numbering import split_number
from shuati.sources.question_words import is_worth, sounds_asked

_STYLES = frozenset({"1.", "1、", "1)", "(1)", "[1]", "①", "⑴", "word", "第", "Q"})
_INTRO = re.compile(
    r"[\s*_【]*(?:(?:请|试)?(?:根据|结合|依据|阅读)?[^。？?]{0,16}?(?:回答|完成|解答)[^。？?]{0,12}"
    r"|(?:问题|要求|任务|提问|设问|思考题?|问)\s*[】*_]*)[:：。.]?[\s*_】]*"
)
_MAY_BE_NUMBERED = re.compile(r".{0,16}?[\d零〇一二两三四五六七八九十①-⓿⑴-⒛❶-➓]", re.DOTALL)
_BOLD_NUMBER = re.compile(r"^(\*\*|__)([^*_]{1,8}?)\1")
_LONGEST_INTRO = 45
_LONGEST_LABEL = 12  # characters of a label without a colon
_MARKED = re.compile(r"(?:^|(?<=[:：;；。？?！!.\s]))(?=[（(]\s*(\d{1,2})\s*[)）]|([①-⑳]))")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of a case; ``origin`` is the element of the source that it is from.

    ``style`` and ``number`` are those of a numbered line ('' and 0 for none), ``text`` is what is
    behind the number; ``label`` that with which it begins.
    """

    element: Element
    origin: Element
    style: str
    number: int
    text: str
    label: Label | None

    @property
    def answers(self) -> bool:
        """Whether it is the label of an answer."""
        return self.label is not None and self.label.kind is Kind.ANSWER

    @property
    def is_option(self) -> bool:
        found = first_option(text_of(self.element))
        return found is not None and found.style != "tight"

    @property
    def asks(self) -> bool:
        """Whether it asks by its words, or leaves a gap."""
        return sounds_asked(self.text) >= 0.8 or leaves_gap(self.text)


def text_of(element: Element) -> str:
    """The words of a paragraph or heading, or of an element without a block."""
    block = element.block
    return block.text if isinstance(block, Paragraph | Heading) else element.text


def announces(line: str) -> bool:
    """Whether a line says no more than that questions follow: 问题：, 请回答下列问题。"""
    return 0 < len(line) <= _LONGEST_INTRO and _INTRO.fullmatch(line) is not None


def case_lines(elements: Sequence[Element], conventions: Conventions) -> list[CaseLine]:
    """``elements`` line by line: numbered lines and items, labels, options each by itself."""
    found: list[CaseLine] = []
    for element in elements:
        for line in _lines(element, conventions):
            style, number, text = _numbered(text_of(line))
            label = None if number else _label(line, conventions)
            above = found[-1] if found else None
            if above is not None and _goes_on(above, line, number, label):
                found[-1] = _joined(above, line)
            else:
                found.append(CaseLine(line, element, style, number, text, label))
    return found


def _goes_on(above: CaseLine, line: Element, number: int, label: Label | None) -> bool:
    """Whether a line is what a number asks that is alone above it: 【问题1】（8 分）."""
    alone = bool(above.number) and (not above.text or is_worth(above.text))
    return alone and not number and label is None and line.paragraph is not None


def _joined(above: CaseLine, line: Element) -> CaseLine:
    text = line.paragraph or ""
    whole = f"{text_of(above.element)}\n{text}"
    span = Span(above.element.span.first, line.span.last)
    element = element_of(Paragraph(whole, span))
    return replace(above, element=element, origin=element, text=text)


def _label(line: Element, conventions: Conventions) -> Label | None:
    """The label of a line; 参考答案 alone on it is one too."""
    text = line.paragraph or ""
    alone = 3 < len(text) <= _LONGEST_LABEL and "\n" not in text
    found = conventions.label(text, heading=True) if alone else None
    sure = found is not None and found.kind is Kind.ANSWER and not found.rest
    return found if sure else conventions.label_of(line)


def as_line(element: Element) -> Element:
    """A list of one numbered line as this line, anything else as it is."""
    return numbered_line(element) or element


def line_number(text: str) -> int:
    """The number that a line begins with, 0 for none."""
    return _numbered(text)[1]


def _numbered(text: str) -> tuple[str, int, str]:
    """The style and the number that ``text`` begins with ('' and 0 for none), and the rest."""
    if not _MAY_BE_NUMBERED.match(text):
        return "", 0, text.strip()
    found = split_number(_BOLD_NUMBER.sub(r"\2", text))
    if found is None or found.style not in _STYLES or not found.number.isdecimal():
        return "", 0, text.strip()
    return found.style, int(found.number), found.rest.strip(" :：")


def _lines(element: Element, conventions: Conventions) -> list[Element]:
    block = element.block
    if isinstance(block, Quote):
        inner = (element_of(inside) for inside in block.blocks)
        return [line for one in inner for line in _lines(one, conventions)]
    if isinstance(block, PointList) and block.ordered:
        return [cut for line in items_as_lines(block) for cut in _cut(line, conventions)]
    expanded = expand_labels([element], conventions)
    return expand_exam([cut for line in expanded for cut in _cut(line, conventions)])


def _cut(element: Element, conventions: Conventions) -> Iterator[Element]:
    """A paragraph cut at the lines that have a number or a label."""
    lines = (element.paragraph or "").split("\n")
    begins = [at for at, line in enumerate(lines) if at and _begins(line, conventions)]
    if not begins or element.span.last - element.span.first + 1 != len(lines):
        yield element
        return
    for first, end in zip([0, *begins], [*begins, len(lines)], strict=True):
        yield paragraph_part(element, first, end, "\n".join(lines[first:end]))


def _begins(line: str, conventions: Conventions) -> bool:
    if line_number(line) or announces(line):
        return True
    label = conventions.label(line)
    return label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION, Kind.QUESTION)


def as_elements(lines: Sequence[CaseLine]) -> list[Element]:
    """The elements of ``lines``: a list or a quote as it is where all of its lines are there."""
    found: list[Element] = []
    at = 0
    while at < len(lines):
        origin, end = lines[at].origin, at
        while end < len(lines) and lines[end].origin is origin:
            end += 1
        whole = (
            isinstance(origin.block, PointList | Quote)
            and not any(line.is_option for line in lines[at:end])
            and lines[at].element.span.first == origin.span.first
            and lines[end - 1].element.span.last >= _last(origin)
        )
        found += [origin] if whole else [line.element for line in lines[at:end]]
        at = end
    return found


def _last(origin: Element) -> int:
    """The position of the last block in a list or a quote."""
    block = origin.block
    if isinstance(block, PointList) and block.points:
        inner = block.points[-1].blocks
        return inner[-1].span.first if inner else block.points[-1].span.first
    return block.blocks[-1].span.first if isinstance(block, Quote) and block.blocks else 0


def behind_label(line: CaseLine) -> list[CaseLine]:
    """What is behind the label of a line as lines, cut at （1） （2） … in it."""
    rest = line.label.rest if line.label is not None else ""
    return pieces(line, rest) if rest.strip() else []


def pieces(line: CaseLine, text: str) -> list[CaseLine]:
    """``text`` at the place of a line, cut at （1） （2） … or ① ② … in it."""
    found = []
    for part in _in_sequence(text):
        one = element_of(Paragraph(part, line.element.span))
        found.append(CaseLine(one, one, *_numbered(part), None))
    return found


def _in_sequence(text: str) -> list[str]:
    """``text`` cut at （1） （2） … or ① ② … in it, where they count from 1; else all of it."""
    cuts: list[int] = []
    for match in _MARKED.finditer(text):
        number = int(match[1]) if match[1] else ord(match[2]) - ord("①") + 1
        if number == len(cuts) + 1:
            cuts.append(match.start())
    if len(cuts) < 2:
        return [text]
    parts = [text[first:end] for first, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [part.strip() for part in parts if part.strip()]


def span_of(lines: Sequence[CaseLine]) -> Span:
    """From the first to the last position of ``lines``, at least one."""
    return Span(lines[0].element.span.first, max(line.element.span.last for line in lines))
