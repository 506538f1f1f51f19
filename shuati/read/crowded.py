"""Questions whose answer seems to hold more questions, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from shuati.model import Diagnostic, Kind, Question, note, warning
from shuati.read.answer_counts import most_answers
from shuati.read.conventions import Conventions
from shuati.read.segment import Segment
from shuati.sources.numbering import split_number
from shuati.text.markdown import plain

_ASKS = 0.8  # the probability from which a line in an answer is said to ask
_TIMES = 3  # how much longer than the median an answer is that is said to be long
_LONG = 40  # and its least lines
_FEWEST = 5  # questions of which the median is taken


def crowded(
    questions: Sequence[Question],
    segments: Sequence[Segment],
    likely: Mapping[int, float],
    conventions: Conventions,
) -> Iterator[Diagnostic]:
    """A diagnostic for every question that seems to hold more than one.

    ``segments`` are those of ``questions``; ``likely`` as `Segmentation` has it.
    """
    lengths = [question.span.last - question.span.first + 1 for question in questions]
    usual = median(lengths) if len(lengths) >= _FEWEST else None
    for question, segment, length in zip(questions, segments, lengths, strict=True):
        title = plain(question.text)
        inside = range(_answer(question), question.span.last + 1)
        asking = [line for line in inside if likely.get(line, 0.0) >= _ASKS]
        if most_answers(segment.elements, conventions) > 1:
            yield warning("several-answers", question.location, question=title)
        elif asking:
            lines = tuple(map(str, asking[:_FEWEST]))
            yield warning("asks-in-answer", question.location, question=title, lines=lines)
        elif following := _following(segment):
            yield warning("numbers-go-on", question.location, question=title, line=following)
        elif usual and length > _TIMES * usual and length >= _LONG:
            yield note("long-answer", question.location, question=title, count=length)


def _answer(question: Question) -> int:
    """The first line below the question's own text."""
    lines = [one.span.first for one in question.sections if one.kind is not Kind.QUESTION]
    return max(question.span.first + 1, min(lines, default=question.span.last + 1))


def _following(segment: Segment) -> int | None:
    """The line at which the number comes that is next to the question's, written alike."""
    start = segment.start
    if start is None or not start.number or not start.number.isdecimal():
        return None
    for element in segment.elements[1:]:
        block = element.block
        text = getattr(block, "text", "") if block is not None else element.text
        numbered = split_number(text[:_LONG]) if text else None
        alike = numbered is not None and numbered.style == start.style
        if numbered is not None and alike and numbered.number == str(int(start.number) + 1):
            return element.span.first
    return None
