"""The answers of a key go to the questions of the same part and number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shuati.model import (
    Block,
    Diagnostic,
    Form,
    Kind,
    Location,
    Paragraph,
    Question,
    Section,
    Span,
    warning,
)
from shuati.read.conventions import Conventions
from shuati.read.exam.choices import right_letters
from shuati.read.exam.closed import answer_lines, verdict_options
from shuati.read.exam.gaps import fills
from shuati.read.exam.key_items import AnswerKey, KeyItem
from shuati.read.exam.verdicts import answer_verdict
from shuati.read.expand.exam_lines import expand_exam
from shuati.read.list_items import answer_blocks
from shuati.read.rows.filled_gaps import GAP
from shuati.sources.element import element_of
from shuati.text.fold import fold_letters
from shuati.text.markdown import plain

_CHAPTER = re.compile(r"第\s*([\d一二三四五六七八九十百]+)\s*([章节篇讲课单元])")
_SHOWN = 8  # lines that a diagnostic lists


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the form and the titles of the parts that it is in, innermost last."""

    question: Question
    form: Form | None
    path: tuple[str, ...]


def hand_over(
    asked: Sequence[Asked], keys: Sequence[AnswerKey], conventions: Conventions, path: str
) -> tuple[list[Question], list[Diagnostic]]:
    """The questions with their answers of the keys, and what could not be handed over."""
    questions = [one.question for one in asked]
    found: list[Diagnostic] = []
    behind = 0  # the position of the key before
    for key in keys:
        left: list[int] = []
        taken: set[int] = set()
        for item in key.items:
            at = _place(item, key, asked, questions, behind, taken)
            if at is None:
                left.append(item.span.first)
                continue
            taken.add(at)
            answered = _answered(questions[at], item, conventions)
            if answered is None:
                found.append(_contradiction(questions[at], item, path))
            else:
                questions[at] = answered
        left += key.unread
        if left:
            shown = [str(line) for line in left[:_SHOWN]] + ["…"] * (len(left) > _SHOWN)
            place = Location(path, Span(left[0], left[0]))
            found.append(warning("key-unread", place, count=len(left), lines=tuple(shown)))
        behind = behind if key.among else key.span.last
    return questions, found


def _contradiction(question: Question, item: KeyItem, path: str) -> Diagnostic:
    text = item.blocks[0].text if isinstance(item.blocks[0], Paragraph) else ""
    own = [one.label for one in question.options if one.correct]
    return warning(
        "key-contradicts",
        question.location,
        question=plain(question.text),
        own="".join(own),
        other=plain(text),
        line=item.span.first,
    )


def _place(
    item: KeyItem,
    key: AnswerKey,
    asked: Sequence[Asked],
    questions: Sequence[Question],
    behind: int,
    taken: set[int],
) -> int | None:
    """The index of the question that an answer is for; None where there is none, or several."""
    every = [
        at
        for at, one in enumerate(asked)
        if one.question.number == str(item.number)
        and one.question.span.first < key.span.first
        and (key.among is None or key.among.first <= one.question.span.first <= key.among.last)
        and at not in taken
    ]
    choices = [at for at in every if asked[at].question.span.first > behind] or every
    if item.chapter:
        choices = [at for at in choices if _in_chapter(asked[at].path, item.chapter)]
    if item.part and len(choices) > 1:
        same = [at for at in choices if _folded(item.part) in map(_folded, asked[at].path)]
        if not same and item.form is not None:
            same = [at for at in choices if asked[at].form is item.form]
        if not same and (ordinal := _ordinal(item.part)):
            same = [at for at in choices if ordinal in map(_ordinal, asked[at].path)]
        choices = same
    elif item.form is not None and choices and asked[choices[0]].form not in (None, item.form):
        choices = [at for at in choices if _akin(asked[at].form, item.form)]
    if len(choices) > 1:
        fitting = [at for at in choices if _fits(questions[at], item)]
        choices = fitting or choices
    if len(choices) > 1:
        unanswered = [at for at in choices if not _is_answered(questions[at])]
        choices = unanswered[:1] if item.part or not item.form else unanswered
    return choices[0] if len(choices) == 1 else None


def _akin(one: Form | None, other: Form) -> bool:
    return one is other or {one, other} <= {Form.CHOICE, Form.MULTIPLE}


