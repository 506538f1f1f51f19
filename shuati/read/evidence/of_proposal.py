"""The evidence on every start of a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from shuati.read.conventions import Conventions
from shuati.read.evidence.extent import Extent, asks, extent_of, within
from shuati.read.evidence.kinds import LABELLED, Evidence, with_products
from shuati.read.evidence.of_document import of_document
from shuati.read.evidence.of_place import led_by
from shuati.read.evidence.of_start import of_start
from shuati.read.outline import Outline
from shuati.read.proposal import Proposal
from shuati.read.question_start import QuestionStart

_RUN = 4  # questions behind the first that make a run as long as any
_LESS_TRUSTED = ("asked", "bare", "plain", "loose")  # what only words or numbers mark


def of_proposal(proposal: Proposal, outline: Outline, conventions: Conventions) -> list[Evidence]:
    """The evidence on every start: its own, that of its part, and that of the whole document."""
    whole = extent_of(proposal, conventions)
    layout = proposal.name.split(" ")[0]
    trust = {f"layout:{layout}": 1.0} if layout in _LESS_TRUSTED else {}
    document = of_document(outline) | trust
    lines = [element.span.first for element in proposal.elements]
    parts = [outline.part(lines[start.at]) for start in proposal.starts]
    extents = {
        part: extent_of(within(proposal, lines, *outline.lines_of(part)), conventions)
        if len(outline.parts) > 1
        else whole
        for part in set(parts)
    }
    ends = [*(start.at for start in proposal.starts[1:]), len(proposal.elements)]
    in_sequence = _in_sequence(proposal.starts)
    in_runs = _in_runs(proposal)
    numbers = sum(start.number is not None for start in proposal.starts)
    numbered = 2 * numbers >= len(proposal.starts)
    explicit = sum(start.explicit for start in proposal.starts)
    titles = Counter(start.words for start in proposal.starts if start.words)
    named = 2 * explicit >= len(proposal.starts)
    of_extents = {
        (part, asking): _of_extents(whole, extents[part], asking=asking)
        for part in set(parts)
        for asking in (True, False)
    }
    found = []
    leads = led_by(proposal, conventions)
    for index, (start, part, lead) in enumerate(zip(proposal.starts, parts, leads, strict=True)):
        own = of_start(proposal, start, ends[index], outline, conventions)
        inside = extents[part]
        shared = dict(of_extents[part, asks(start)])
        shared["in sequence"] = float(in_sequence[index])
        shared["in a run"] = in_runs[index]
        shared["covered"] = inside.covered
        shared["unnumbered among numbered"] = float(
            numbered and start.number is None and not asks(start)
        )
        shared["repeated"] = float(titles[start.words] > 1)
        shared["unmarked among explicit"] = float(named and not asks(start))
        shared["part asks"] = outline.part_asks(part)
        if "answered" not in own and "explained" not in own:
            shared["labels in part"] = float(inside.labels >= LABELLED)
        found.append(with_products(own | shared | lead | document))
    return found


def _of_extents(whole: Extent, part: Extent, *, asking: bool) -> Evidence:
    """What the rest of a proposal says of a start that asks, or does not."""
    found = _of_extent(part, asking=asking).items()
    return _of_extent(whole, asking=asking) | {f"part {name}": value for name, value in found}


def _of_extent(extent: Extent, *, asking: bool) -> Evidence:
    others = extent.count - 1
    return {
        "rating": extent.rating,
        "bodies": extent.bodies / extent.count,
        "alone": float(not others),
        "others ask": (extent.asking - asking) / others if others else 0.0,
    }


def _in_sequence(starts: Sequence[QuestionStart]) -> list[bool]:
    """For every start whether its number is one more, or one less, than that of a neighbour."""
    numbers = [
        int(start.number) if start.number and start.number.isdecimal() else None for start in starts
    ]
    follows = [a is not None and b is not None and b == a + 1 for a, b in pairwise(numbers)]
    return [a or b for a, b in zip([False, *follows], [*follows, False], strict=True)]


def _in_runs(proposal: Proposal) -> list[float]:
    """For every start how long the run is that it is in, from 0 (alone) to 1 (five or more).

    In a run every start asks, and nothing is between one and the next: a list of questions.
    """
    starts = proposal.starts
    follows = [asks(a) and asks(b) and b.at == a.at + 1 and not a.rest for a, b in pairwise(starts)]
    runs = [1]
    for goes_on in follows:
        if goes_on:
            runs[-1] += 1
        else:
            runs.append(1)
    return [min(1.0, (length - 1) / _RUN) for length in runs for _ in range(length)]
