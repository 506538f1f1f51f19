"""Evidence on whether a question begins somewhere, as named numbers, and the score they give.

The weights are data, `lexicon/reading_weights.toml`, chosen on labelled documents by
``python -m evaluation.reading_weights``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import exp, log

from shuati import lexicon
from shuati.model import Heading, Kind, Paragraph
from shuati.read.answer_counts import most_answers
from shuati.read.conventions import Conventions
from shuati.read.cut import cut
from shuati.read.others import is_contents
from shuati.read.outline import Outline
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL, QuestionStart
from shuati.read.regularity import regularity
from shuati.read.segment import has_body
from shuati.sources.element import Element, Role
from shuati.sources.numbering import SECTION_STYLES
from shuati.sources.question_words import (
    is_article_title,
    is_closing_title,
    names_question_part,
)

_LESS_TRUSTED = ("asked", "plain", "loose")  # what only words or numbers mark

_SAID = 0.95  # the probability of a topic in a document of topics
_CERTAIN = 4.0  # the log odds of what is certain

Evidence = dict[str, float]
"""Named numbers, about 0 to 1 each; what is missing is 0."""


def probabilities(
    proposal: Proposal, rating: float, outline: Outline, conventions: Conventions
) -> list[float]:
    """How sure it is, from 0 to 1, that a question begins at each start of ``proposal``.

    First each by itself, then once more with how sure its siblings are.
    """
    evidence = evidence_of(proposal, rating, outline, conventions)
    alone = [probability(one, weights()["alone"]) for one in evidence]
    among = with_siblings(evidence, alone, siblings(proposal, outline))
    found = [
        p if more is None else probability(more, weights()["among siblings"])
        for p, more in zip(alone, among, strict=True)
    ]
    if outline.read_as:
        return [_as_said(p, one, outline) for p, one in zip(found, evidence, strict=True)]
    lines = [proposal.elements[start.at].span.first for start in proposal.starts]
    builds = [
        (start.level, start.number is None, outline.part(line)) if _is_topic(one) else None
        for start, one, line in zip(proposal.starts, evidence, lines, strict=True)
    ]
    return _alike(found, builds)


def _as_said(p: float, evidence: Evidence, outline: Outline) -> float:
    """A probability, where a person said whether the headings that ask nothing are topics."""
    if not evidence["silent"]:
        return p
    if outline.read_as == "article":
        return 0.0
    return max(p, _SAID) if _is_topic(evidence) and evidence["leaf"] else p


def _is_topic(evidence: Evidence) -> bool:
    """Whether a heading may be a topic: those of one build in a part are questions all or none."""
    return bool(
        evidence["silent"] and evidence["direct body"] and not evidence["article title"]
    )


def _alike(probabilities: Sequence[float], builds: Sequence[object]) -> list[float]:
    """``probabilities`` with the mean of its build for everything that has one."""
    groups: dict[object, list[float]] = {}
    for p, build in zip(probabilities, builds, strict=True):
        groups.setdefault(build, []).append(p)
    return [
        p if build is None else sum(groups[build]) / len(groups[build])
        for p, build in zip(probabilities, builds, strict=True)
    ]


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
        if count > 1:
            likely = (total - p) / (count - 1)
            more = {
                "siblings likely": likely,
                "siblings unlikely": 1 - likely,
                "silent & siblings likely": one.get("silent", 0.0) * likely,
                "bodied & siblings likely": one.get("body", 0.0) * likely,
            }
            found.append(one | more)
        else:
            found.append(None)
    return found


def siblings(proposal: Proposal, outline: Outline) -> list[object]:
    """For every start what it has in common with its siblings: the heading above, and its make."""
    found: list[object] = []
    for start in proposal.starts:
        line = proposal.elements[start.at].span.first
        at = outline.at(line)
        parent = outline.headings[at].parent if at is not None else outline.above(line)
        found.append((parent, start.level, start.style if start.level == NO_LEVEL else ""))
    return found


def probability(evidence: Mapping[str, float], chosen: Mapping[str, float]) -> float:
    total = chosen["bias"] + sum(chosen.get(name, 0.0) * x for name, x in evidence.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def log_odds(probability: float) -> float:
    """The logarithm of the odds, never more than certainty is worth."""
    return min(_CERTAIN, log(probability / max(1e-9, 1 - probability)))


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of the evidence, by name, and the ``bias``: alone, and among siblings."""
    found: Mapping[str, Mapping[str, float]] = lexicon.toml("reading_weights.toml")
    return found