def _fits(question: Question, item: KeyItem) -> bool:
    """Whether an answer is of the form that a question wants."""
    text = item.blocks[0].text if item.blocks and isinstance(item.blocks[0], Paragraph) else ""
    if question.form is Form.TRUE_FALSE:
        return answer_verdict(text) is not None
    if question.options:
        return bool(right_letters(item.blocks, question.options)[0])
    return re.fullmatch(r"[A-H]+|[√×]", text.strip()) is None


def _is_answered(question: Question) -> bool:
    if question.options:
        return any(one.correct for one in question.options)
    return any(one.kind is Kind.ANSWER and one.blocks for one in question.sections)


def _folded(title: str) -> str:
    text = re.sub(r"^[\W_]*(?:[一二三四五六七八九十]{1,3}[、.．)）])?", "", plain(title))
    return fold_letters(re.sub(r"[（(].*", "", text)).strip(" :：。")


def _ordinal(title: str) -> str:
    match = re.match(
        r"[\W_]*(?:第)?([一二三四五六七八九十]{1,3})(?:[、.．)）]|部分|大题)", plain(title)
    )
    return match[1] if match else ""


def _in_chapter(path: Sequence[str], chapter: str) -> bool:
    wanted = _CHAPTER.search(chapter)
    for title in path:
        found = _CHAPTER.search(title)
        if (wanted and found and wanted.groups() == found.groups()) or _folded(title) == _folded(
            chapter
        ):
            return True
    return False


def _parts(item: KeyItem, conventions: Conventions) -> Iterator[tuple[Kind, str, list[Block]]]:
    """The labelled parts of an answer in a key: its kind, the label, the blocks."""
    kind, word, blocks = Kind.ANSWER, "", list[Block]()
    for element in expand_exam([element_of(block) for block in item.blocks]):
        label = conventions.label_of(element)
        if label is not None and label.kind in (Kind.ANSWER, Kind.EXPLANATION, Kind.NOTE):
            if blocks:
                yield kind, word, blocks
            kind, word, blocks = label.kind, label.word, []
            if label.rest:
                blocks.append(Paragraph(label.rest, element.span))
        elif element.block is not None:
            blocks.append(element.block)
    if blocks:
        yield kind, word, blocks


def _answered(question: Question, item: KeyItem, conventions: Conventions) -> Question | None:
    """``question`` with an answer of a key; None where its own says otherwise."""
    parts = list(_parts(item, conventions))
    answer = next((blocks for kind, _, blocks in parts if kind is Kind.ANSWER), [])
    last = question.span.last
    place = Span(last, last)
    changed, given, further = question, list[Block](), list(answer)
    if question.options and answer:
        if question.form is Form.TRUE_FALSE:
            first = answer[0]
            said = answer_verdict(first.text) if isinstance(first, Paragraph) else None
            if said is not None:
                options = verdict_options(said[0])
                assert isinstance(first, Paragraph)
                more: list[Block] = [replace(first, text=said[1])] if said[1] else []
                further = [*more, *answer[1:]]
                changed = replace(question, options=options)
        else:
            right, further = right_letters(answer, question.options)
            if right:
                options = tuple(
                    replace(one, correct=one.label in right) for one in question.options
                )
                form = Form.MULTIPLE if len(right) > 1 else question.form
                changed = replace(question, options=options, form=form)
        if _is_answered(question) and changed.options != question.options:
            return None
        if changed is not question:
            given = [Paragraph(line, place) for line in answer_lines(changed.form, changed.options)]
    elif question.form is Form.BLANK and answer:
        blanks, rest = fills(answer, question.text.count(GAP))
        if blanks:
            given, further = [Paragraph(blank, place) for blank in blanks], list(rest)
            changed = replace(question, blanks=blanks)
    elif question.form is Form.TERM and answer and isinstance(answer[0], Paragraph):
        text = answer[0].text
        begin = re.match(rf"\s*(?:\*\*)?{re.escape(question.text)}(?:\*\*)?\s*[:：]\s*", text)
        further = [replace(answer[0], text=text[begin.end() :] if begin else text), *answer[1:]]
    if _is_answered(question):
        return question
    sections = list(question.sections)
    blocks = answer_blocks([*given, *(replace(one, span=place) for one in further)])
    if blocks:
        sections.append(Section("", Kind.ANSWER, blocks, place))
    for kind, word, more_blocks in parts:
        if kind is not Kind.ANSWER:
            moved = answer_blocks([replace(one, span=place) for one in more_blocks])
            sections.append(Section(word, kind, moved, place))
    return replace(changed, sections=tuple(sections))


__all__ = ["Asked", "hand_over"]
