"""How a document marks its questions: every way is tried, the most regular one wins.

The measure: in a document whose answers have labels (答案, 答 …) the right way of
marking gives each question exactly one of them and leaves none over. Without labels,
questions sound like questions, are numbered, and have something below them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from shuati.model import Code, Heading, Kind, Table
from shuati.read.conventions import Habits, habits_of
from shuati.read.cut import Scheme, Segment, cut, has_body
from shuati.read.expand_lists import Page, lists_questions
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
from shuati.read.titles import with_titles
from shuati.sources.elements import Role, Unit
from shuati.text.numbering import SECTION_STYLES
from shuati.text.question_words import closes, is_furniture, is_page_number

# In order of trust: where two ways are about equally regular, the earlier one wins.
_RECOGNISERS = (headings, details, bold, cards, items, pairs, plain, counted, bare, asked)
_TIE = 0.08  # how much more regular a less trusted way must be
_ENOUGH = 0.45  # below this nobody knows where the questions are
_TOPICS = 0.15  # enough for headings in a document where nothing else could be a question
_LISTED = 0.35  # enough for a list of questions that nobody answers
_BY_ANSWERS = 0.65  # the trust in questions that nothing marks but their answers
_DEPTH = 3
_LINE = 30  # characters of a line that may be the title of another page
_LABELS = 3  # from so many labels of answers on they alone decide


@dataclass(frozen=True, slots=True)
class Division:
    """The segments of a document, and how sure the reader is of them (0 to 1)."""

    segments: tuple[Segment, ...]
    scheme: str
    confidence: float


def divide(units: Sequence[Unit], habits: Habits, depth: int = 0) -> Division:
    """Cut a document (or a part of it) into questions and what lies between them."""
    page = Page(units, habits)
    found = (s for recogniser in _RECOGNISERS for s in recogniser.find(page))
    schemes = [with_titles(scheme, habits) for scheme in found]
    rated = [(regularity(scheme, habits), scheme) for scheme in schemes]
    sure = [(rating, scheme) for rating, scheme in rated if rating >= _ENOUGH]
    candidates = sure or [(r, s) for r, s in rated if _will_do(r, s, depth)]
    if not candidates and depth == 0:
        candidates = [(r, s) for r, s in rated if _answers_often(s, habits)]
    if not candidates:
        return Division((Segment(None, tuple(units)),) if units else (), "", 0.0)
    best = max(rating for rating, _ in candidates)
    rating, scheme = next(one for one in candidates if one[0] >= best - _TIE)
    segments: list[Segment] = []
    for run in _runs(cut(scheme, habits)):
        behind = any(segment.mark for segment in segments)
        segments += _divide_again(run, habits, depth, behind)
    if depth == 0:
        segments = _closing_off(segments, habits)
    return Division(tuple(segments), scheme.name, rating)


def _closing_off(segments: list[Segment], habits: Habits) -> list[Segment]:
    """What follows the last question behind a rule, or as a comment, belongs to no question.

    Only where no other question goes on behind a rule, and no label stands there.
    """
    last = max(at for at, segment in enumerate(segments) if segment.mark)
    others = [s for at, s in enumerate(segments) if s.mark and at != last]
    units = segments[last].units
    at = _behind_rule(units)
    if any(_behind_rule(other.units) < len(other.units) for other in others) or any(
        habits.label_of(unit) or isinstance(unit.block, Code | Table) for unit in units[at:]
    ):
        at = len(units)
    if at == len(units):
        at = _end_of_content(units)
    if at == len(units):
        return segments
    parts = [Segment(segments[last].mark, units[:at]), Segment(None, units[at:])]
    return segments[:last] + parts + segments[last + 1 :]


def _end_of_content(units: Sequence[Unit]) -> int:
    """Where at the end of a document comments and the page's own lines begin, links behind them."""
    end = at = len(units)
    while at > 1 and (_is_no_content(units[at - 1]) or _is_line(units[at - 1])):
        at -= 1
        inside = at + 1 < end and is_page_number(units[at].paragraph or "")
        if _is_no_content(units[at]) and not inside:
            end = at
    return end


