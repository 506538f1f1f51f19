"""Documents of nothing but terms and what they mean: ``项目：为了……的工作。`` on every line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuati.model import Form, Heading, Kind, PointList
from shuati.read.definitions import split_term
from shuati.read.layouts.alternating import lines_of
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, RowContent, clean
from shuati.sources.element import Element, Role, element_of
from shuati.sources.labels import kind_of
from shuati.sources.numbering import split_number
from shuati.sources.question_words import sounds_asked

_FEWEST = 6  # terms
_SHARE = 0.9  # of the lines, and of the terms that are others than those above them
_DEFINED = 0.6  # of the meanings have a word of definitions
_MEANT = 12  # characters of a meaning on the average at least
_DEFINITION = re.compile("[的是指即为由所]")
_SPOKEN = re.compile(r"[“”\"「」]")  # what somebody says is no meaning


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: every line of a document is a term and its meaning."""
    lines = [line for element in given.elements for line in _items_of(element)]
    written = [
        line for line in lines if line.block is not None and not isinstance(line.block, Heading)
    ]
    terms = {id(line): found for line in written if (found := _term(line))}
    meanings = [meaning for _, _, meaning in terms.values()]
    if (
        len(terms) >= max(_FEWEST, _SHARE * len(written))
        and len({term for _, term, _ in terms.values()}) >= _SHARE * len(terms)
        and sum(map(len, meanings)) >= _MEANT * len(terms)
        and sum(map(_defines, meanings)) >= _DEFINED * len(terms)
    ):
        elements = [_as_item(line, terms.get(id(line))) for line in lines]
        starts = [
            _start(at, *terms[id(line)]) for at, line in enumerate(lines) if id(line) in terms
        ]
        yield Proposal("terms", tuple(elements), tuple(starts))


_Term = tuple[str | None, str, str]  # number, term, meaning


def _items_of(element: Element) -> Iterator[Element]:
    """The lines of a paragraph, or the items of a list that are one paragraph each."""
    block = element.block
    if not isinstance(block, PointList):
        yield from lines_of(element)
        return
    for point in block.points:
        yield from (element_of(inner) for inner in point.blocks)


def _term(line: Element) -> _Term | None:
    """The term that a line explains, with its number and its meaning; None where it does not."""
    text = line.paragraph or ""
    numbered = split_number(text)
    found = split_term(numbered.rest if numbered else text)
    if found is None:
        return None
    term, meaning = clean(found[0]), found[1].strip()
    labelled = kind_of(term, alone=True) is not None
    if labelled or sounds_asked(term) >= 0.9 or not re.search(r"[^\W\d_]", term):
        return None
    return numbered.number if numbered else None, term, meaning


def _defines(meaning: str) -> bool:
    return _DEFINITION.search(meaning) is not None and _SPOKEN.match(meaning) is None


def _as_item(line: Element, term: _Term | None) -> Element:
    if term is None:
        return line
    return Element(Role.ITEM, line.span, text=line.paragraph or "", number=term[0])


def _start(at: int, number: str | None, term: str, meaning: str) -> QuestionStart:
    row = RowContent(Form.TERM, sections=(("", Kind.ANSWER, (meaning,)),))
    return QuestionStart(at, term, number, "", False, rest=meaning, row=row)