def evidence_of(
    proposal: Proposal, rating: float, outline: Outline, conventions: Conventions
) -> list[Evidence]:
    """The evidence on every start of ``proposal``; ``rating`` is how regular that is."""
    whole = _of_document(outline)
    ends = [start.at for start in proposal.starts[1:]] + [len(proposal.elements)]
    asks = [_asks(start) for start in proposal.starts]
    share = sum(asks) / max(1, len(asks))
    kind = proposal.name.split(" ")[0]
    bodies = sum(
        has_body(proposal.elements[start.at + 1 : end]) or bool(start.rest)
        for start, end in zip(proposal.starts, ends, strict=True)
    )
    in_sequence = _in_sequence(proposal.starts)
    parts = [outline.part(proposal.elements[start.at].span.first) for start in proposal.starts]
    in_part = {part: _of_part(proposal, part, parts, asks, outline, conventions) for part in set(parts)}
    found = []
    for index, (start, end) in enumerate(zip(proposal.starts, ends, strict=True)):
        own = _of_start(proposal, start, end, outline, conventions)
        others = (share * len(asks) - asks[index]) / max(1, len(asks) - 1)
        shared = {
            "rating": rating,
            **({f"layout:{kind}": 1.0} if kind in _LESS_TRUSTED else {}),
            "others ask": others if len(asks) > 1 else 0.0,
            "alone": float(len(asks) == 1),
            "bodies": bodies / len(asks),
            "in sequence": float(in_sequence[index]),
        }
        of_part = in_part[parts[index]]
        if not (own["answered"] or own["explained"]):
            own["labels in part"] = of_part["labels"]
        shared["covered"] = of_part["covered"]
        shared["part rating"] = of_part["rating"]
        shared["part bodies"] = of_part["bodies"]
        n = of_part["count"]
        shared["part others ask"] = (of_part["asks"] - asks[index]) / (n - 1) if n > 1 else 0.0
        shared["alone in part"] = float(n == 1)
        shared["part asks"] = of_part["headings ask"]
        found.append(_products(own | shared | whole))
    return found


def _of_part(
    proposal: Proposal,
    part: int,
    parts: Sequence[int],
    asks: Sequence[bool],
    outline: Outline,
    conventions: Conventions,
) -> dict[str, float]:
    """What a proposal is within one part of the document."""
    first = outline.parts[part]
    last = outline.parts[part + 1] - 1 if part + 1 < len(outline.parts) else outline.last
    inside = {}
    elements = []
    for at, element in enumerate(proposal.elements):
        if first <= element.span.first <= last:
            inside[at] = len(elements)
            elements.append(element)
    own = [at for at, one in enumerate(parts) if one == part]
    starts = tuple(replace(proposal.starts[at], at=inside[proposal.starts[at].at]) for at in own)
    sub = Proposal(proposal.name, tuple(elements), starts)
    ends = [start.at for start in starts[1:]] + [len(elements)]
    bodies = sum(
        has_body(elements[start.at + 1 : end]) or bool(start.rest)
        for start, end in zip(starts, ends, strict=True)
    )
    labels = sum(conventions.opens_answer(one) is not None for one in elements)
    titles = [one for one in outline.headings if first <= one.line <= last]
    return {
        "covered": _covered(sub, conventions),
        "rating": regularity(sub, conventions),
        "asks": sum(asks[at] for at in own),
        "count": len(own),
        "bodies": bodies / len(own),
        "labels": float(labels >= _LABELLED),
        "headings ask": sum(one.asked >= 0.8 for one in titles) / max(1, len(titles)),
    }


def _covered(proposal: Proposal, conventions: Conventions) -> float:
    """The share of the content in a part, less its headings, that is in the questions of one."""
    segments = cut(proposal, conventions)
    total = sum(_content(segment.elements) for segment in segments)
    covered = sum(_content(segment.elements) for segment in segments if segment.start)
    return covered / max(1, total)


def _content(elements: Sequence[Element]) -> int:
    return sum(
        element.span.last - element.span.first + 1
        for element in elements
        if element.role is Role.ITEM
        or (element.block is not None and not isinstance(element.block, Heading))
    )


def _in_sequence(starts: Sequence[QuestionStart]) -> list[bool]:
    """For every start whether its number is one more, or one less, than that of a neighbour."""
    numbers = [
        int(start.number) if start.number and start.number.isdecimal() else None
        for start in starts
    ]
    follows = [
        a is not None and b is not None and b == a + 1 for a, b in pairwise(numbers)
    ]
    return [a or b for a, b in zip([False, *follows], [*follows, False], strict=True)]


def _is_sentence(title: str) -> bool:
    """Whether a title is a statement: it ends as one, and does not ask."""
    return len(title) > 60 or (title.rstrip(" *").endswith(("。", "；", ";", ".")))


