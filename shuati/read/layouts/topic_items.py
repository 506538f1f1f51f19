"""Topics as numbered items with what to know below: ``1. 红细胞的作用``, then ``+ 运输氧``.

The items of lists, numbered lines ``5、会计的职能: 核算与监督``, or bold lines ``**死锁的条件：**``
in a document that has nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shuati.model import Heading, Kind, Paragraph, Point, PointList
from shuati.read.exam.option_lines import behind_stem
from shuati.read.layouts.rows import is_free
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import TOPIC, QuestionStart, clean, title_start
from shuati.sources.element import Element, Role, element_of
from shuati.sources.numbering import Numbered, split_number
from shuati.sources.question_words import sounds_asked

_FEWEST = 4  # topics
_FEWEST_BOLD = 3  # bold ones
_SHARE = 0.7  # of the items that are short phrases, that have a body, whose numbers count
_LONGEST = 50  # characters of a phrase
_QUESTION = 40  # characters of a question that no mark ends
_OTHERS = 0.2  # questions elsewhere, for each topic, in a document that has others
_NAMED = 0.3  # of the items name something of a thing: its 作用, 意义, definition
_NAMED_BOLD = 0.6  # the same of bold lines
_OF = re.compile(r"的\w|\b(?:of|for|between)\b", re.IGNORECASE)
_COVERED = 0.75  # of the lines of a document that are in its lists of topics
_STYLES = ("1.", "1、", "1)", "(1)")
_SENTENCE = re.compile(r"[。；;！!，,]\s*$|。")
_LEAD = re.compile(r"(?P<phrase>[^:：\n]{2,40}?)\s*[:：]\s*(?P<rest>.*)", re.DOTALL)
_BOLD = re.compile(r"\s*(\*\*|__)(?P<title>(?:(?!\1).){2,40}?)\s*(?:[:：]\s*\1|\1\s*[:：])\s*")
_BEHIND = re.compile(r"\s*(?:\*\*)?[:：]\s*$")


@dataclass(frozen=True, slots=True)
class _Topic:
    element: Element
    number: int | None
    title: str
    rest: str
    bodied: bool


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """Proposals: topics that are items of lists, numbered lines, and bold ones."""
    for read in (_from_lists, _from_lines, _from_bold):
        elements, topics = read(given)
        starts = [
            _start(at, topics[id(element)])
            for at, element in enumerate(elements)
            if id(element) in topics
        ]
        if (
            len(starts) >= (_FEWEST_BOLD if read is _from_bold else _FEWEST)
            and not _has_others(elements, topics)
            and _cover(elements, topics)
        ):
            yield Proposal("topic items", tuple(elements), tuple(starts))


def _start(at: int, topic: _Topic) -> QuestionStart:
    number = None if topic.number is None else str(topic.number)
    start = title_start(at, topic.title, number=number)
    return replace(start, style=TOPIC, number=number or start.number, rest=topic.rest)


def _has_others(elements: Sequence[Element], topics: dict[int, _Topic]) -> bool:
    """Whether more than a few questions are asked outside of the topics."""
    texts = (
        element.block.text
        for element in elements
        if id(element) not in topics and isinstance(element.block, Heading | Paragraph)
    )
    asking = sum(
        sounds_asked(text) == 1 or (len(text) <= _QUESTION and sounds_asked(text) >= 0.9)
        for text in texts
    )
    return asking > _OTHERS * len(topics)


def _cover(elements: Sequence[Element], topics: dict[int, _Topic]) -> bool:
    """Whether nearly all lines (less headings) are of topics: from a topic to the next heading."""
    covered = total = 0
    inside = False
    for element in elements:
        if isinstance(element.block, Heading):
            inside = False
            continue
        inside = inside or id(element) in topics
        if element.block is not None or id(element) in topics:
            lines = element.span.last - element.span.first + 1
            total += lines
            covered += inside * lines
    return covered >= _COVERED * total


def _are_topics(topics: Sequence[_Topic]) -> bool:
    """Whether items are short phrases with a body, of which enough name something of a thing."""
    phrases = sum(_is_phrase(topic.title) for topic in topics)
    bodied = sum(topic.bodied for topic in topics)
    named = sum(_names_topic(topic.title) for topic in topics)
    return min(phrases, bodied) >= _SHARE * len(topics) and named >= _NAMED * len(topics)


def _names_topic(title: str) -> bool:
    return _OF.search(title) is not None or sounds_asked(title) > 0


def _is_phrase(title: str) -> bool:
    return len(title) <= _LONGEST and not _SENTENCE.search(title.rstrip(" *。."))


def _from_lists(given: LayoutInput) -> tuple[list[Element], dict[int, _Topic]]:
    """The elements with the items of lists of topics as elements, and these topics."""
    elements: list[Element] = []
    topics: dict[int, _Topic] = {}
    for at, element in enumerate(given.elements):
        block = element.block
        if not isinstance(block, PointList) or not block.ordered:
            elements.append(element)
            continue
        found = [_of_point(point, block.start + n) for n, point in enumerate(block.points)]
        if not _are_topics(found) or not is_free(given.elements, at, given.conventions):
            elements.append(element)
            continue
        for topic, point in zip(found, block.points, strict=True):
            elements.append(topic.element)
            topics[id(topic.element)] = topic
            elements += [element_of(inner) for inner in point.blocks[1:]]
    return elements, topics


def _of_point(point: Point, number: int) -> _Topic:
    first = point.blocks[0] if point.blocks else None
    text = first.text if isinstance(first, Paragraph) else ""
    title, _, rest = text.partition("\n")
    title = _BEHIND.sub("", title)
    span = first.span if first is not None else point.span
    item = Element(Role.ITEM, span, text=title, number=str(number))
    return _Topic(item, number, title, rest, bool(rest) or len(point.blocks) > 1)


def _from_lines(given: LayoutInput) -> tuple[list[Element], dict[int, _Topic]]:
    """The elements, and the numbered lines among them that are topics: none, or nearly all."""
    elements = list(given.elements)
    numbered = [
        (at, found)
        for at, element in enumerate(elements)
        if element.paragraph and (found := split_number(element.paragraph.strip(" |")))
        if behind_stem(found.rest) is None  # 甲是 A：乙 B：丙 has the options of a question
    ]
    best: list[_Topic] = []
    for style in _STYLES:
        own = [(at, one) for at, one in numbered if one.style == style and one.number.isdecimal()]
        topics = [_of_line(elements, at, one) for at, one in own]
        counting = sum(int(b.number) in (int(a.number) + 1, 1) for (_, a), (_, b) in pairwise(own))
        led = sum(_LEAD.fullmatch(one.rest.strip()) is not None for _, one in own)
        enough = counting >= _SHARE * (len(topics) - 1) and led >= _SHARE * len(topics)
        free = own and is_free(elements, own[0][0], given.conventions)
        if len(topics) > len(best) and enough and free and _are_topics(topics):
            best = topics
    return elements, {id(topic.element): topic for topic in best}


def _of_line(elements: Sequence[Element], at: int, numbered: Numbered) -> _Topic:
    element = elements[at]
    lead = _LEAD.fullmatch(numbered.rest.strip())
    title = lead["phrase"] if lead else numbered.rest.partition("\n")[0]
    rest = lead["rest"] if lead else numbered.rest.partition("\n")[2]
    following = elements[at + 1].block if at + 1 < len(elements) else None
    bodied = bool(rest) or isinstance(following, Paragraph | PointList)
    return _Topic(element, int(numbered.number), clean(title), rest, bodied)


def _from_bold(given: LayoutInput) -> tuple[list[Element], dict[int, _Topic]]:
    """The elements, and the bold lines with a colon that are topics: none, or all of them."""
    elements = list(given.elements)
    bold = [
        (at, match)
        for at, element in enumerate(elements)
        if (match := _BOLD.fullmatch(element.paragraph or ""))
    ]
    topics = [_of_bold(elements, at, match["title"]) for at, match in bold]
    named = sum(_names_topic(topic.title) for topic in topics)
    labels = filter(None, map(given.conventions.label_of, elements))
    labelled = any(label.kind is not Kind.NOTE for label in labels)
    bodied = all(topic.bodied for topic in topics)
    if labelled or not bodied or named < _NAMED_BOLD * len(topics):
        return elements, {}
    return elements, {id(topic.element): topic for topic in topics}


def _of_bold(elements: Sequence[Element], at: int, title: str) -> _Topic:
    below = elements[at + 1] if at + 1 < len(elements) else None
    bodied = below is not None and not isinstance(below.block, Heading | None)
    bodied = bodied and not _BOLD.fullmatch(below.paragraph or "") if below else False
    return _Topic(elements[at], None, clean(title), "", bodied)
