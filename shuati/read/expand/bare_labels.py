"""Labels that nothing marks but their line: 题目, then the task; 解答, then the solution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shuati.model import Kind
from shuati.read.expand.lines import paragraph_part
from shuati.sources.element import Element
from shuati.sources.labels import kind_of

_SHARE = 0.8  # of the labels of questions have that of an answer behind them


def with_bare_labels(elements: Sequence[Element]) -> list[Element]:
    """``elements`` cut at lines that are labels of questions and answers, each with a colon.

    They are left as they are where questions and answers do not take turns.
    """
    kinds = [kind for element in elements for line in _lines(element) if (kind := _kind(line))]
    asked = kinds.count(Kind.QUESTION)
    turns = sum(pair == (Kind.QUESTION, Kind.ANSWER) for pair in pairwise(kinds))
    if not turns or turns < _SHARE * max(asked, len(kinds) - asked):
        return list(elements)
    return [part for element in elements for part in _cut(element)]


def _lines(element: Element) -> list[str]:
    """The lines of a paragraph; none where they are not those of the source."""
    lines = (element.paragraph or "").split("\n")
    return lines if len(lines) == element.span.last - element.span.first + 1 else []


def _kind(line: str) -> Kind | None:
    """Whether a line is the label of a question or an answer, of two characters at least."""
    word = line.strip()
    kind = kind_of(word, alone=True) if len(word) > 1 else None
    return kind if kind in (Kind.QUESTION, Kind.ANSWER) else None


def _cut(element: Element) -> Iterator[Element]:
    lines = _lines(element)
    labels = [at for at, line in enumerate(lines) if _kind(line)]
    if not labels:
        yield element
        return
    for first, end in pairwise(sorted({0, *labels, *(at + 1 for at in labels), len(lines)})):
        text = "\n".join(lines[first:end])
        yield paragraph_part(element, first, end, f"{text.strip()}：" if first in labels else text)
