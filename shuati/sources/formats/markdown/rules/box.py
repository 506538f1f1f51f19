"""The tokens of a box with a kind and a title, which more than one rule finds."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock


def push_box(
    state: StateBlock, start: int, last: int, after: int, indent: int, kind: str, title: str | None
) -> None:
    """The tokens of a box: its body are the lines up to ``last``, ``after`` follows it."""
    opened = state.push("box_open", "", 1)
    opened.map, opened.info = [start, after], kind.lower()
    opened.meta = {"title": title or ""}
    parent, outer, limit = state.parentType, state.blkIndent, state.lineMax
    state.parentType, state.blkIndent, state.lineMax = "root", indent, last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.blkIndent, state.lineMax = parent, outer, limit
    state.push("box_close", "", -1)
    state.line = after
