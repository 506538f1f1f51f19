"""Lines in turn a sentence with an empty gap and what fills it, as courses on the web list them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shuati.model import Form, Heading, Paragraph, Span
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.question_start import QuestionStart, RowContent, title_start
from shuati.read.rows.filled_gaps import GAP
from shuati.sources.element import Element, element_of
from shuati.sources.numbering import split_number
from shuati.sources.question_words import names_kind

_FEWEST = 3  # questions
_SHARE = 0.7  # of the sentences with a gap have one line below that fills it
_LONGEST = 80  # characters of that line
_EMPTY = re.compile(r"[（(][\s\u3000_]*[)）]|(?:\\?_){2,}|＿{2,}")
_OPTION = re.compile(r"\W{0,3}[A-Ha-h]\s*[.、．:：)）】\]]|\W{0,3}[A-Ha-h]{1,8}\W{0,3}$")


def propose(given: LayoutInput) -> Iterator[Proposal]:
    """At most one proposal: sentences with a gap that alternate with what fills them."""
    lines = [line for element in given.elements for line in lines_of(element)]
    gapped = [at for at, line in enumerate(lines) if _leaves_gap(line)]
    if len(gapped) < _FEWEST:
        return
    filled = [at for at in gapped if _fills(lines, at, given)]
    if len(filled) >= max(_FEWEST, _SHARE * len(gapped)):
        starts = [_start(lines, at) for at in filled]
        yield Proposal("alternating", tuple(lines), tuple(starts))


def lines_of(element: Element) -> Iterator[Element]:
    """The lines of a paragraph as paragraphs, any other element as it is."""
    texts = (element.paragraph or "").split("\n")
    first = element.span.first
    if element.block is None or len(texts) != element.span.last - first + 1 or len(texts) == 1:
        yield element
        return
    for at, text in enumerate(texts):
        yield element_of(Paragraph(text.strip(), Span(first + at, first + at)))


def _leaves_gap(element: Element) -> bool:
    text = element.paragraph
    return text is not None and _EMPTY.search(text) is not None and not _OPTION.match(text)


def _fills(lines: Sequence[Element], at: int, given: LayoutInput) -> bool:
    """Whether the line below a sentence fills its gap, and the next one is no more of it."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    text = below.paragraph if below is not None else None
    if below is None or not text or len(text) > _LONGEST or _EMPTY.search(text):
        return False
    if _OPTION.match(text) or given.conventions.label_of(below) or names_kind(text):
        return False
    behind = lines[at + 2] if at + 2 < len(lines) else None
    if behind is None or isinstance(behind.block, Heading) or _leaves_gap(behind):
        return True
    return behind.paragraph is not None and split_number(behind.paragraph) is not None


def _start(lines: Sequence[Element], at: int) -> QuestionStart:
    text, fill = lines[at].paragraph or "", lines[at + 1].paragraph or ""
    start = title_start(at, text)
    if len(_EMPTY.findall(start.title)) != 1:
        return replace(start, row=RowContent(Form.OPEN))
    return replace(
        start, title=_EMPTY.sub(GAP, start.title), row=RowContent(Form.BLANK, blanks=(fill,))
    )
