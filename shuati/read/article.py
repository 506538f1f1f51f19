"""Articles: long texts of which a few parts ask. There each start is decided by its own evidence.

An article has the headings that articles have (背景介绍, 环境搭建 …); most of its headings ask
nothing, however regular they are, so the most regular layout says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.read.answer_counts import most_answers
from shuati.read.choose import Segmentation, proposals_for
from shuati.read.closing import without_closing
from shuati.read.conventions import Conventions, conventions_of
from shuati.read.cut import cut
from shuati.read.evidence import evidence_of, probability
from shuati.read.layouts.headings import every_heading
from shuati.read.outline import Outline
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.regularity import regularity
from shuati.read.segment import Segment
from shuati.sources.element import Element
from shuati.sources.question_words import is_article_title

_TITLES = 4  # different headings of articles that make a document one
_LEAST = 0.5  # the probability from which a question begins
_LEAST_INSIDE = 0.8  # and in what the first cut left over, where no label says so
_BETTER = 1.05  # how much more evidence a less trusted layout must have
_DEPTH = 2  # how often what is left over is looked at again


def is_article(outline: Outline) -> bool:
    """Whether a document is an article."""
    titles = {one.title for one in outline.headings if is_article_title(one.title)}
    return len(titles) >= _TITLES


def divide_article(
    elements: Sequence[Element], conventions: Conventions, outline: Outline
) -> Segmentation:
    """Cut an article into its questions and what lies between them."""
    segments, sure = _divided(tuple(elements), conventions, outline, 0)
    if not any(segment.start for segment in segments):
        return Segmentation(tuple(segments), 0.0)
    return Segmentation(tuple(without_closing(segments, conventions)), sure)


def _divided(
    elements: tuple[Element, ...], conventions: Conventions, outline: Outline, depth: int
) -> tuple[list[Segment], float]:
    """The segments, and how sure the questions among them are (0 to 1)."""
    chosen = _chosen(elements, conventions, outline, inside=depth > 0)
    if chosen is None:
        return [Segment(None, elements)] if elements else [], 0.0
    sure, proposal = chosen
    segments: list[Segment] = []
    for segment in _joined(cut(proposal, conventions)):
        segments += _again(segment, conventions, outline, depth)
    return segments, sure


def _chosen(
    elements: Sequence[Element], conventions: Conventions, outline: Outline, *, inside: bool
) -> tuple[float, Proposal] | None:
    """The proposal with the most evidence, less the starts without enough, and how sure it is."""
    given = LayoutInput(elements, conventions)
    headings = every_heading(given)
    best: tuple[float, float, Proposal] | None = None
    for proposal in [*proposals_for(given), *([headings] if headings else [])]:
        rating = regularity(proposal, conventions)
        found = [probability(one) for one in evidence_of(proposal, rating, outline, conventions)]
        taken = [
            (start, p)
            for start, p in zip(proposal.starts, found, strict=True)
            if p >= (_LEAST_INSIDE if inside and not start.explicit else _LEAST)
        ]
        value = sum(2 * p - 1 for _, p in taken)
        if taken and (best is None or value > best[0] * _BETTER):
            starts = tuple(start for start, _ in taken)
            best = value, sum(p for _, p in taken) / len(taken), replace(proposal, starts=starts)
    return best[1:] if best else None


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    """``segments`` with what lies between two questions as one."""
    joined: list[Segment] = []
    for segment in segments:
        if segment.start is None and joined and joined[-1].start is None:
            joined[-1] = Segment(None, joined[-1].elements + segment.elements)
        else:
            joined.append(segment)
    return joined


def _again(
    segment: Segment, conventions: Conventions, outline: Outline, depth: int
) -> list[Segment]:
    """What is no question, or holds several answers, looked at once more."""
    elements, asks = segment.elements, segment.start is not None
    if depth >= _DEPTH or (asks and most_answers(elements, conventions) < 2):
        return [segment]
    own = conventions if asks else conventions_of(elements)
    inner, _ = _divided(elements[asks:], own, outline, depth + 1)
    questions = sum(part.start is not None for part in inner)
    if questions < (2 if asks else 1):
        return [segment]
    return [Segment(None, elements[:1]), *inner] if asks else inner
