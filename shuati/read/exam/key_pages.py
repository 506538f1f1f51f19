"""Answer keys: the answers of many questions in one place, below a part, a chapter, a paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from shuati.model import Block, Heading, Kind, Paragraph, PointList
from shuati.read.exam.case_lines import line_number
from shuati.read.exam.key_answers import compact_answers
from shuati.read.exam.key_items import (
    CHAPTER,
    INLINE,
    ITEM,
    OF_ANSWERS,
    AnswerKey,
    form_of_part,
    read_key,
    text_above,
)
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import part_form
from shuati.read.expand.stem_marks import NUMBER
from shuati.sources import labels
from shuati.sources.element import Element, Role
from shuati.sources.numbering import split_number
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_TITLE = re.compile(
    r"[\W_]*(?:附\w{0,2}|第?[一二三四五六七八九十\d]{1,3}[、.．部]分?)?[\W_]*"
    r"(?:[\w（）()、\-—]{0,16}(?:题|卷|章|节|练习|测试|作业|部分)[\w（）()]{0,4})?[\W_]*"
    r"(?:(?:参考|标准|正确|详细)?(?:答案|解答|题解)(?:[及与和、＆&]?(?:详细|参考|试题)?(?:解析|解答|评分标准|评分细则|评分|提示|详解|要点|分析))?"
    r"(?:速查|汇总|一览)?(?:表|页|部分|区)?|answers?(?:\s+keys?)?|key)"
    r"\s*(?:[（(][^（()）]*[)）])?[\W_]*",
    re.IGNORECASE,
)


def with_keys(elements: Sequence[Element]) -> tuple[list[Element], list[AnswerKey]]:
    """``elements`` with one element (`Role.KEY`) for every answer key, and these keys."""
    begins = [at for at, element in enumerate(elements) if _opens(element)]
    if not begins or len(begins) > 2 + sum(isinstance(e.block, Heading) for e in elements):
        return list(elements), []
    titles = sum(INLINE.match(text_above(elements[at])) is None for at in begins)
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
            key = read_key(elements[at:end])
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
    if above is None or part_form(above.text) is not None or CHAPTER.search(above.text):
        return True
    block = element.block
    return isinstance(block, Heading) and block.level <= above.level


def _opens(element: Element) -> bool:
    """Whether a key may begin here: 参考答案 on a line of its own, or ``答案：1-5 ABCDC``."""
    text = text_above(element)
    if not text:
        return False
    first = text.split("\n", 1)[0]
    if INLINE.match(first) and len(compact_answers(INLINE.sub("", first, count=1))) > 1:
        return True
    return len(first) <= 40 and _TITLE.fullmatch(plain(first)) is not None


def names_key(line: str) -> bool:
    """Whether a line is no more than the title of an answer key: 参考答案, 第一章答案及解析."""
    return 4 <= len(line.strip()) <= 40 and _TITLE.fullmatch(plain(line)) is not None


def _names(title: str) -> Iterator[object]:
    """What a heading is recognised by when it comes again in a key."""
    text = plain(title)
    yield _folded(text)
    if (form := form_of_part(text)) is not None:
        yield form
    if (chapter := CHAPTER.search(text)) is not None:
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
            title = plain(element.block.text)
            other = form_of_part(title) is not None and OF_ANSWERS.search(title) is None
            if not again and (element.block.level <= level or other):
                return at
            if again and element.block.level < level and level < 7 and at == begin + 1:
                return at
        elif _begins_options(elements, at):
            return at - 1 if at - 1 > begin and not ITEM.match(text_above(elements[at])) else at
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
    text = text_above(element)
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
