"""A segment of a document becomes a Question: its text, its labelled sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.model import (
    Block,
    Code,
    Form,
    Heading,
    Kind,
    Location,
    Paragraph,
    Question,
    Quote,
    Section,
    Span,
    Table,
)
from shuati.read.conventions import Conventions
from shuati.read.draft import Draft
from shuati.read.exam.closed import unquoted
from shuati.read.exam.forms import closed
from shuati.read.expand.exam_lines import expand_exam
from shuati.read.expand.option_blocks import may_be_exam
from shuati.read.list_items import answer_blocks
from shuati.read.placeholders import is_placeholder
from shuati.read.question_start import CASE, QuestionStart, RowContent, clean, code_mark
from shuati.read.segment import Segment
from shuati.sources import labels
from shuati.sources.element import Element, Role
from shuati.sources.labels import Label
from shuati.sources.question_words import says_something, sounds_asked


def question_of(
    segment: Segment,
    location: Location,
    heading_path: tuple[str, ...],
    conventions: Conventions,
    form: Form | None = None,
) -> Question:
    """The question of a segment that has a start; ``location`` is what it owns of its source.

    ``form`` is that which the heading of its part names.
    """
    start, elements = segment.start, segment.elements
    assert start is not None
    if start.row is not None:
        return _of_row(start, start.row, segment, location, heading_path, conventions)
    if not start.closed and may_be_exam(elements[1:], form):
        elements = (elements[0], *expand_exam(elements[1:]))
    drafts = _drafts(start, elements, conventions)
    heading = start.title
    text, drafts = _question_text(heading, drafts)
    drafts = _with_kinds(drafts)
    if start.style == CASE and drafts and not drafts[0].label:
        drafts[0].kind = Kind.QUESTION  # its material and what is asked about it
    closed_question = closed(text, drafts, form, elements[0].span)
    heading = closed_question.text if heading == text else heading
    text = closed_question.text
    sections = tuple(
        Section(
            draft.label,
            draft.kind or Kind.ANSWER,
            answer_blocks(draft.blocks),
            _inside(location.span, draft.first, draft.last),
        )
        for draft in closed_question.drafts
    )
    return Question(
        location=location,
        number=start.number,
        heading=heading if says_something(heading) else text,
        text=text,
        sections=sections,
        heading_path=heading_path,
        explicit_code=_explicit_code(elements),
        form=closed_question.form,
        options=closed_question.options,
        blanks=closed_question.blanks,
    )


def _of_row(
    start: QuestionStart,
    row: RowContent,
    segment: Segment,
    location: Location,
    heading_path: tuple[str, ...],
    conventions: Conventions,
) -> Question:
    """The question of a row; what is below the row comes behind the sections that are in it."""
    assert location.span is not None
    span = segment.elements[0].span
    span = _inside(location.span, span.first, span.last)
    drafts = [
        Draft(label, kind, span.first, [Paragraph(text, span) for text in texts], span.last)
        for label, kind, texts in row.sections
    ]
    below = _drafts(replace(start, rest=""), segment.elements, conventions)
    if any(draft.blocks for draft in below):
        drafts += _with_kinds(below)
    return Question(
        location=location,
        number=start.number,
        heading=start.title,
        text=start.title,
        sections=tuple(
            Section(
                draft.label,
                draft.kind or Kind.ANSWER,
                answer_blocks(draft.blocks),
                _inside(location.span, draft.first, draft.last),
            )
            for draft in drafts
        ),
        heading_path=heading_path,
        explicit_code=_explicit_code(segment.elements),
        form=row.form,
        options=row.options,
        blanks=row.blanks,
    )


def _inside(owned: Span | None, first: int, last: int) -> Span:
    """The positions of a section: no more than its question owns.

    A list ends for its parser where the next block begins, and so behind the blank lines that a
    question does not own.
    """
    assert owned is not None
    first = min(max(first, owned.first), owned.last)
    return Span(first, max(first, min(last, owned.last)))


def _drafts(
    start: QuestionStart, elements: Sequence[Element], conventions: Conventions
) -> list[Draft]:
    """The sections in order; the first one has no label."""
    head = elements[0].span
    current = Draft("", None, head.last + 1)
    drafts = [current]
    beside = {
        element.block.level
        for element in elements[1:]
        if isinstance(element.block, Heading) and conventions.is_label_heading(element)
    }
    if start.rest:
        current.add(Paragraph(start.rest, head))
    for element in elements[1:]:
        label = _label(element, start, drafts, conventions, beside)
        if label is not None and label.kind is not None:
            current = Draft(label.word, label.kind, element.span.first, last=element.span.last)
            drafts.append(current)
            if label.rest:
                current.add(Paragraph(label.rest, element.span))
        elif (block := _content(element)) is not None:
            current.add(block)
    return drafts


def _label(
    element: Element,
    start: QuestionStart,
    drafts: list[Draft],
    conventions: Conventions,
    beside: set[int],
) -> Label | None:
    """The label that an element is; as a heading a weak one only ``beside`` those that are sure."""
    label = conventions.label_of(element)
    if label is None:
        return None
    if (
        isinstance(element.block, Heading)
        and not conventions.is_label_heading(element)
        and (element.block.level not in beside or element.block.level <= start.level)
    ):
        return None
    if label.kind is Kind.QUESTION:
        begun = any(draft.kind in (Kind.ANSWER, Kind.QUESTION) for draft in drafts)
        return None if begun else label
    answered = any(draft.kind is Kind.ANSWER for draft in drafts)
    if answered and label.kind is Kind.ANSWER and label.word.endswith("解析"):
        return replace(label, kind=Kind.EXPLANATION)  # 答案解析 after 答案
    return label


def _content(element: Element) -> Block | None:
    """The block of an element; a folded heading and an item's head become bold text."""
    if element.block is not None:
        return element.block
    if element.role in (Role.SUMMARY, Role.ITEM) and element.text:
        text = element.text if "**" in element.text else f"**{element.text}**"
        return Paragraph(text, element.span)
    return None


