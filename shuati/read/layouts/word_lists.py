"""Lists of words and what they mean: ``- classroom (n) - 教室``, lines ``apple 苹果``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.model import Code, Form, Heading, Kind, Paragraph, Point, PointList, Span
from shuati.read.layouts.rows import is_free
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, RowContent
from shuati.read.rows.word_pairs import WordPair, word_pair
from shuati.sources.element import Element, Role, element_of
from shuati.sources.labels import kind_of
from shuati.sources.question_words import names_vocabulary

_FEWEST = 3  # words of a document
_SHARE = 0.7  # of the items of a list, or of the lines of a paragraph
_WHOLE = 0.9  # of the lines of a document that says nowhere that it is of vocabulary
_SHORT = 0.5  # and of them that do not say much of a word
_MANY = 5  # words of such a document
_FEW_LINES = 20  # of words in a fence of their own
_LONGEST = 200  # characters of a meaning among other words and meanings
_TAGGED = 0.3  # of the words have a class or a sound, in a list of vocabulary
_ASIDE = "备注"  # the label of what is beside a word
_LABELLED = re.compile(r"(?P<word>[^\W\d_]{1,12})\s*[:：]\s*(?=\S)")

_Sections = tuple[tuple[str, Kind, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """An element, and the word that it is, with further sections on it, if it is one."""

    element: Element
    pair: WordPair | None = None
    more: _Sections = ()


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every word of the lists of vocabulary is a question."""
    above: list[tuple[int, bool]] = []  # the headings above: level, whether it names vocabulary
    found: list[tuple[Element, list[_Unit], bool]] = []
    elements = [_unfenced(element) for element in given.elements]
    every = [_units_of(element) for element in elements]
    may_be_whole = _may_be_whole(elements, every)
    for at, (element, units) in enumerate(zip(elements, every, strict=True)):
        if isinstance(element.block, Heading):
            above = [one for one in above if one[0] < element.block.level]
            above.append((element.block.level, names_vocabulary(element.block.text)))
        pairs = [unit.pair for unit in units if unit.pair]
        sure = any(names for _, names in above) or (
            sum(pair.tagged for pair in pairs) >= _TAGGED * len(pairs)
        )
        free = may_be_whole or (sure and is_free(elements, at, given.conventions))
        if pairs and free:
            found.append((element, units, sure))
        else:
            found.append((element, [], False))
    words = sum(unit.pair is not None for _, units, _ in found for unit in units)
    written = sum(len(units) or _lines(element) for element, units, _ in found)
    throughout = may_be_whole and words >= max(_MANY, _SHORT * written)
    chosen = [
        unit
        for element, units, sure in found
        for unit in (
            (units if sure or throughout else [])
            or (_long_word(element) if throughout else [])
            or [_Unit(element)]
        )
    ]
    starts = [_start(at, one, one.pair) for at, one in enumerate(chosen) if one.pair is not None]
    if len(starts) >= _FEWEST:
        yield Proposal("words", tuple(unit.element for unit in chosen), tuple(starts))


def _unfenced(element: Element) -> Element:
    """A block of text in a fence, every line of which is a word, as a paragraph; else itself."""
    block = element.block
    if not isinstance(block, Code) or block.language:
        return element
    lines = [line.strip() for line in block.text.rstrip("\n").split("\n")]
    if len(lines) > _FEW_LINES or not all(word_pair(line, _LONGEST) for line in lines):
        return element
    first = element.span.first + 1
    last = min(first + len(lines) - 1, element.span.last)
    return element_of(Paragraph("\n".join(lines), Span(first, last)))


def _may_be_whole(elements: Sequence[Element], units: Sequence[list[_Unit]]) -> bool:
    """Whether there are enough words for a document of nothing else, wherever they are."""
    words = sum(
        sum(unit.pair is not None for unit in one) or len(_long_word(element))
        for element, one in zip(elements, units, strict=True)
    )
    written = sum(
        min(len(one), _lines(element)) if one else _lines(element)
        for element, one in zip(elements, units, strict=True)
    )
    return words >= max(_MANY, _WHOLE * written)


