"""The heads of printed pages, lines that recur in a paper, taken out of it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace

from shuati.model import Paragraph
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import part_form
from shuati.read.exam.verdicts import verdict
from shuati.read.expand.stem_marks import GAP, NUMBER
from shuati.sources.element import Element
from shuati.sources.labels import kind_of
from shuati.sources.numbering import split_number

_REPEATS = 3  # times that a line comes again that is the head of a page
_LONGEST_HEAD = 60


def without_heads(elements: list[Element]) -> list[Element]:
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