def _is_line(unit: Unit) -> bool:
    """Whether a unit is a short line and no sentence, as the titles of other pages are."""
    text = unit.paragraph
    return text is not None and len(text) <= _LINE and not re.search(r"[。；;：:\n]", text)


def _is_no_content(unit: Unit) -> bool:
    """Whether a unit at the end of a document is a comment, or the page's and no author's."""
    text = unit.paragraph
    return unit.role is Role.COMMENT or (text is not None and is_furniture(text))


def _behind_rule(units: Sequence[Unit]) -> int:
    """The index of the first content behind the last rule among ``units``, or their number."""
    rules = [at for at, unit in enumerate(units) if unit.role is Role.RULE]
    behind = rules[-1] + 1 if rules else len(units)
    return behind if has_body(units[behind:]) else len(units)


def _will_do(rating: float, scheme: Scheme, depth: int) -> bool:
    """Whether a scheme may be taken where none is sure.

    In a whole document two or more headings or texts that fold open, even if they ask
    nothing; anywhere a list of questions without answers.
    """
    if scheme.name.startswith(("heading", "details")):
        return depth == 0 and rating >= _TOPICS and len(scheme.marks) > 1
    asked = sum(mark.asked >= 0.8 for mark in scheme.marks)
    return rating >= _LISTED and asked >= (2 if depth else 3) and 4 * asked >= 3 * len(scheme.marks)


def _answers_often(scheme: Scheme, habits: Habits) -> bool:
    """Whether every mark is a question by its words, and answered, be it more than once."""
    questions = [segment for segment in cut(scheme, habits) if segment.mark]
    answered = all(most_answers(question.units, habits) for question in questions)
    return answered and all(mark.explicit or mark.asked >= 0.8 for mark in scheme.marks)


def _runs(segments: list[Segment]) -> list[list[Segment]]:
    """Each question by itself, and what lies between two of them together."""
    runs: list[list[Segment]] = []
    for segment in segments:
        if runs and segment.mark is None and runs[-1][-1].mark is None:
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _divide_again(run: list[Segment], habits: Habits, depth: int, behind: bool) -> list[Segment]:
    """A question that holds several answers, or answers without a question, cut once more.

    So is a list of questions under a heading that asks none, ``behind`` other questions
    (before them it is a table of contents).
    """
    units = tuple(unit for segment in run for unit in segment.units)
    mark = run[0].mark
    if mark:
        wanted = most_answers(units, habits) > 1
    else:
        wanted = _has_answer(units, habits) or (behind and _lists_questions(units, habits))
    if depth >= _DEPTH or not wanted:
        return run
    head = 1 if mark else 0
    inner = divide(units[head:], habits_of(units) if mark is None else habits, depth + 1)
    marks = sum(part.mark is not None for part in inner.segments)
    if marks == 0 or (mark and marks < 2):
        return run
    segments = list(inner.segments)
    if mark is None:
        return segments
    if segments[0].mark is None:
        return [Segment(None, units[:1] + segments[0].units), *segments[1:]]
    return [Segment(None, units[:1]), *segments]


def answers(units: Sequence[Unit], habits: Habits) -> Counter[str]:
    """How often each word opens an answer; an opening right behind another is the same one."""
    found: Counter[str] = Counter()
    behind = False
    for unit in units:
        word = habits.opens_answer(unit)
        if word is not None and not behind:
            found[word] += 1
        if word is not None:
            label = habits.label_of(unit)
            behind = not (label and label.rest) or isinstance(unit.block, Heading)
        elif unit.block is not None:
            behind = False
    return found


def most_answers(units: Sequence[Unit], habits: Habits) -> int:
    """How often the most frequent word opens an answer among ``units``."""
    return max(answers(units, habits).values(), default=0)


