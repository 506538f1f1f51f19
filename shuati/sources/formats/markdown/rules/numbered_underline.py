"""A numbered line above dashes is a heading, although it begins like a list."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import line_of, push_heading


def numbered_underline(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``3. 题`` above a long line of dashes: a heading, although it begins like a list."""
    if silent or start + 1 >= end or not re.match(r"\d{1,4}[.)]\s+\S", line_of(state, start)):
        return False
    if not re.fullmatch(r"={5,}|-{5,}", line_of(state, start + 1).strip()):
        return False
    level = 1 if line_of(state, start + 1)[0] == "=" else 2
    push_heading(state, start, level, line_of(state, start))
    state.line = start + 2
    return True
