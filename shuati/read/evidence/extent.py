"""What a proposal is like in a stretch of its document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Heading
from shuati.read.conventions import Conventions
from shuati.read.cut import cut
from shuati.read.proposal import Proposal
from shuati.read.question_start import QuestionStart
from shuati.read.regularity import regularity
from shuati.read.segment import Segment, has_body
from shuati.sources.element import Element, Role


@dataclass(frozen=True, slots=True)
class Extent:
    """A proposal in a stretch of a document.

    ``rating`` is how regular it is there; ``covered`` the share of the content (lines, without
    headings) that is in its questions; ``count`` counts its starts, ``asking`` those of them
    that ask, ``bodies`` those with something below them, ``labels`` the labels of answers.
    """

    rating: float
    covered: float
    count: int
    asking: int
    bodies: int
    labels: int


def asks(start: QuestionStart) -> bool:
    """Whether a start is a question by its mark or its words."""
    return start.explicit or start.asked >= 0.8


def extent_of(proposal: Proposal, conventions: Conventions) -> Extent:
    """The extent of a whole proposal."""
    segments = cut(proposal, conventions)
    return Extent(
        regularity(proposal, conventions, segments),
        _covered(segments),
        len(proposal.starts),
        sum(map(asks, proposal.starts)),
        sum(bodied(proposal)),
        sum(conventions.opens_answer(element) is not None for element in proposal.elements),
    )


def within(proposal: Proposal, lines: Sequence[int], first: int, last: int) -> Proposal:
    """``proposal`` less what is not in the lines from ``first`` to ``last``.

    ``lines`` are the first lines of its elements, in order.
    """
    begin, end = bisect_left(lines, first), bisect_right(lines, last)
    starts = tuple(
        replace(start, at=start.at - begin) for start in proposal.starts if begin <= start.at < end
    )
    return Proposal(proposal.name, proposal.elements[begin:end], starts)


def bodied(proposal: Proposal) -> list[bool]:
    """For every start whether there is something below it."""
    ends = [*(start.at for start in proposal.starts[1:]), len(proposal.elements)]
    return [
        bool(start.rest) or has_body(proposal.elements[start.at + (2 if start.below else 1) : end])
        for start, end in zip(proposal.starts, ends, strict=True)
    ]


def _covered(segments: Sequence[Segment]) -> float:
    contents = [(_content(segment.elements), segment.start is not None) for segment in segments]
    total = sum(content for content, _ in contents)
    return sum(content for content, asked in contents if asked) / max(1, total)


def _content(elements: Sequence[Element]) -> int:
    return sum(
        element.span.last - element.span.first + 1
        for element in elements
        if element.role is Role.ITEM
        or (element.block is not None and not isinstance(element.block, Heading))
    )
