"""Questions each in a code block of its own, which its first line asks or numbers.

What is below the first line is the answer, where nothing follows the blocks; else the task.
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
_LONGEST = 120  # characters of a first line
_MARKUP = re.compile(r"[\\`*_<\[\]$]")  # in a text that is no Markdown
_HAN = re.compile(f"[{HAN}]")


def propose(given: LayoutInput) -> Iterator[Proposal]:
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
