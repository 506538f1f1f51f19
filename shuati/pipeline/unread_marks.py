"""Code marks of the sources that gave no question its code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from shuati.model import Code, Diagnostic, Document, Location, Question, Span, walk, warning
from shuati.sources.decode import decode
from shuati.sources.source import Source

_MARK = re.compile(r"<!--\s*(Q\d{4,})\s*-->")


def unread_marks(sources: Sequence[Source], documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """A warning for each mark ``<!-- Q0042 -->`` that no question has, with its line.

    Those in code are examples. Only texts have marks: in other files no such bytes are found.
    """
    for source, document in zip(sources, documents, strict=True):
        if b"<!--" not in source.data:
            continue
        questions = sorted(document.questions, key=lambda one: one.span.first)
        starts = [one.span.first for one in questions]
        for number, line in enumerate(decode(source.data).text.split("\n"), 1):
            for match in _MARK.finditer(line):
                at = bisect_right(starts, number) - 1
                question = questions[at] if at >= 0 else None
                example = line.count("`", 0, match.start()) % 2 == 1 or _in_code(question, number)
                if not example and not _has(question, match[1], number):
                    place = Location(source.path, Span(number, number))
                    yield warning("mark-unread", place, mark=match[0])


def _has(question: Question | None, code: str, line: int) -> bool:
    return question is not None and line <= question.span.last and question.explicit_code == code


def _in_code(question: Question | None, line: int) -> bool:
    """Whether ``line`` is in a code block of ``question``."""
    blocks = tuple(block for one in question.sections for block in one.blocks) if question else ()
    return any(
        isinstance(block, Code) and block.span.first <= line <= block.span.last
        for block in walk(blocks)
    )
