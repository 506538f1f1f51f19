"""What evidence is worth: a probability, with weights that were chosen on labelled documents.

Logistic regression, twice: every start by itself, then once more with the probabilities of its
siblings as evidence (stacked generalisation). The weights are data,
``lexicon/reading_weights.toml``, chosen by ``python -m evaluation.reading_weights``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log

from shuati import lexicon
from shuati.read.conventions import Conventions
from shuati.read.evidence.kinds import Evidence
from shuati.read.evidence.of_place import unlike_asking
from shuati.read.evidence.of_proposal import of_proposal
from shuati.read.outline import Outline
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL

_MARKED = 0.9  # the least probability of what is marked as a question and has a body
_ASKED = 0.8  # of a heading with a question mark and text below it
_PROJECT = 0.75  # how much a document is the page of a project, whose headings ask nothing
_LISTED = 0.7  # and of a question in a list of at least so many, most without an answer
_TOPIC = 0.65  # of a topic in a document that is a list of such
_FEWEST = 3
_REGULAR = 0.5  # how regular answers are below what nothing else marks
_SAID = 0.95  # the probability of a topic in a document of topics
_CERTAIN = 4.0  # the log odds of what is certain

Weights = Mapping[str, float]


@cache
def weights() -> Mapping[str, Weights]:
    """The weights of the evidence, by name, and the ``bias``: ``alone`` and ``among siblings``."""
    found: Mapping[str, Weights] = lexicon.toml("reading_weights.toml")
    return found


def probabilities(proposal: Proposal, outline: Outline, conventions: Conventions) -> list[float]:
    """How sure it is, from 0 to 1, that a question begins at each start of ``proposal``."""
    evidence = of_proposal(proposal, outline, conventions)
    alone = [probability(one, weights()["alone"]) for one in evidence]
    among = with_siblings(evidence, alone, siblings(proposal, outline))
    found = [
        p if more is None else probability(more, weights()["among siblings"])
        for p, more in zip(alone, among, strict=True)
    ]
    listed = _listed(evidence, siblings(proposal, outline))
    found = [
        max(p, _least(one, in_list=in_list))
        for p, one, in_list in zip(found, evidence, listed, strict=True)
    ]
    if outline.read_as:
        return [_as_said(p, one, outline) for p, one in zip(found, evidence, strict=True)]
    return _alike(found, _builds(proposal, evidence, outline))


def probability(evidence: Evidence, chosen: Weights) -> float:
    """The probability, from 0 to 1, that ``evidence`` has with the weights ``chosen``."""
    total = chosen["bias"] + sum(chosen.get(name, 0.0) * x for name, x in evidence.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def log_odds(probability: float) -> float:
    """The logarithm of the odds, never more than certainty is worth."""
    return min(_CERTAIN, log(probability / max(1e-9, 1 - probability)))


def siblings(proposal: Proposal, outline: Outline) -> list[object]:
    """For every start what it has in common with its siblings: the heading above, and its make."""
    found: list[object] = []
    for start, unlike in zip(proposal.starts, unlike_asking(proposal), strict=True):
        line = proposal.elements[start.at].span.first
        at = outline.at(line)
        parent = outline.headings[at].parent if at is not None else outline.above(line)
        make = (start.style, unlike) if start.level == NO_LEVEL else ()
        found.append((parent, start.level, make))
    return found


def with_siblings(
    evidence: Sequence[Evidence], alone: Sequence[float], groups: Sequence[object]
) -> list[Evidence | None]:
    """``evidence`` with what the probabilities ``alone`` of the others of its group say.

    None for what is alone in its group.
    """
    sums: dict[object, tuple[float, int]] = {}
    for p, group in zip(alone, groups, strict=True):
        total, count = sums.get(group, (0.0, 0))
        sums[group] = total + p, count + 1
    found: list[Evidence | None] = []
    for one, p, group in zip(evidence, alone, groups, strict=True):
        total, count = sums[group]
        if count == 1:
            found.append(None)
            continue
        likely = (total - p) / (count - 1)
        more = {"siblings likely": likely, "siblings unlikely": 1 - likely}
        if "silent" in one:
            more["silent & siblings likely"] = likely
        if "body" in one:
            more["bodied & siblings likely"] = likely
        found.append(one | more)
    return found


def _least(evidence: Evidence, *, in_list: bool) -> float:
    """The least probability of what needs no weighing."""
    if _is_marked(evidence) or "closed" in evidence:
        return _MARKED
    if _is_asked(evidence):
        return _ASKED
    if in_list or _is_in_faq(evidence) or _is_among_questions(evidence) or _is_answered(evidence):
        return _LISTED
    return _TOPIC if "topic item" in evidence else 0.0


def _is_among_questions(evidence: Evidence) -> bool:
    """Whether a heading is a topic, most beside it ask, and the document is to be learned."""
    needed = ("named", "in asking group", "leaf")
    return _is_topic(evidence) and all(name in evidence for name in needed)


def _is_in_faq(evidence: Evidence) -> bool:
    """Whether a heading is one of 常见问题, and names a symptom as all of them do."""
    return _is_topic(evidence) and "in a faq" in evidence and "leaf" in evidence


def _is_answered(evidence: Evidence) -> bool:
    """Whether the label of an answer is right below, as below most of what is above a label."""
    return "layout:asked" in evidence and evidence.get("rating", 0.0) >= _REGULAR


def _is_asked(evidence: Evidence) -> bool:
    """Whether a heading has a question mark, and text right below it, on no page of a project."""
    named = ("heading", "question mark", "direct body")
    others = ("closing title", "project title")
    return (
        all(name in evidence for name in named)
        and not any(name in evidence for name in others)
        and evidence.get("in a project", 0.0) < _PROJECT
    )


def _listed(evidence: Sequence[Evidence], groups: Sequence[object]) -> list[bool]:
    """For every start whether it is of a list of questions that nobody answers."""
    counts: dict[object, list[int]] = {}
    for one, group in zip(evidence, groups, strict=True):
        count = counts.setdefault(group, [0, 0, 0])
        count[0] += "asks" in one or "orders" in one
        count[1] += "body" not in one
        count[2] += 1
    return [
        "asks" in one
        and "body" not in one
        and "heading" not in one
        and "led by a question" not in one
        and counts[group][2] >= _FEWEST
        and 4 * min(counts[group][:2]) >= 3 * counts[group][2]
        for one, group in zip(evidence, groups, strict=True)
    ]


def _is_marked(evidence: Evidence) -> bool:
    """Whether a number or label says that this is a question, or one below it that it asks."""
    answered = "asks" in evidence and "answered" in evidence
    return "body" in evidence and ("explicit" in evidence or answered)


def _is_topic(evidence: Evidence) -> bool:
    """Whether a heading may be a topic."""
    others = ("article title", "closing title", "project title")
    named = "silent" in evidence and "direct body" in evidence
    return named and not any(name in evidence for name in others)


def _as_said(p: float, evidence: Evidence, outline: Outline) -> float:
    """A probability, where a person said whether the headings that ask nothing are topics."""
    if "silent" not in evidence:
        return p
    if outline.read_as == "article":
        return 0.0
    return max(p, _SAID) if _is_topic(evidence) and "leaf" in evidence else p


def _builds(proposal: Proposal, evidence: Sequence[Evidence], outline: Outline) -> list[object]:
    """For every topic what it has in common with others; None for what is no topic."""
    lines = [proposal.elements[start.at].span.first for start in proposal.starts]
    return [
        (start.level, start.number is None, outline.part(line)) if _is_topic(one) else None
        for start, one, line in zip(proposal.starts, evidence, lines, strict=True)
    ]


def _alike(probabilities: Sequence[float], builds: Sequence[object]) -> list[float]:
    """``probabilities`` with the mean of its build for every topic: they are questions or not."""
    groups: dict[object, list[float]] = {}
    for p, build in zip(probabilities, builds, strict=True):
        groups.setdefault(build, []).append(p)
    return [
        p if build is None else sum(groups[build]) / len(groups[build])
        for p, build in zip(probabilities, builds, strict=True)
    ]
