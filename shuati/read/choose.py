"""Where the questions of a document begin, decided part by part.

Every layout proposes starts for the whole document, each start has a probability by its
evidence (`shuati.read.evidence`), and for every part (what is under a heading) the layout with
the most evidence is followed. What that leaves over, and a question that holds several answers,
is looked at once more by itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shuati.read.answer_counts import most_answers
from shuati.read.closing import without_closing
from shuati.read.conventions import Conventions, conventions_of
from shuati.read.cut import cut
from shuati.read.evidence.probability import log_odds, probabilities
from shuati.read.layouts import (
    alternating,
    asked,
    bare,
    bold,
    cards,
    counted,
    details,
    exam,
    fenced,
    filled,
    headings,
    items,
    marked_lines,
    pairs,
    plain,
    quoted,
    rows,
    table_text,
    term_lines,
    topic_items,
    word_lists,
)
from shuati.read.outline import Outline
from shuati.read.paper_description import describes_paper
from shuati.read.possible_starts import may_begin
from shuati.read.proposal import LayoutInput, Proposal, with_words_below
from shuati.read.question_start import NO_LEVEL, QuestionStart, is_next
from shuati.read.section_headings import with_headings_above_starts
from shuati.read.segment import Segment, has_body, is_remark
from shuati.sources.element import Element

# In order of trust: of two with about the same evidence the earlier one is followed.
_LAYOUTS = (
    rows,
    table_text,
    filled,
    word_lists,
    term_lines,
    alternating,
    headings,
    details,
    exam,
    fenced,
    bold,
    cards,
    items,
    quoted,
    pairs,
    plain,
    counted,
    marked_lines,
    bare,
    topic_items,
    asked,
)
_LEAST = 0.5  # the probability from which a question begins
_ALONE = 0.8  # the same in a part with another layout, or in what was left over
_TOGETHER = 0.65  # and the mean from which several starts of a layout are taken together there
_BETTER = 1.05  # how much more evidence a less trusted layout, or one for each part, must have
_INSIDE = 1.4  # the log odds that a question within another must have
_DEPTH = 1  # how often what is left over is looked at again


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The segments of a document.

    ``likely`` has the lines at which a layout sees a question begin, whether one was taken to
    or not, with the greatest probability that any layout gives it.
    """

    segments: tuple[Segment, ...]
    likely: Mapping[int, float]


_Found = tuple[int, float, QuestionStart]  # line, probability, start


def _line(found: _Found) -> int:
    return found[0]


@dataclass(frozen=True, slots=True)
class _Lines:
    """A part: the lines from ``first`` to ``last``; ``upper``: less the headings in it."""

    first: int
    last: int
    upper: bool = False


@dataclass(frozen=True, slots=True)
class _Scored:
    """A proposal with the probability of each of its starts that is enough for a question.

    ``main``: it has the most evidence in the whole; another must be surer in a part.
    """

    proposal: Proposal
    starts: tuple[_Found, ...]
    main: bool = False

    def within(self, part: _Lines) -> tuple[_Found, ...]:
        """Its starts in a part.

        In the upper end of a part a heading begins a question only where every heading does:
        to the other layouts what is under the headings below it is its body too.
        """
        begin = bisect_left(self.starts, part.first, key=_line)
        found = self.starts[begin : bisect_right(self.starts, part.last, key=_line)]
        if part.upper and self.proposal.name != headings.EVERY:
            found = tuple(one for one in found if one[2].level == NO_LEVEL)
        return found if self.main else _sure(found)

    def begins(self, line: int) -> QuestionStart | None:
        """The start of a question at ``line``, where it is sure that one begins there."""
        at = bisect_left(self.starts, line, key=_line)
        sure = at < len(self.starts) and self.starts[at][0] == line and self.starts[at][1] >= _ALONE
        return self.starts[at][2] if sure else None

    def value(self, part: _Lines, outer: QuestionStart | None) -> float:
        """How much evidence there is for it in a part.

        ``outer``: the question that the part begins with; any below it must be surer.
        """
        found = self.within(part)
        return sum(log_odds(p) for _, p, _ in found) - _inside(found, part, outer)


def _inside(found: Sequence[_Found], part: _Lines, outer: QuestionStart | None) -> float:
    """How much evidence is asked for, for the starts in a part to be within the one it begins with.

    The questions that count on from its number are not within it, whatever their level.
    """
    if outer is None:
        return 0.0
    last, within = outer, 0
    for line, _, start in found:
        if is_next(last, start):
            last = start
        else:
            within += line > part.first
    return _INSIDE * within


def _sure(starts: tuple[_Found, ...]) -> tuple[_Found, ...]:
    """``starts`` where they are sure together, else those that are so alone."""
    alone = tuple(one for one in starts if one[1] >= _ALONE or one[2].explicit)
    together = len(starts) > 1 and sum(p for _, p, _ in starts) >= _TOGETHER * len(starts)
    return starts if together or 2 * len(alone) > len(starts) else alone


def proposals_for(given: LayoutInput) -> list[Proposal]:
    """The proposals of all layouts, in the order of trust; none for what describes a paper."""
    if describes_paper(given.elements):
        return []
    found = [one for layout in _LAYOUTS for one in layout.propose(given)]
    every = headings.every_heading(given)
    return [
        with_words_below(proposal, given.conventions)
        for proposal in (
            *(with_headings_above_starts(proposal, given.conventions) for proposal in found),
            *([every] if every else []),
        )
    ]


def divide(elements: Sequence[Element], conventions: Conventions, outline: Outline) -> Segmentation:
    """Cut a document into its questions and what lies between them."""
    likely: dict[int, float] = {}
    segments = [
        Segment(None, one.elements) if is_remark(one) else one
        for one in _divided(tuple(elements), conventions, outline, 0, likely)
    ]
    if any(segment.start for segment in segments):
        segments = without_closing(segments, conventions)
    return Segmentation(tuple(segments), likely)


