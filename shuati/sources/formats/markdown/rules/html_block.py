"""A block of HTML ends before structure, and before a number or a label below it."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.paragraph_start import begins
from shuati.sources.formats.markdown.rules.state import Rule, line_of


def short_html(rule: Rule) -> Rule:
    """The HTML block rule, ended before a line of structure (``</details>``).

    A number or a label below HTML that is complete ends it too, without a blank line.
    """

    def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if silent or line_of(state, start).startswith("<!--"):
            return True
        token = state.tokens[-1]
        tag = re.match(r"<([a-z]\w*)", line_of(state, start), re.IGNORECASE)
        depth = 0
        for line in range(start + 1, state.line):
            depth += _balance(line_of(state, line - 1), tag[1]) if tag else 0
            closed = tag is not None and depth <= 0 and not line_of(state, line).startswith("<")
            structure = re.match(
                r"</?(?:details|summary)\b|<dt\b|</dl\b", line_of(state, line), re.IGNORECASE
            )
            if structure or (closed and begins(line_of(state, line))):
                token.content = state.getLines(start, line, state.blkIndent, True)
                token.map = [start, line]
                state.line = line
                break
        return True

    return html_block


def _balance(line: str, tag: str) -> int:
    """How many elements ``tag`` a line opens and leaves open."""
    opened = re.findall(rf"<{tag}\b(?![^<>]*/>)", line, re.IGNORECASE)
    return len(opened) - len(re.findall(rf"</{tag}\b", line, re.IGNORECASE))