def _lists_questions(units: Sequence[Unit], habits: Habits) -> bool:
    """Whether ``units`` are headings (none that closes) and lists of questions below them."""
    titles = [unit.block.text for unit in units if isinstance(unit.block, Heading)]
    below = [unit for unit in units if not isinstance(unit.block, Heading)]
    return bool(titles) and not any(map(closes, titles)) and lists_questions(below, habits)


def _has_answer(units: Sequence[Unit], habits: Habits) -> bool:
    labels = (habits.label_of(unit) for unit in units)
    return any(label.kind in (Kind.ANSWER, Kind.EXPLANATION) for label in labels if label)


def regularity(scheme: Scheme, habits: Habits) -> float:
    """How well a scheme explains the document, from 0 to about 1."""
    segments = cut(scheme, habits)
    questions = [segment for segment in segments if segment.mark is not None]
    if not questions:
        return 0.0
    total = sum(most_answers(s.units, habits) for s in segments if not _is_key(s, habits))
    key = next((at for at, segment in enumerate(segments) if _is_key(segment, habits)), None)
    paper = segments if key is None or any(s.mark for s in segments[key:]) else segments[:key]
    by_wording = _by_wording(paper, questions, key is not None)
    if scheme.name == "bare":
        by_wording *= 0.85  # questions without any mark are easily imagined
    if total == 0:
        return by_wording
    trust = min(1.0, total / _LABELS)
    rating = trust * _by_labels(questions, total, habits) + (1 - trust) * by_wording
    return rating * _BY_ANSWERS if scheme.name == "asked" else rating


def _is_key(segment: Segment, habits: Habits) -> bool:
    """Whether a segment is the key to a whole paper: a heading 参考答案 of its own."""
    return segment.mark is None and habits.is_label_heading(segment.units[0])


def _by_labels(questions: list[Segment], total: int, habits: Habits) -> float:
    counts = [most_answers(question.units, habits) for question in questions]
    fits = sum(
        1.0 if count == 1 else -1.0 if count else 0.6 * _likely(question)
        for question, count in zip(questions, counts, strict=True)
    )
    covered = sum(count for count in counts if count == 1)
    worded = sum(_likely(question) for question in questions)
    n = len(questions)
    return 0.45 * fits / n + 0.45 * covered / total + 0.1 * worded / n


def _likely(question: Segment) -> float:
    """From 0 to 1: how much a question's own mark and body speak for it."""
    mark = question.mark
    assert mark is not None
    if not has_body(question.units[1:]) and not mark.rest:
        return 0.0
    return 1.0 if mark.explicit else max(0.0, mark.asked)


def _by_wording(segments: list[Segment], questions: list[Segment], keyed: bool) -> float:
    """From the words of the questions; one without a body is odd, not so in a ``keyed`` paper."""
    evidence = 0.0
    bodies = sum(has_body(q.units[1:]) or bool(q.mark and q.mark.rest) for q in questions)
    unanswered = keyed or 5 * bodies < len(questions)
    for question in questions:
        mark = question.mark
        assert mark is not None
        body = has_body(question.units[1:]) or bool(mark.rest)
        numbered = mark.number is not None and mark.style not in SECTION_STYLES
        evidence += 0.6 * (1.0 if mark.explicit else mark.asked) + 0.15 * numbered
        evidence += 0.25 if body else 0.0 if unanswered else -0.8 if mark.asked < 0.8 else -0.3
    lines = sum(_lines(segment.units) for segment in segments)
    covered = sum(_lines(question.units) for question in questions) / max(lines, 1)
    many = min(1.0, 0.7 + 0.1 * log2(len(questions) + 1))
    return evidence / len(questions) * (0.4 + 0.6 * covered) * many


def _lines(units: Sequence[Unit]) -> int:
    return sum(
        unit.span.last - unit.span.first + 1
        for unit in units
        if unit.role in (Role.BLOCK, Role.ITEM, Role.SUMMARY)
    )
