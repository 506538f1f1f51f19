"""A segment of a document becomes a Question: its text, its labelled sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shuati.model import (
    Block,
    Code,
    Heading,
    Html,
    Kind,
    Location,
    Paragraph,
    Question,
    Quote,
    Section,
    Span,
    Table,
)
from shuati.read.conventions import Habits
from shuati.read.cut import Mark, Segment, clean
from shuati.read.list_items import finished
from shuati.sources.elements import Role, Unit
from shuati.text.labels import Label


@dataclass
class _Draft:
    """A section while its blocks are being gathered."""

    label: str
    kind: Kind | None
    first: int
    blocks: list[Block] = field(default_factory=list)
    last: int = 0

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.last = block.span.last


def question_of(
    segment: Segment, path: str, trail: tuple[str, ...], span: Span, habits: Habits
) -> Question:
    """The Question of a segment that has a mark. ``span`` are the lines that it owns."""
    mark, units = segment.mark, segment.units
    assert mark is not None
    drafts = _drafts(mark, units, habits)
    heading = mark.title
    text, drafts = _asked(heading, drafts)
    sections = tuple(
        Section(
            draft.label,
            draft.kind or Kind.ANSWER,
            finished(draft.blocks),
            Span(draft.first, max(draft.last, draft.first)),
        )
        for draft in _settled(drafts)
    )
    return Question(
        location=Location(path, span),
        number=mark.number,
        heading=heading or text,
        text=text,
        sections=sections,
        heading_path=trail,
        explicit_code=_code_mark(units),
    )


def _drafts(mark: Mark, units: Sequence[Unit], habits: Habits) -> list[_Draft]:
    """The sections as they stand; the first one has no label."""
    head = units[0].span
    current = _Draft("", None, head.last + 1)
    drafts = [current]
    beside = {
        unit.block.level
        for unit in units[1:]
        if isinstance(unit.block, Heading) and habits.is_label_heading(unit)
    }
    if mark.rest:
        current.add(Paragraph(mark.rest, head))
    for unit in units[1:]:
        label = _label(unit, mark, drafts, habits, beside)
        if label is not None and label.kind is not None:
            current = _Draft(label.word, label.kind, unit.span.first, last=unit.span.last)
            drafts.append(current)
            if label.rest:
                current.add(Paragraph(label.rest, unit.span))
        elif (block := _content(unit)) is not None:
            current.add(block)
    return drafts


def _label(
    unit: Unit, mark: Mark, drafts: list[_Draft], habits: Habits, beside: set[int]
) -> Label | None:
    """The label that a unit is; as a heading a weak one only ``beside`` those that are sure."""
    label = habits.label_of(unit)
    if label is None:
        return None
    if (
        isinstance(unit.block, Heading)
        and not habits.is_label_heading(unit)
        and (unit.block.level not in beside or unit.block.level <= mark.level)
    ):
        return None
    if label.kind is Kind.QUESTION:
        begun = any(draft.kind in (Kind.ANSWER, Kind.QUESTION) for draft in drafts)
        return None if begun else label
    answered = any(draft.kind is Kind.ANSWER for draft in drafts)
    if answered and label.kind is Kind.ANSWER and label.word.endswith("解析"):
        return replace(label, kind=Kind.EXPLANATION)  # 答案解析 after 答案
    return label


def _content(unit: Unit) -> Block | None:
    """The block of a unit; a folded heading and an item's head become bold text."""
    if unit.block is not None:
        return unit.block
    if unit.role in (Role.SUMMARY, Role.ITEM) and unit.text:
        text = unit.text if "**" in unit.text else f"**{unit.text}**"
        return Paragraph(text, unit.span)
    return None


def _asked(heading: str, drafts: list[_Draft]) -> tuple[str, list[_Draft]]:
    """The text on the card's front, and the drafts without it.

    A 题目 section overrides the heading; a mark without words takes the first paragraph.
    """
    for at, draft in enumerate(drafts):
        if draft.kind is Kind.QUESTION and draft.blocks:
            first, *others = draft.blocks
            if isinstance(first, Paragraph):
                draft.blocks = others
                rest = drafts[:at] + ([draft] if others else []) + drafts[at + 1 :]
                return clean(first.text, colon=True), rest
        elif draft.kind is Kind.QUESTION:
            return heading, drafts[:at] + drafts[at + 1 :]
    first_draft = drafts[0]
    if not heading and first_draft.blocks:
        block = first_draft.blocks[0]
        if isinstance(block, Paragraph | Heading):
            del first_draft.blocks[0]
            return clean(block.text, colon=True), drafts
    return heading, drafts


def _settled(drafts: list[_Draft]) -> list[_Draft]:
    """What stands before any label is the asking, where an answer follows, else the answer."""
    first, *labelled = drafts
    kinds = {draft.kind for draft in labelled}
    shown = Kind.EXPLANATION in kinds and all(
        isinstance(b, Code | Table | Quote) for b in first.blocks
    )
    first.kind = Kind.QUESTION if Kind.ANSWER in kinds or shown else Kind.ANSWER
    if first.blocks:
        first.first = first.blocks[0].span.first
    kept = [first] if first.blocks else []
    for at, draft in enumerate(labelled):
        following = labelled[at + 1] if at + 1 < len(labelled) else None
        doubled = following and not draft.blocks and following.kind is draft.kind is Kind.ANSWER
        if not doubled:
            kept.append(draft)
    return kept


_CODE_MARK = re.compile(r"Q\d{4,}")


def _code_mark(units: Sequence[Unit]) -> str | None:
    """The code that the source itself gives this question: ``<!-- Q0042 -->``."""
    for unit in units:
        text = unit.text if unit.role is Role.COMMENT else ""
        if isinstance(unit.block, Heading | Html | Paragraph):
            comment = re.search(r"<!--\s*(Q\d{4,})\s*-->", unit.block.text)
            text = comment[1] if comment else ""
        if _CODE_MARK.fullmatch(text.strip()):
            return text.strip()
    return None
