"""``---`` right below prose is a rule and no underline of a heading."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources import labels
from shuati.sources.formats.markdown.rules.state import Rule


def cautious_underline(rule: Rule) -> Rule:
    """The setext rule; ``---`` below a sentence, a label or several lines is a thematic break."""

    def lheading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        parent, count = state.parentType, len(state.tokens)
        if not rule(state, start, end, silent):
            state.parentType = parent
            return False
        text = state.tokens[-2].content
        if state.tokens[-1].markup == "=" or not (
            "\n" in text or len(text) > 60 or text.endswith(("。", "；", "，", "：", ":", ";", "."))
            or labels.parse(text) or re.match(r"[*+-]\s|>|\|", text)
        ):  # fmt: skip
            return True
        del state.tokens[count:]
        state.line = start
        return False

    return lheading
