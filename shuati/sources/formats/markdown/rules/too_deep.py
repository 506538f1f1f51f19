"""What is nested deeper than anyone writes by hand is text."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import DEEPEST, push_paragraph


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What is nested deeper than anyone writes by hand stays as one paragraph of text."""
    if silent or state.level < DEEPEST:
        return False
    text = state.getLines(start, end, state.blkIndent, False).strip()
    push_paragraph(state, start, end, text)
    state.line = end
    return True
