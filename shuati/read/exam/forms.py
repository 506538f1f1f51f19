"""A question gets its form: options and the right ones, a verdict, gaps, a term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shuati.model import Block, Code, Form, Kind, Paragraph, Span
from shuati.read.definitions import split_term
from shuati.read.draft import Draft
from shuati.read.exam.choices import as_choice
from shuati.read.exam.closed import Closed, draft_of, runs_on, unquoted
from shuati.read.exam.gaps import Gaps, gaps_of
from shuati.read.exam.offered import joined, offered
from shuati.read.exam.option_lines import first_option
from shuati.read.exam.part_kinds import form_named, without_remarks
from shuati.read.exam.statements import as_statement
from shuati.text.markdown import plain

_LONGEST_TERM = 40
_CODE_TITLE = re.compile(r"[A-Za-z]{0,4}-?\d{0,4}\s*(?:[【\[(（][^】\])）]*[】\])）]\s*)+")
_NAME_TITLE = re.compile(r"[^\W\d_]{0,8}题\s*\d{0,3}\s*[:：]|[^\W\d_]{0,4}题\s*\d{1,3}")  # 巩固题：


def closed(text: str, drafts: Sequence[Draft], hint: Form | None, at: Span) -> Closed:
    """The question with the front ``text`` in its form.

    ``drafts`` are its sections, the first without a label; ``hint`` is the form that the heading
    of its part names, ``at`` the positions of its first line.
    """
    whole = text
    text, named = without_remarks(text)
    hint = named or hint
    unchanged = drafts
    drafts = _copied(unchanged)
    asking = _asking(drafts)
    blocks = [block for one in asking for block in one.blocks]
    names_only = _CODE_TITLE.fullmatch(text) or _NAME_TITLE.fullmatch(text)
    if names_only and blocks and _is_stem(below := unquoted(blocks[0])):
        named = next(filter(None, map(form_named, re.findall(r"[^\W\d_]+", text))), None)
        stem = below.text  # type: ignore[union-attr]
        text, more = without_remarks(stem)
        hint, blocks = more or named or hint, blocks[1:]
        asking[0].blocks = blocks
        for draft in asking[1:]:
            draft.blocks = []
        if asking[0].kind is Kind.QUESTION:
            whole, unchanged = stem, [one for one in drafts if one.blocks or one.label]
    unsaid = (Kind.EXPLANATION, Kind.NOTE)  # of labels that have nothing behind them
    full = [one for one in drafts if one.blocks or one.kind not in unsaid]
    found = offered(text, blocks, at.first, several=hint is Form.MULTIPLE)
    if found is not None:
        return as_choice(found, full, asking, hint, at)
    if (judged := as_statement(text, full, asking, hint, at)) is not None:
        return judged
    if hint is Form.TERM:
        return _term(text, drafts, at)
    if (gaps := _gaps(text, drafts, asking, hint, at)) is not None:
        return gaps
    return Closed(whole, Form.OPEN, (), (), _copied(unchanged))


def _copied(drafts: Sequence[Draft]) -> list[Draft]:
    return [replace(one, blocks=list(one.blocks)) for one in drafts]


def _is_stem(block: Block) -> bool:
    """Whether a block may be all of a stem: a paragraph, or a few lines that were fenced."""
    if isinstance(block, Code):
        return not block.language and block.text.count("\n") < 4
    return isinstance(block, Paragraph) and first_option(block.text) is None


def _asking(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of the question itself: the one without a label, and 题目 above the answer."""
    found = []
    for at, draft in enumerate(drafts):
        if draft.kind is Kind.QUESTION or (at == 0 and not draft.label):
            found.append(draft)
    return found


def _term(text: str, drafts: list[Draft], at: Span) -> Closed:
    """A word whose meaning is the answer; where both are on one line they are taken apart."""
    if (parts := split_term(text)) is not None and len(plain(text)) > len(plain(parts[0])) + 1:
        text = parts[0].strip("*_ ")
        if not drafts or drafts[0].label:
            drafts.insert(0, Draft("", Kind.ANSWER, at.first))
        first = drafts[0]
        first.blocks.insert(0, Paragraph(parts[1], at))
        first.kind, first.first = Kind.ANSWER, at.first
        first.last = max(first.last, at.last)
    text = text.strip().rstrip("：:。")
    form = Form.TERM if len(plain(text)) <= _LONGEST_TERM else Form.OPEN
    return Closed(text, form, (), (), drafts)


def _gaps(
    text: str, drafts: list[Draft], asking: list[Draft], hint: Form | None, at: Span
) -> Closed | None:
    """A sentence with gaps to fill, or None."""
    if hint not in (None, Form.BLANK):
        return None
    others = [one for one in drafts if not any(one is asked for asked in asking)]
    answer = next((one for one in others if one.kind is Kind.ANSWER and one.blocks), None)
    blocks = [block for one in asking for block in one.blocks]
    unlabelled = answer is None
    if hint is Form.BLANK:
        while blocks and isinstance(blocks[0], Paragraph) and runs_on(text, blocks[0], at.last):
            if gaps_of(text, (), sure=True) is not None:
                break  # what is below a sentence with gaps fills them
            text, blocks = joined(text, blocks[0].text), blocks[1:]
    given = list(answer.blocks if answer is not None else blocks)
    if any(isinstance(block, Code) for block in given):
        return None
    gaps: Gaps | None = gaps_of(text, given, sure=hint is Form.BLANK)
    if gaps is None:
        return None
    new: list[Draft] = []
    if gaps.inside:  # the fills were in the sentence; what is below it explains
        place = at
        further = given if unlabelled else []
        if not unlabelled and blocks:
            new.append(draft_of("", Kind.QUESTION, blocks))
    else:
        place = given[0].span if given else at
        further = list(gaps.further)
        if not unlabelled and blocks:
            new.append(draft_of("", Kind.QUESTION, blocks))
    shown: list[Block] = [Paragraph(blank, place) for blank in gaps.blanks]
    if answer is not None and not gaps.inside:
        answer.blocks = [*shown, *further] if shown else answer.blocks
    else:
        if shown:
            new.append(Draft("", Kind.ANSWER, place.first, shown, place.last))
        if further:
            new.append(draft_of("", Kind.EXPLANATION if shown else Kind.ANSWER, further))
        elif not shown and given and unlabelled:
            new.append(draft_of("", Kind.ANSWER, given))
    return Closed(gaps.text, Form.BLANK, (), gaps.blanks, [*new, *others])