def _start(at: int, unit: _Unit, pair: WordPair) -> QuestionStart:
    aside: _Sections = ((_ASIDE, Kind.NOTE, (pair.aside,)),) if pair.aside else ()
    meaning: _Sections = (("", Kind.ANSWER, (pair.meaning,)),)
    content = RowContent(Form.TERM, sections=meaning + aside + unit.more)
    number = unit.element.number
    return QuestionStart(at, pair.term, number, "", False, rest=pair.meaning, row=content)


def _lines(element: Element) -> int:
    """How many lines of content an element has."""
    if element.block is None or isinstance(element.block, Heading):
        return 0
    return element.span.last - element.span.first + 1


def _units_of(element: Element) -> list[_Unit]:
    """The words that the items or lines of an element are; nothing where most are none."""
    block, first = element.block, element.span.first
    if isinstance(block, PointList):
        return list(_of_list(block)) if _holds_words(block) else []
    if not isinstance(block, Paragraph):
        return []
    lines = block.text.split("\n")
    pairs = [word_pair(line) for line in lines]
    own_lines = len(lines) == element.span.last - first + 1
    if not own_lines or sum(pair is not None for pair in pairs) < _SHARE * len(lines):
        return []
    return [
        _Unit(Element(Role.ITEM, Span(first + at, first + at), text=line), pair)
        if pair
        else _Unit(element_of(Paragraph(line, Span(first + at, first + at))))
        for at, (line, pair) in enumerate(zip(lines, pairs, strict=True))
    ]


def _long_word(element: Element) -> list[_Unit]:
    """The word that a line is which says much of it, among lines that are words."""
    text = element.paragraph
    pair = word_pair(text, _LONGEST) if text is not None and "\n" not in text else None
    return [_Unit(Element(Role.ITEM, element.span, text=text or ""), pair)] if pair else []


def _head(point: Point) -> str:
    first = point.blocks[0] if point.blocks else None
    return first.text if isinstance(first, Paragraph) else ""


def _holds_words(points: PointList) -> bool:
    words = sum(word_pair(_head(point)) is not None for point in points.points)
    return words >= _SHARE * len(points.points)


def _of_list(points: PointList) -> Iterator[_Unit]:
    for at, point in enumerate(points.points):
        pair = word_pair(_head(point))
        if pair is None:
            alone = replace(points, start=points.start + at, points=(point,), span=point.span)
            yield _Unit(element_of(alone))
            continue
        inner = [unit for block in point.blocks[1:] for unit in _inside(element_of(block))]
        labelled = [section for _, section in inner if section is not None]
        number = str(points.start + at) if points.ordered else None
        item = Element(Role.ITEM, point.blocks[0].span, text=_head(point), number=number)
        yield _Unit(item, pair, tuple(labelled))
        yield from (unit for unit, _ in inner)


_Inside = tuple[_Unit, tuple[str, Kind, tuple[str, ...]] | None]


def _inside(element: Element) -> Iterator[_Inside]:
    """What is below a word: further words, and sections on the word above: ``Example: …``."""
    block = element.block
    if not isinstance(block, PointList):
        yield _Unit(element), None
        return
    for at, point in enumerate(block.points):
        labelled = _LABELLED.match(_head(point))
        if word_pair(_head(point)):
            alone = replace(block, points=(point,), start=block.start + at)
            yield from ((unit, None) for unit in _of_list(alone))
        elif labelled and len(point.blocks) == 1:
            kind = kind_of(labelled["word"])
            text = _head(point)[labelled.end() :]
            section = (labelled["word"], kind if kind else Kind.NOTE, (text,))
            yield _Unit(Element(Role.RULE, point.span)), section
        else:
            yield _Unit(element_of(replace(block, points=(point,), span=point.span))), None