def _asks_below(heading: str, drafts: list[Draft]) -> bool:
    """Whether a heading asks nothing, and the one paragraph between it and an answer does."""
    first, *labelled = drafts
    block = first.blocks[0]
    return (
        len(first.blocks) == 1
        and isinstance(block, Paragraph)
        and any(draft.kind is Kind.ANSWER for draft in labelled)
        and sounds_asked(heading) < 0.8
        and sounds_asked(block.text.rsplit("\n", 1)[-1]) >= 0.9
    )


def _question_text(heading: str, drafts: list[Draft]) -> tuple[str, list[Draft]]:
    """The text on the card's front, and the drafts without it.

    A 题目 section overrides the heading; a start without words takes the first paragraph.
    """
    for at, draft in enumerate(drafts):
        if draft.kind is Kind.QUESTION and draft.blocks:
            block, *others = draft.blocks
            if isinstance(first := unquoted(block), Paragraph):
                draft.blocks = others
                rest = drafts[:at] + ([draft] if others else []) + drafts[at + 1 :]
                return clean(first.text, colon=True), rest
        elif draft.kind is Kind.QUESTION:
            return heading, drafts[:at] + drafts[at + 1 :]
    first_draft = drafts[0]
    if first_draft.blocks and (not heading or _asks_below(heading, drafts)):
        block = unquoted(first_draft.blocks[0])
        if isinstance(block, Paragraph | Heading):
            del first_draft.blocks[0]
            return clean(block.text, colon=True), drafts
    return heading, drafts


def _with_kinds(drafts: list[Draft]) -> list[Draft]:
    """What belongs to the question where an answer follows is the answer where none does.

    That is what is above any label, and what is below the paragraph that is labelled as asking.
    """
    first, *labelled = drafts
    kinds = {draft.kind for draft in labelled}
    if Kind.ANSWER not in kinds:  # what the code in the question prints is its answer
        for draft in labelled:
            if draft.label in labels.OUTPUTS:
                draft.kind = Kind.ANSWER
                kinds.add(Kind.ANSWER)
    shown = Kind.EXPLANATION in kinds and _is_material(first.blocks)
    first.kind = Kind.QUESTION if Kind.ANSWER in kinds or shown else Kind.ANSWER
    if first.kind is Kind.ANSWER and not first.blocks:
        for draft in labelled:
            if draft.kind is Kind.QUESTION and not _is_material(draft.blocks):
                draft.kind, draft.label = Kind.ANSWER, ""
    if first.blocks:
        first.first = first.blocks[0].span.first
    kept = [first] if first.blocks else []
    for at, draft in enumerate(labelled):
        following = labelled[at + 1] if at + 1 < len(labelled) else None
        doubled = following and not draft.blocks and following.kind is draft.kind is Kind.ANSWER
        if not doubled:
            kept.append(draft)
    return [
        draft
        for draft in kept
        if draft.kind is Kind.QUESTION or not draft.blocks or not is_placeholder(draft.blocks)
    ]


def _is_material(blocks: list[Block]) -> bool:
    """Whether blocks are only shown to be asked about, and answer nothing."""
    return all(isinstance(block, Code | Table | Quote) for block in blocks)


def _explicit_code(elements: Sequence[Element]) -> str | None:
    """The code that the source itself gives a question: ``<!-- Q0042 -->``."""
    return next(filter(None, map(code_mark, elements)), None)
