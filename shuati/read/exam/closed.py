"""What a question with a form is made of, and the parts that several forms share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Block, Form, Kind, Option, Paragraph, Quote
from shuati.read.draft import Draft
from shuati.read.exam.letters import BLANK

_LONGEST_STEM = 600
_ENDS = ("。", "？", "?", "！", "!", "：", ":", "；", "）", ")", BLANK)


@dataclass(frozen=True, slots=True)
class Closed:
    """What `closed` makes of a question: the fields of `Question`, and its sections as drafts."""

    text: str
    form: Form
    options: tuple[Option, ...]
    blanks: tuple[str, ...]
    drafts: list[Draft]


def texts_of(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(one.text for one in options)


def unquoted(block: Block) -> Block:
    """The paragraph that is all of a quote; any other block as it is."""
    if isinstance(block, Quote) and len(block.blocks) == 1:
        return block.blocks[0] if isinstance(block.blocks[0], Paragraph) else block
    return block


def runs_on(stem: str, block: Paragraph, last: int) -> bool:
    """Whether a stem, which ends at position ``last``, goes on in the paragraph below it."""
    if stem and block.span.first > last + 1:
        return False
    if len(stem) + len(block.text) > _LONGEST_STEM:
        return False
    return not stem.rstrip("*_ ").endswith(_ENDS)


def answer_lines(form: Form, options: Sequence[Option]) -> list[str]:
    """The paragraphs of an answer that name the right options: ``B. 线粒体``; ``对`` or ``错``."""
    right = [one for one in options if one.correct]
    if form is Form.TRUE_FALSE:
        return [one.text for one in right]
    return [f"{one.label}. {one.text}" for one in right]


def verdict_options(right: bool | None) -> tuple[Option, ...]:
    """The options of a true/false question; none is correct where that is not known."""
    return Option("√", "对", right is True), Option("×", "错", right is False)


def draft_of(label: str, kind: Kind, blocks: Sequence[Block]) -> Draft:
    return Draft(label, kind, blocks[0].span.first, list(blocks), blocks[-1].span.last)