def _is_note(element: Element, conventions: Conventions) -> bool:
    """Whether an element begins with a label, and none of a question (追问：, 考点)."""
    block = element.block
    text = block.text if isinstance(block, Heading | Paragraph) else element.text
    label = conventions.label(text, heading=isinstance(block, Heading))
    return label is not None and label.kind is not Kind.QUESTION


def _under_question_label(
    proposal: Proposal, start: QuestionStart, conventions: Conventions
) -> bool:
    """Whether the last label above a start is 问题： with nothing behind it."""
    for at in range(start.at - 1, max(-1, start.at - _FAR), -1):
        label = conventions.label_of(proposal.elements[at])
        if label is not None:
            return label.kind is Kind.QUESTION and not label.rest and not start.explicit
        if isinstance(proposal.elements[at].block, Heading):
            return False
    return False


def _ends_in_colon(element: Element) -> bool:
    """Whether the first line of an element leads to what is below it."""
    block = element.block
    text = block.text if isinstance(block, Heading | Paragraph) else element.text
    return text.split("\n", 1)[0].rstrip(" *_").endswith((":", "："))


def _asks(start: QuestionStart) -> bool:
    return start.explicit or start.asked >= 0.8


def _of_document(outline: Outline) -> Evidence:
    """What the headings of the whole document say."""
    titles = outline.headings
    asking = sum(one.asked >= 0.8 for one in titles)
    in_parts = sum(outline.in_question_part)
    asking_outside = sum(
        one.asked >= 0.8 and not inside
        for one, inside in zip(titles, outline.in_question_part, strict=True)
    )
    outside = len(titles) - in_parts
    articles = sum(is_article_title(one.title) for one in titles)
    return {
        "document asks": asking / max(1, len(titles)),
        "document asks outside": asking_outside / max(1, outside),
        "has question part": float(in_parts > 0),
        "is article": min(1.0, articles / 4),
        "article share": articles / max(1, len(titles)),
        "no article titles": float(not articles),
        "flat": float(len({one.level for one in titles}) <= 2),
        "short": float(len(titles) <= 12),
        "named": float(outline.named),
        "document silent": float(asking <= 0.1 * len(titles)),
    }


def _of_start(
    proposal: Proposal,
    start: QuestionStart,
    end: int,
    outline: Outline,
    conventions: Conventions,
) -> Evidence:
    line = proposal.elements[start.at].span.first
    body = proposal.elements[start.at + 1 : end]
    at = outline.at(line)
    parent = outline.headings[at].parent if at is not None else outline.above(line)
    above = [outline.headings[index] for index in outline.path(parent)]
    direct = _direct(proposal, start, end)
    evidence = {
        "asks": float(start.asked >= 0.9),
        "orders": float(start.asked == 0.8),
        "topic words": float(0 < start.asked < 0.8),
        "explicit": float(start.explicit),
        "numbered": float(start.number is not None and start.style not in SECTION_STYLES),
        "section number": float(start.style in SECTION_STYLES),
        "heading": float(start.level != NO_LEVEL),
        "answered": float(any(conventions.opens_answer(one) is not None for one in direct)),
        "explained": float(any(_explains(one, conventions) for one in direct)),
        "body": float(has_body(body) or bool(start.rest)),
        "direct body": float(has_body(direct) or bool(start.rest)),
        "article title": float(is_article_title(start.title)),
        "closing title": float(is_closing_title(start.title)),
        "names question part": float(names_question_part(start.title)),
        "in question part": float(any(names_question_part(one.title) for one in above)),
        "outside question part": float(
            any(outline.in_question_part)
            and not any(names_question_part(one.title) for one in above)
        ),
        "in asking group": float(parent in outline.asking_groups),
        "outside asking group": float(
            bool(outline.asking_groups) and parent not in outline.asking_groups
        ),
        "in asking part": float(any(one.asked >= 0.8 for one in above)),
        "long": min(1.0, log(1 + len(body)) / 6),
        "several answers": float(most_answers(proposal.elements[start.at : end], conventions) > 1),
        "sentence": float(_is_sentence(start.title)),
        "note label": float(_is_note(proposal.elements[start.at], conventions)),
        "under question label": float(_under_question_label(proposal, start, conventions)),
        "colon": float(_ends_in_colon(proposal.elements[start.at])),
        "contents title": float(is_contents(start.title)),
        "leaf": float(at is None or not outline.children.get(at)),
        "unanswered list": float(not has_body(body) and not start.rest),
    }
    labelled = evidence["answered"] or evidence["explained"]
    evidence["labels elsewhere"] = float(not labelled and outline.labels >= _LABELLED)
    evidence["silent"] = evidence["heading"] * (not _asks(start))
    if at is not None:
        evidence |= _of_heading(at, outline)
    return evidence


def _explains(element: Element, conventions: Conventions) -> bool:
    label = conventions.label_of(element)
    return label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION)