def _divided(
    elements: tuple[Element, ...],
    conventions: Conventions,
    outline: Outline,
    depth: int,
    likely: dict[int, float],
) -> list[Segment]:
    """The segments of ``elements``; ``depth`` counts how often they were looked at before."""
    scored = _scored(elements, conventions, outline, likely, inside=depth > 0)
    if not scored:
        return [Segment(None, elements)] if elements else []
    proposal = _joined_parts(scored, elements, outline, inside=depth > 0)
    if not proposal.starts:
        return [Segment(None, elements)]
    segments: list[Segment] = []
    seen = sorted(line for line, p in likely.items() if p >= _LEAST)
    for segment in _joined(cut(proposal, conventions)):
        if _holds_more(segment, conventions, seen) and depth < _DEPTH:
            segments += _again(segment, conventions, outline, depth, likely)
        else:
            segments.append(segment)
    return segments


def _scored(
    elements: Sequence[Element],
    conventions: Conventions,
    outline: Outline,
    likely: dict[int, float],
    *,
    inside: bool,
) -> list[_Scored]:
    """The proposals that have starts with enough evidence; what they see goes to ``likely``.

    ``inside``: the elements are what a first look left over, or a question with several answers.
    """
    found = []
    for proposal in proposals_for(LayoutInput(elements, conventions)):
        starts = []
        for start, p in zip(
            proposal.starts, probabilities(proposal, outline, conventions), strict=True
        ):
            line = proposal.elements[start.at].span.first
            likely[line] = max(p, likely.get(line, 0.0))
            if p >= _LEAST and may_begin(proposal, start, outline, conventions, inside=inside):
                starts.append((line, p, start))
        found.append(_Scored(proposal, tuple(starts)))
    return [one for one in found if one.starts]


_Followed = list[tuple[_Lines, _Scored]]  # what is followed in each part


def _joined_parts(
    scored: Sequence[_Scored], elements: Sequence[Element], outline: Outline, *, inside: bool
) -> Proposal:
    """One proposal of what is followed in every part."""
    whole = _Lines(elements[0].span.first, elements[-1].span.last)
    main = max(scored, key=lambda one: sum(log_odds(p) for _, p, _ in one.starts))
    scored = [replace(one, main=one is main and not inside) for one in scored]
    _, followed = _best(scored, outline, -1, whole)
    chosen: list[Element] = []
    starts: list[QuestionStart] = []
    for part, one in followed:
        places = {}
        for at, element in enumerate(one.proposal.elements):
            if part.first <= element.span.first <= part.last:
                places[at] = len(chosen)
                chosen.append(element)
        starts += [replace(start, at=places[start.at]) for _, _, start in one.within(part)]
    names = sorted({one.proposal.name for _, one in followed})
    return Proposal(" + ".join(names), tuple(chosen), tuple(starts))


def _best(
    scored: Sequence[_Scored], outline: Outline, heading: int, part: _Lines
) -> tuple[float, _Followed]:
    """The most evidence in a part, and what to follow where in it.

    ``heading`` is the index of the heading that it is under, -1 for a document.
    """
    value, best = 0.0, scored[0]
    outer = next(filter(None, (one.begins(part.first) for one in scored)), None)
    for one in scored:
        own = one.value(part, outer)
        if own > value * _BETTER:
            value, best = own, one
    inner = [
        at
        for at in outline.children.get(heading, ())
        if part.first <= outline.headings[at].line <= part.last
    ]
    if not inner or part.upper:
        return value, [(part, best)]
    begins = [outline.headings[at].line for at in inner]
    ends = [line - 1 for line in begins[1:]] + [part.last]
    upper = _Lines(part.first, begins[0] - 1, upper=True)
    total, parts = _best(scored, outline, heading, upper) if begins[0] > part.first else (0.0, [])
    for at, begin, end in zip(inner, begins, ends, strict=True):
        more, found = _best(scored, outline, at, _Lines(begin, end))
        total, parts = total + more, parts + found
    total -= _inside([start for lines, one in parts for start in one.within(lines)], part, outer)
    return (total, parts) if total > value * _BETTER else (value, [(part, best)])


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """``segments`` with what lies between two questions as one."""
    joined: list[Segment] = []
    for segment in segments:
        if segment.start is None and joined and joined[-1].start is None:
            joined[-1] = Segment(None, joined[-1].elements + segment.elements)
        else:
            joined.append(segment)
    return joined


def _holds_more(segment: Segment, conventions: Conventions, seen: Sequence[int]) -> bool:
    """Whether there may be questions in what is none, or several answers in a question.

    ``seen`` are the lines, in order, at which a layout sees a question.
    """
    if segment.start is not None:
        return most_answers(segment.elements, conventions) > 1
    first, last = segment.elements[0].span.first, segment.elements[-1].span.last
    return bisect_left(seen, first) < bisect_right(seen, last)


def _again(
    segment: Segment,
    conventions: Conventions,
    outline: Outline,
    depth: int,
    likely: dict[int, float],
) -> list[Segment]:
    """What is no question, or holds several answers, looked at once more."""
    elements, asks = segment.elements, segment.start is not None
    own = conventions if asks else conventions_of(elements)
    inner = _divided(elements[asks:], own, outline, depth + 1, likely)
    questions = sum(part.start is not None for part in inner)
    if questions < (2 if asks else 1):
        return [segment]
    if not asks:
        return inner
    above = inner.pop(0).elements if inner[0].start is None else ()
    return [Segment(segment.start if has_body(above) else None, elements[:1] + above), *inner]
