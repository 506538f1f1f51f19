"""Questions in code blocks: each in one of its own, or a numbered list of them in one.

Its first line asks or numbers a question in a block of its own. What is below the line is the
answer, where nothing follows the blocks; else the task. In a list, what is indented more is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from shuati.model import Code, Heading, Paragraph, Span
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, title_start
from shuati.sources.element import Element, Role, element_of
from shuati.sources.numbering import split_number
from shuati.sources.question_words import sounds_asked
from shuati.text.scripts import HAN

_FEWEST = 2  # blocks
_SHARE = 0.5  # of them that ask, or give a task with a number
_TEXT = ("", "text", "txt", "plain", "plaintext", "md", "markdown")  # languages that are none
_EVIDENCE = 0.8  # how much a block is a question among others that ask
_FEWEST_ITEMS = 3  # of a list in a block
_COMMENT = re.compile(r"^(?:#|//|--) ?", re.MULTILINE)  # a text in a block of a program's language
_LONGEST = 120  # characters of a first line
_MARKUP = re.compile(r"[\\`*_<\[\]$]")  # in a text that is no Markdown
_HAN = re.compile(f"[{HAN}]")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """Proposals: the blocks of text whose first lines ask or lead on, and the lists in blocks."""
    yield from _of_blocks(given)
    yield from _of_lists(given)


def _of_lists(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: the numbered lines in blocks, most of which ask."""
    elements: list[Element] = []
    starts: list[QuestionStart] = []
    for element in given.elements:
        parts = _items(element)
        for lines, first in parts:
            starts.append(replace(title_start(len(elements), lines[0]), evidence=_EVIDENCE))
            elements.append(Element(Role.ITEM, Span(first, first), text=lines[0]))
            if lines[1:]:
                span = Span(first + 1, first + len(lines) - 1)
                elements.append(element_of(Paragraph("\\\n".join(lines[1:]), span)))
        if not parts:
            elements.append(element)
    if starts:
        yield Proposal("fenced list", tuple(elements), tuple(starts))


def _items(element: Element) -> list[tuple[list[str], int]]:
    """The items of the list that a block of text is: their lines, and where each begins.

    None where the numbers do not count on from 1, or fewer than most ask or say something below.
    """
    block = element.block
    written = _COMMENT.sub("", block.text) if isinstance(block, Code) else ""
    lines = written.rstrip("\n").split("\n")
    if not isinstance(block, Code) or len(lines) > element.span.last - element.span.first + 1:
        return []
    begins: list[int] = []
    for at, line in enumerate(lines):
        numbered = split_number(line) if line[:1].strip() else None
        if numbered is not None and numbered.number == str(len(begins) + 1):
            begins.append(at)
    if len(begins) < _FEWEST_ITEMS or any(line.strip() for line in lines[: begins[0]]):
        return []
    ends = [*begins[1:], len(lines)]
    items = [
        [_MARKUP.sub(r"\\\g<0>", line).strip() for line in lines[begin:end] if line.strip()]
        for begin, end in zip(begins, ends, strict=True)
    ]
    asking = sum(sounds_asked(item[0]) >= 0.8 for item in items)
    bodied = sum(len(item) > 1 for item in items)
    if 2 * min(asking, bodied) <= len(items):
        return []
    return [(item, element.span.first + 1 + at) for item, at in zip(items, begins, strict=True)]


def _of_blocks(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: the blocks of text whose first lines ask, or lead to what follows."""
    blocks = [at for at, element in enumerate(given.elements) if _first_line(element)]
    asking = {at for at in blocks if _asks(given.elements[at])}
    if len(asking) < max(_FEWEST, _SHARE * len(blocks)):
        return
    leading = {at for at in blocks if _first_line(given.elements[at]).endswith((":", "："))}
    chosen = asking | leading  # 甲的种类： among blocks that ask
    followed = _are_followed(given.elements, chosen)
    elements: list[Element] = []
    starts: list[QuestionStart] = []
    for at, element in enumerate(given.elements):
        if at not in chosen:
            elements.append(element)
            continue
        head, *below = _split(element, whole=followed)
        start = title_start(len(elements), head.text)
        starts.append(replace(start, evidence=_EVIDENCE))
        elements += [head, *below]
    yield Proposal("fenced", tuple(elements), tuple(starts))


def _lines(element: Element) -> list[str]:
    """The lines of a block of text, whose first one has words; [] of any other."""
    block = element.block
    if not isinstance(block, Code) or (block.language or "").lower() not in _TEXT:
        return []
    lines = block.text.rstrip("\n").split("\n")
    if len(lines) > element.span.last - element.span.first + 1:
        return []
    return lines


def _first_line(element: Element) -> str:
    """The first line of a block of text, where it may be a title; '' of any other."""
    first = next(iter(_lines(element)), "").strip()
    return first if _HAN.search(first) and len(first) <= _LONGEST else ""


def _asks(element: Element) -> bool:
    """Whether a block of text asks by its first line, or has a number and does not count on."""
    first = _first_line(element)
    numbered = split_number(first)
    if sounds_asked(first) >= 0.8 or numbered is None or not numbered.number.isdecimal():
        return sounds_asked(first) >= 0.8
    following = str(int(numbered.number) + 1)
    inside = map(split_number, _lines(element)[1:])
    return not any(one is not None and one.number == following for one in inside)


def _are_followed(elements: Sequence[Element], blocks: Set[int]) -> bool:
    """Whether most blocks have something below them, before the next one or a heading."""
    followed = 0
    for at in blocks:
        below = elements[at + 1].block if at + 1 < len(elements) else None
        followed += at + 1 not in blocks and not isinstance(below, Heading | None)
    return 2 * followed > len(blocks)


def _split(element: Element, *, whole: bool) -> list[Element]:
    """The title of a block (all of it where ``whole``), and the rest as a paragraph."""
    lines = [_MARKUP.sub(r"\\\g<0>", line).strip() for line in _lines(element) if line.strip()]
    first = element.span.first
    if whole or len(lines) == 1:
        return [Element(Role.ITEM, element.span, text="\\\n".join(lines))]
    head = Element(Role.ITEM, Span(first, first + 1), text=lines[0])
    span = Span(first + 2, element.span.last)
    return [head, element_of(Paragraph("\\\n".join(lines[1:]), span))]
