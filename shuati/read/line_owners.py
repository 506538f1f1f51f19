"""Which positions of a source each segment owns: all of them are owned, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shuati.model import Span
from shuati.read.segment import Segment


def one_for_a_position(segments: Sequence[Segment]) -> list[Segment]:
    """``segments``, those that begin at one position as one: a position has one owner.

    Two do where a line is cut into paragraphs, and both of them look like questions.
    """
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and last.elements[0].span.first >= segment.elements[0].span.first:
            if last.start or not segment.start:
                joined[-1] = Segment(last.start, last.elements + segment.elements)
            else:  # a question begins with its title
                joined[-1] = Segment(segment.start, segment.elements + last.elements)
        else:
            joined.append(segment)
    return joined


def owned_spans(segments: Sequence[Segment], lines: Sequence[str]) -> list[Span]:
    """The span of every segment: from its first element to the next segment's.

    The first begins with the source, the last ends with it. Blank lines at both ends of a
    span are left out.
    """
    if not segments:
        return []
    firsts = [1, *(segment.elements[0].span.first for segment in segments[1:]), len(lines) + 1]
    return [trimmed(first, following - 1, lines) for first, following in pairwise(firsts)]


def trimmed(first: int, last: int, lines: Sequence[str]) -> Span:
    """The positions ``first`` to ``last`` without the blank ones at both ends."""
    while last > first and not lines[last - 1].strip():
        last -= 1
    while first < last and not lines[first - 1].strip():
        first += 1
    return Span(first, last)


def last_written(lines: Sequence[str]) -> int:
    """The position of the last line that is not blank; 0 where all are."""
    return next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 0)
