"""``---`` right below prose is a rule and no underline of a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from shuati.sources import labels
from shuati.sources.formats.markdown.rules.state import Rule
from shuati.sources.numbering import split_number
from shuati.sources.question_words import sounds_asked


def cautious_underline(rule: Rule) -> Rule:
    """The setext rule; ``---`` below a sentence, a label or several lines is a thematic break.

    Below a sentence with a number it is an underline where that asks, or counts on from the
    heading above: ``2.简述甲的作用。``.
    """

    def lheading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        parent, count = state.parentType, len(state.tokens)
        if not rule(state, start, end, silent):
            state.parentType = parent
            return False
        text = state.tokens[-2].content
        sentence = len(text) > 60 or text.endswith(("。", "；", "，", "：", ":", ";", "."))
        if state.tokens[-1].markup == "=" or not (
            "\n" in text
            or (sentence and not _is_numbered_question(text, _heading_above(state.tokens[:count])))
            or labels.parse(text)
            or re.match(r"[*+-]\s|>|\|", text)
        ):
            return True
        del state.tokens[count:]
        state.line = start
        return False

    return lheading


def _heading_above(tokens: Sequence[Token]) -> str:
    """The text of the last heading among ``tokens``, '' where there is none."""
    places = range(len(tokens) - 1, -1, -1)
    return next((tokens[at + 1].content for at in places if tokens[at].type == "heading_open"), "")


def _is_numbered_question(text: str, above: str) -> bool:
    """Whether a line has a number and asks, or counts on from the heading ``above``."""
    own, before = split_number(text), split_number(above)
    if own is None or own.style == "1" or not own.number.isdecimal():
        return False
    counts_on = (
        before is not None
        and before.style == own.style
        and before.number.isdecimal()
        and int(own.number) == int(before.number) + 1
    )
    return counts_on or sounds_asked(own.rest) >= 0.8
