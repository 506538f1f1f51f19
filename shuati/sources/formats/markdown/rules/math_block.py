"""Displayed formulas with the lines that they take."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import Rule


def with_lines(rule: Rule) -> Rule:
    """A block rule that forgets to say which lines it took."""

    def mapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            state.tokens[-1].map = [start, state.line]
        return True

    return mapped
