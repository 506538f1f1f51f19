"""A statement that is right or wrong, with its verdict in it, below it or in its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Block, Form, Kind, Option, Paragraph, Span
from shuati.read.draft import Draft
from shuati.read.exam.closed import Closed, answer_lines, draft_of, runs_on, verdict_options
from shuati.read.exam.letters import BLANK, with_empty_brackets
from shuati.read.exam.offered import joined
from shuati.read.exam.verdicts import answer_verdict, judged_before, judged_behind, verdict


def as_statement(
    text: str, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed | None:
    """A statement that is right or wrong, or None."""
    if hint not in (None, Form.TRUE_FALSE):
        return None
    sure = hint is Form.TRUE_FALSE
    others = [one for one in drafts if not any(one is asked for asked in asking)]
    answer = next((one for one in others if one.kind is Kind.ANSWER and one.blocks), None)
    found = _statement(text, [block for one in asking for block in one.blocks], at, sure=sure)
    given = _given(answer.blocks) if answer is not None else None
    if given is not None and answer is not None and not sure and found.right is None:
        first = answer.blocks[0]
        given = given if isinstance(first, Paragraph) and verdict(first.text) is not None else None
    if answer is not None and given is None and found.right is None:
        return None
    if given is None and found.right is None and found.below and sure:
        said = _given(found.below)
        if said is not None:
            place = found.below[0].span
            found = replace(found, right=said[0], place=place, below=(), explained=tuple(said[1]))
    right = given[0] if given is not None else found.right
    if not sure and (right is None or found.text.rstrip().endswith(("？", "?"))):
        return None
    options = verdict_options(right)
    statement = re.sub(rf"^\s*{BLANK}\s*", "", with_empty_brackets(found.text)).strip()
    new: list[Draft] = []
    explained = list(found.explained)
    if answer is not None and given is not None:
        place = answer.blocks[0].span
        answer.blocks = [*_shown(options, place), *given[1]]
        if found.below:
            new.append(draft_of("", Kind.QUESTION, found.below))
    else:
        if right is not None:
            shown = _shown(options, found.place)
            new.append(Draft("", Kind.ANSWER, found.place.first, shown, found.place.last))
        explained += found.below
    if explained:
        kind = Kind.ANSWER if right is None else Kind.EXPLANATION
        new.append(draft_of("", kind, explained))
    return Closed(statement, Form.TRUE_FALSE, options, (), [*new, *others])


def _shown(options: Sequence[Option], place: Span) -> list[Block]:
    return [Paragraph(line, place) for line in answer_lines(Form.TRUE_FALSE, options)]


def _given(blocks: Sequence[Block]) -> tuple[bool, list[Block]] | None:
    """The verdict that an answer begins with, and what it has beyond it."""
    first = blocks[0]
    given = answer_verdict(first.text) if isinstance(first, Paragraph) else None
    if given is None or not isinstance(first, Paragraph):
        return None
    more: list[Block] = [replace(first, text=given[1])] if given[1].strip("。. ") else []
    return given[0], [*more, *blocks[1:]]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement, the verdict at ``place`` (None: none), the blocks below it."""

    text: str
    right: bool | None
    place: Span
    below: tuple[Block, ...]
    explained: tuple[Block, ...] = ()


def _statement(text: str, blocks: Sequence[Block], at: Span, *, sure: bool) -> _Statement:
    """The statement that ``text`` begins and ``blocks`` go on with, up to its verdict."""
    judged = judged_before(text) or judged_behind(text)
    if judged is not None:
        return _Statement(judged.text, judged.right, at, tuple(blocks))
    last = at.last
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            break
        said, below = verdict(block.text), tuple(blocks[index + 1 :])
        if said is not None:
            return _Statement(text, said, block.span, below)
        if not runs_on(text, block, last):
            judged = judged_behind(block.text) if sure else None
            if judged is None:
                return _Statement(text, None, at, tuple(blocks[index:]))
            whole = joined(text, judged.text) if block.span.first == last + 1 else judged.text
            rest = below if whole != judged.text else (replace(block, text=judged.text), *below)
            kept = whole if whole != judged.text else text
            return _Statement(kept, judged.right, block.span, rest)
        text = joined(text, block.text) if text else block.text
        last = block.span.last
        judged = judged_behind(text)
        if judged is not None:
            return _Statement(judged.text, judged.right, at, below)
        if index + 1 == len(blocks):
            return _Statement(text, None, at, ())
    return _Statement(text, None, at, tuple(blocks))
