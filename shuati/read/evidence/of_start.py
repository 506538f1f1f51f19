"""The evidence on one start: its words, its mark, what is below and above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from shuati.model import Heading, Kind, Paragraph
from shuati.read.answer_counts import most_answers
from shuati.read.conventions import Conventions
from shuati.read.evidence.kinds import LABELLED, Evidence
from shuati.read.others import is_contents
from shuati.read.outline import Outline
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL, TOPIC, QuestionStart
from shuati.read.segment import has_body
from shuati.sources.element import Element
from shuati.sources.numbering import SECTION_STYLES
from shuati.sources.question_words import (
    is_article_title,
    is_closing_title,
    is_rated,
    names_question_part,
)

_CLAUSES = re.compile("[，,；;。：:!！](?!$)|[。；;]$")
_LONGEST = 60  # characters of a title that is no sentence
_ROW = 3.0  # what a layout has read whole is so sure that it must not move the other weights
_TOPIC = 2.0  # the same for items that a layout has found to be topics of one build
_PROJECT = 0.4  # of the headings present a project, where a document is the page of one
_PICTURED = 0.3  # of the sections with a picture, in the notes of a lecture
_FAR = 12  # elements above a start where its label is looked for


def of_start(
    proposal: Proposal,
    start: QuestionStart,
    end: int,
    outline: Outline,
    conventions: Conventions,
) -> Evidence:
    """The evidence on ``start``, which goes on to the element ``end`` of ``proposal``."""
    element = proposal.elements[start.at]
    body = proposal.elements[start.at + (2 if start.below else 1) : end]
    direct = _direct(body)
    at = outline.at(element.span.first)
    parent = outline.headings[at].parent if at is not None else outline.above(element.span.first)
    above = [outline.headings[index] for index in outline.path(parent)]
    in_question_part = any(one.of_questions for one in above)
    labels = [label for one in direct if (label := conventions.label_of(one))]
    answered = any(conventions.opens_answer(one) is not None for one in direct)
    explained = any(label.kind in (Kind.ANSWER, Kind.EXPLANATION) for label in labels)
    asked = start.asked
    unasked = not (start.explicit or asked >= 0.8 or start.row)
    found = {
        "asks": asked >= 0.9,
        "question mark": asked == 1,
        "orders": asked == 0.8,
        "topic words": 0 < asked < 0.8,
        "explicit": start.explicit,
        "closed": start.closed,
        "numbered": start.number is not None and start.style not in SECTION_STYLES,
        "section number": start.style in SECTION_STYLES,
        "heading": start.level != NO_LEVEL,
        "silent": start.level != NO_LEVEL and unasked,
        "sentence": _is_sentence(start.words),
        "clauses": unasked and _CLAUSES.search(start.words) is not None,
        "rated": is_rated(_text(element).split("\n", 1)[0]),
        "colon": _leads(element),
        "note label": start.number is None and _is_note(element, conventions),
        "article title": is_article_title(start.words),
        "closing title": is_closing_title(start.words),
        "contents title": is_contents(start.words),
        "names question part": names_question_part(start.words),
        "answered": answered,
        "explained": explained,
        "labels elsewhere": not answered and not explained and outline.labels >= LABELLED,
        "several answers": most_answers((element, *body), conventions) > 1,
        "body": bool(start.rest) or has_body(body),
        "unanswered list": not start.rest and not has_body(body),
        "direct body": bool(start.rest) or has_body(direct),
        "under question label": _under_question_label(proposal, start, outline, conventions),
        "in question part": in_question_part,
        "in part of a kind": any(one.of_kind for one in above),
        "in a faq": outline.silent and (above[0].of_faq if above else outline.titled_faq),
        "outside question part": not in_question_part and any(outline.in_question_part),
        "in asking group": parent in outline.asking_groups,
        "outside asking group": bool(outline.asking_groups) and parent not in outline.asking_groups,
        "in asking part": any(one.asked >= 0.8 and not one.of_questions for one in above)
        or (outline.title_asks and not in_question_part),
        "unasked in a guide": unasked and outline.guides,
        "title of sections": at is not None and outline.is_title(at),
        "project title": at is not None and outline.headings[at].of_project,
        "leaf": at is None or not outline.children.get(at),
    }
    evidence = {name: 1.0 for name, value in found.items() if value}
    if start.row is not None:
        evidence["row"] = _ROW
    if start.style == TOPIC:
        evidence["topic item"] = _TOPIC
    evidence["unasked among instructions"] = unasked * outline.instructing
    evidence["unasked among deictic"] = unasked * outline.deictic
    evidence["unasked among pictures"] = unasked * min(1.0, outline.pictured / _PICTURED)
    evidence["unasked among code"] = unasked * max(0.0, 2 * outline.code_only - 1)
    if start.level != NO_LEVEL and not in_question_part:
        evidence["in a project"] = min(1.0, outline.projects / _PROJECT)
    evidence["long"] = min(1.0, log(1 + len(body)) / 6)
    if at is not None:
        evidence |= _of_neighbours(at, outline)
    return evidence


def _direct(body: Sequence[Element]) -> Sequence[Element]:
    """The elements up to the next heading."""
    stop = next((at for at, one in enumerate(body) if isinstance(one.block, Heading)), len(body))
    return body[:stop]


def _is_sentence(title: str) -> bool:
    """Whether a title is a statement: it ends as one, or is long."""
    return len(title) > _LONGEST or title.rstrip(" *").endswith(("。", "；", ";", "."))


def _text(element: Element) -> str:
    block = element.block
    return block.text if isinstance(block, Heading | Paragraph) else element.text


def _leads(element: Element) -> bool:
    """Whether the first line of an element leads to what is below it."""
    return _text(element).split("\n", 1)[0].rstrip(" *_").endswith((":", "："))


def _is_note(element: Element, conventions: Conventions) -> bool:
    """Whether an element begins with a label, and none of a question (追问：, 考点)."""
    label = conventions.label(_text(element), heading=isinstance(element.block, Heading))
    return label is not None and label.kind is not Kind.QUESTION


def _under_question_label(
    proposal: Proposal, start: QuestionStart, outline: Outline, conventions: Conventions
) -> bool:
    """Whether the last label above a start is 问题： with nothing behind it.

    A heading that is alone with such words, without labels of answers, is a title: # 面试题.
    """
    for at in range(start.at - 1, max(-1, start.at - _FAR), -1):
        label = conventions.label_of(proposal.elements[at])
        heading = isinstance(proposal.elements[at].block, Heading)
        if label is not None:
            named = label.kind is Kind.QUESTION and (not heading or outline.asks_by_headings)
            return named and not label.rest and not start.explicit
        if heading:
            return False
    return False


def _of_neighbours(at: int, outline: Outline) -> Evidence:
    """What the neighbours of a heading in the outline say."""
    siblings_ask, siblings = outline.siblings_ask(at)
    inner = [outline.headings[i] for i in outline.children.get(at, ())]
    return {
        "siblings ask": siblings_ask,
        "no siblings": float(not siblings),
        "level asks": outline.level_asks(at),
        "inner ask": _share([one.asked >= 0.8 for one in inner]),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