def _direct(proposal: Proposal, start: QuestionStart, end: int) -> Sequence[Element]:
    """The elements below a start up to the next heading."""
    below = proposal.elements[start.at + 1 : end]
    stop = next((at for at, one in enumerate(below) if isinstance(one.block, Heading)), len(below))
    return below[:stop]


def _of_heading(at: int, outline: Outline) -> Evidence:
    """What the neighbours of a heading in the outline say."""
    own = outline.headings[at]
    siblings = [i for i in outline.children[own.parent] if i != at]
    siblings = [i for i in siblings if outline.headings[i].level == own.level]
    level = [one for one in outline.headings if one.level == own.level and one is not own]
    inner = [outline.headings[i] for i in outline.children.get(at, ())]
    return {
        "siblings ask": _share([outline.headings[i].asked >= 0.8 for i in siblings]),
        "no siblings": float(not siblings),
        "level asks": _share([one.asked >= 0.8 for one in level]),
        "inner ask": _share([one.asked >= 0.8 for one in inner]),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


_FAR = 12  # elements above a start where its label is looked for
_LABELLED = 3  # labels of answers from which a document is one that labels its answers

_PAIRS = (
    ("asks", "siblings ask"),
    ("asks", "heading"),
    ("explained", "heading"),
    ("labels elsewhere", "orders"),
    ("labels elsewhere", "silent"),
    ("labels elsewhere", "numbered"),
    ("labels in part", "orders"),
    ("labels in part", "silent"),
    ("labels in part", "numbered"),
    ("heading", "part rating"),
    ("numbered", "part others ask"),
    ("silent", "part asks"),
    ("silent", "part others ask"),
    ("heading", "rating"),
    ("numbered", "others ask"),
    ("silent", "numbered"),
    ("silent", "leaf"),
    ("silent", "document silent"),
    ("silent", "in sequence"),
    ("silent", "named"),
    ("silent", "in asking group"),
    ("silent", "outside asking group"),
    ("silent", "article share"),
    ("silent", "section number"),
    ("unasked", "covered"),
    ("unasked", "in sequence"),
    ("unasked", "named"),
    ("unasked", "part others ask"),
    ("named leaf", "bodied silent"),
    ("orders", "sentence"),
    ("orders", "colon"),
    ("orders", "layout:plain"),
    ("silent", "in question part"),
    ("silent", "outside question part"),
    ("silent", "is article"),
    ("silent", "document asks"),
    ("silent", "direct body"),
    ("orders", "is article"),
)

# What each piece of evidence can only speak for (1) or against (-1); the others may do both.
DIRECTIONS = {
    **dict.fromkeys(
        (
            "asks", "orders", "topic words", "explicit", "numbered", "answered", "explained",
            "body", "direct body", "in question part", "siblings ask", "level asks", "others ask",
            "rating", "bodies", "no article titles", "asks & siblings ask", "asks & heading",
            "heading & rating", "explained & heading", "numbered & others ask",
            "silent & in question part", "named", "silent & named",
            "named leaf", "named leaf & bodied silent",
            "in asking group", "silent & in asking group",
            "covered", "unasked & covered", "unasked & in sequence", "unasked & named", "unasked & part others ask", "part rating", "part bodies", "part others ask",
            "siblings likely", "silent & siblings likely", "bodied & siblings likely", "in sequence", "leaf", "silent & leaf",
            "silent & document silent", "silent & in sequence",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "section number", "article title", "closing title", "names question part",
            "outside question part", "inner ask", "is article", "unanswered list", "layout:asked", "layout:loose", "outside asking group",
            "silent & outside asking group", "article share", "silent & article share",
            "silent & section number",
            "unasked", "layout:plain", "silent", "silent & outside question part", "silent & is article",
            "labels elsewhere", "labels elsewhere & orders", "labels elsewhere & silent",
            "labels elsewhere & numbered", "orders & is article", "several answers", "sentence",
            "siblings unlikely", "note label", "under question label",
            "colon", "labels in part", "contents title", "orders & sentence",
        ),
        -1,
    ),
}  # fmt: skip


def _products(evidence: Evidence) -> Evidence:
    """``evidence`` with what only together means something."""
    evidence = evidence | {
        "bodied silent": evidence.get("silent", 0.0) * evidence.get("direct body", 0.0),
        "unasked": float(not evidence.get("asks") and not evidence.get("orders") and not evidence.get("explicit")),
        "named leaf": evidence.get("named", 0.0) * evidence.get("leaf", 0.0),
    }
    both = {f"{a} & {b}": evidence.get(a, 0.0) * evidence.get(b, 0.0) for a, b in _PAIRS}
    return evidence | both
