"""What is doubtful about a document that was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from shuati.model import (
    Diagnostic,
    Form,
    Kind,
    Other,
    OtherKind,
    Paragraph,
    Question,
    Span,
    note,
    warning,
)
from shuati.read.answered import lacks_options
from shuati.read.choose import Segmentation
from shuati.read.outline import Outline, OutlineHeading
from shuati.read.rows.columns import letters_of
from shuati.sources.element import Content
from shuati.sources.question_words import sounds_asked
from shuati.text.markdown import plain

ASKS = 0.9  # how much a title is a question (see `sounds_asked`) that must be read or reported
_MAYBE = 0.2  # the probability from which it is said that a line may be a question
_UNSURE = 0.65  # and up to which it is said of a question that it may be none
_FEW = 4  # headings from which it is said whether they were taken as topics, and the most
# questions without an answer that are listed one by one
_SHOWN = 8  # lines that a diagnostic lists


def diagnostics_of(
    content: Content,
    questions: Sequence[Question],
    other: Sequence[Other],
    segmentation: Segmentation,
    outline: Outline,
    breaks_off_at: int | None,
) -> Iterator[Diagnostic]:
    """What is doubtful about the whole of a document, then about its lines and questions.

    ``breaks_off_at`` is the last line of a document that ends in the middle of a sentence.
    """
    if not any(line.strip() for line in content.lines):
        yield warning("empty-file", content.at())
        return
    starts = {question.span.first for question in questions}
    ordered = sorted(starts)
    left = [heading for heading in outline.headings if _is_in(heading.line, other)]
    yield from _of_reading(content, questions, left, outline)
    asking = [
        heading
        for heading in left
        if heading.asked >= ASKS and not outline.holds(heading.line, ordered)
    ]
    if asking:
        lines = [heading.line for heading in asking]
        title = plain(asking[0].title)
        yield warning("asks-unread", content.at(_at(lines)), **_listed(lines), title=title)
    if not outline.read_as:
        reported = {heading.line for heading in asking}
        yield from _of_doubts(content, starts, other, segmentation, outline, reported)
    yield from _of_rows(content, segmentation)
    for line in content.unclosed:
        yield warning("unclosed-code-block", content.at(Span(line, line)))
    if breaks_off_at is not None:
        yield warning("breaks-off", content.at(Span(breaks_off_at, breaks_off_at)))
    for one in other:
        if one.kind is OtherKind.UNREAD:
            yield warning("unread-lines", content.at(one.span))
    for question in questions:
        if not question.text:
            yield warning("no-question-text", question.location)
    if follow_ups := [line for question in questions for line in _follow_ups(question)]:
        yield note("follow-ups", content.at(_at(follow_ups)), **_listed(follow_ups))
    unanswered = [one for one in questions if one.text and not one.answered]
    if incomplete := [one.span.first for one in unanswered if lacks_options(one)]:
        yield warning("no-options", content.at(_at(incomplete)), **_listed(incomplete))
    unanswered = [one for one in unanswered if not lacks_options(one)]
    if len(unanswered) > _FEW:
        lines = [one.span.first for one in unanswered]
        yield warning("question-list", content.at(_at(lines)), **_listed(lines))
    else:
        for question in unanswered:
            yield warning("no-answer", question.location, question=plain(question.text))


def _follow_ups(question: Question) -> Iterator[int]:
    """The lines of questions that are asked beside the answer: 追问：…？"""
    for section in question.sections:
        first = section.blocks[0] if section.blocks else None
        if section.kind is Kind.NOTE and isinstance(first, Paragraph):
            line = first.text.split("\n", 1)[0]
            if sounds_asked(plain(line)) >= ASKS:
                yield section.span.first


def _of_reading(
    content: Content,
    questions: Sequence[Question],
    left: Sequence[OutlineHeading],
    outline: Outline,
) -> Iterator[Diagnostic]:
    """What the document was taken for, as long as nobody says what it is."""
    whole = content.at(Span(1, len(content.lines)))
    named = {one.span.first for one in questions if one.text == one.heading}
    topics = [one.line for one in outline.headings if one.line in named and one.asked < 0.8]
    starts = sorted(one.span.first for one in questions)
    texts = [one.line for one in left if _may_be_topic(one) and not outline.holds(one.line, starts)]
    if not questions:
        code = "article-without-questions" if len(texts) >= _FEW else "no-questions"
        yield warning(code, whole, **({"count": len(texts)} if len(texts) >= _FEW else {}))
    elif outline.read_as:
        return
    elif len(topics) >= _FEW and 2 * len(topics) > len(questions):
        yield note("read-as-topics", whole, **_listed(topics))
    elif len(texts) >= _FEW:
        yield note("read-as-article", whole, **_listed(texts), questions=len(questions))


def _of_rows(content: Content, segmentation: Segmentation) -> Iterator[Diagnostic]:
    """How rows of fields were taken, and those whose answers name options that are not there."""
    rows: dict[tuple[str, ...], list[int]] = {}
    lettered: list[int] = []
    for segment in segmentation.segments:
        row = segment.start.row if segment.start else None
        if row is None or not row.fields:
            continue
        line = segment.elements[0].span.first
        rows.setdefault(row.fields, []).append(line)
        answers = [texts for _, kind, texts in row.sections if kind is Kind.ANSWER]
        if row.form is Form.OPEN and answers and letters_of(answers[0][0]):
            lettered.append(line)
    for fields, lines in rows.items():
        yield note(
            "read-as-rows", content.at(_at(lines)), count=len(lines), fields=" | ".join(fields)
        )
    if lettered:
        yield warning("letters-without-options", content.at(_at(lettered)), **_listed(lettered))


def _of_doubts(
    content: Content,
    starts: set[int],
    other: Sequence[Other],
    segmentation: Segmentation,
    outline: Outline,
    reported: set[int],
) -> Iterator[Diagnostic]:
    """Lines that may be questions and were not taken for some, and the other way round."""
    known, ordered = starts | reported, sorted(starts)
    titles = [one for one in other if one.kind is OtherKind.TITLE]
    missed = [
        line
        for line, p in sorted(segmentation.likely.items())
        if p >= _MAYBE and line not in known and _is_in(line, other)
        if not outline.holds(line, ordered) and not _is_in(line, titles)
    ]
    if missed:
        yield warning("maybe-questions", content.at(_at(missed)), **_listed(missed))
    unsure = [line for line in sorted(starts) if segmentation.likely.get(line, 1.0) < _UNSURE]
    if unsure:
        yield warning("maybe-no-questions", content.at(_at(unsure)), **_listed(unsure))


def _may_be_topic(heading: OutlineHeading) -> bool:
    return heading.bodied and heading.asked < 0.8 and not heading.of_article


def _is_in(line: int, other: Sequence[Other]) -> bool:
    at = bisect_right(other, line, key=lambda one: one.span.first) - 1
    return at >= 0 and line <= other[at].span.last


def _at(lines: Sequence[int]) -> Span:
    return Span(lines[0], lines[0])


def _listed(lines: Sequence[int]) -> dict[str, int | tuple[str, ...]]:
    """How many lines, and the first of them, as a diagnostic mentions them."""
    shown = [str(line) for line in lines[:_SHOWN]] + ["…"] * (len(lines) > _SHOWN)
    return {"count": len(lines), "lines": tuple(shown)}
