"""How a document marks its questions: every layout proposes, the most regular proposal wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Heading
from shuati.read.answer_counts import has_answer, most_answers
from shuati.read.closing import without_closing
from shuati.read.conventions import Conventions, conventions_of
from shuati.read.cut import cut
from shuati.read.expand.question_lists import lists_questions
from shuati.read.layouts import (
    asked,
    bare,
    bold,
    cards,
    counted,
    details,
    headings,
    items,
    pairs,
    plain,
)
from shuati.read.proposal import LayoutInput, Proposal
from shuati.read.regularity import regularity
from shuati.read.section_headings import with_headings_above_starts
from shuati.read.segment import Segment
from shuati.sources.element import Element
from shuati.sources.question_words import is_closing_title

# In order of trust: of two that are about equally regular the earlier one wins.
_LAYOUTS = (headings, details, bold, cards, items, pairs, plain, counted, bare, asked)
_TIE = 0.08  # how much more regular a less trusted layout must be
_ENOUGH = 0.45  # below this no proposal is taken for sure
_TOPICS = 0.15  # enough for headings in a document where nothing else could be a question
_LISTED = 0.35  # enough for a list of questions without answers
_DEPTH = 3  # how often a segment may be divided again

_Rated = tuple[float, Proposal]  # how regular it is, and the proposal


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The segments of a document, and how sure the reader is of them (0 to 1)."""

    segments: tuple[Segment, ...]
    confidence: float


def proposals_for(given: LayoutInput) -> list[Proposal]:
    """The proposals of all layouts, in the order of trust."""
    found = (one for layout in _LAYOUTS for one in layout.propose(given))
    return [with_headings_above_starts(proposal, given.conventions) for proposal in found]


def divide(elements: Sequence[Element], conventions: Conventions, depth: int = 0) -> Segmentation:
    """Cut a document (or a part of it) into questions and what lies between them."""
    chosen = _chosen(_rated(elements, conventions), conventions, depth)
    if chosen is None:
        return Segmentation((Segment(None, tuple(elements)),) if elements else (), 0.0)
    rating, proposal = chosen
    segments: list[Segment] = []
    for run in _runs(cut(proposal, conventions)):
        behind = any(segment.start for segment in segments)
        segments += _divide_again(run, conventions, depth, behind)
    if depth == 0:
        segments = without_closing(segments, conventions)
    return Segmentation(tuple(segments), rating)


def _rated(elements: Sequence[Element], conventions: Conventions) -> list[_Rated]:
    """All proposals for ``elements``, in the order of the layouts."""
    proposals = proposals_for(LayoutInput(elements, conventions))
    return [(regularity(proposal, conventions), proposal) for proposal in proposals]


def _chosen(rated: Sequence[_Rated], conventions: Conventions, depth: int) -> _Rated | None:
    """The proposal to follow, or None where there is none to trust."""
    candidates = [(r, p) for r, p in rated if r >= _ENOUGH]
    candidates = candidates or [(r, p) for r, p in rated if _will_do(r, p, depth)]
    if not candidates and depth == 0:
        candidates = [(r, p) for r, p in rated if _answers_often(p, conventions)]
    best = max((rating for rating, _ in candidates), default=0.0)
    return next((one for one in candidates if one[0] >= best - _TIE), None)


def _will_do(rating: float, proposal: Proposal, depth: int) -> bool:
    """Whether a proposal may be taken where none is sure.

    In a whole document two or more headings or texts that fold open, even if they ask
    nothing; anywhere a list of questions without answers.
    """
    if proposal.name.startswith(("heading", "details")):
        return depth == 0 and rating >= _TOPICS and len(proposal.starts) > 1
    asked = sum(start.asked >= 0.8 for start in proposal.starts)
    return (
        rating >= _LISTED and asked >= (2 if depth else 3) and 4 * asked >= 3 * len(proposal.starts)
    )


def _answers_often(proposal: Proposal, conventions: Conventions) -> bool:
    """Whether every start is a question by its words, and answered, be it more than once."""
    questions = [segment for segment in cut(proposal, conventions) if segment.start]
    answered = all(most_answers(question.elements, conventions) for question in questions)
    return answered and all(start.explicit or start.asked >= 0.8 for start in proposal.starts)


def _runs(segments: list[Segment]) -> list[list[Segment]]:
    """The segments grouped: each question by itself, what lies between two of them together."""
    runs: list[list[Segment]] = []
    for segment in segments:
        if runs and segment.start is None and runs[-1][-1].start is None:
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _divide_again(
    run: list[Segment], conventions: Conventions, depth: int, behind: bool
) -> list[Segment]:
    """A question that holds several answers, or answers without a question, cut once more.

    So is a list of questions under a heading that asks none, ``behind`` other questions
    (before them it is a table of contents).
    """
    elements = tuple(element for segment in run for element in segment.elements)
    start = run[0].start
    if start:
        wanted = most_answers(elements, conventions) > 1
    else:
        wanted = has_answer(elements, conventions) or (
            behind and _lists_questions(elements, conventions)
        )
    if depth >= _DEPTH or not wanted:
        return run
    head = 1 if start else 0
    inner = divide(
        elements[head:], conventions_of(elements) if start is None else conventions, depth + 1
    )
    starts = sum(part.start is not None for part in inner.segments)
    if starts == 0 or (start and starts < 2):
        return run
    segments = list(inner.segments)
    if start is None:
        return segments
    if segments[0].start is None:
        return [Segment(None, elements[:1] + segments[0].elements), *segments[1:]]
    return [Segment(None, elements[:1]), *segments]


def _lists_questions(elements: Sequence[Element], conventions: Conventions) -> bool:
    """Whether ``elements`` are headings (none that closes) and lists of questions below them."""
    titles = [element.block.text for element in elements if isinstance(element.block, Heading)]
    below = [element for element in elements if not isinstance(element.block, Heading)]
    return (
        bool(titles)
        and not any(map(is_closing_title, titles))
        and lists_questions(below, conventions)
    )
