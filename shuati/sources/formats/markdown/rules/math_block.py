"""Displayed formulas with the lines that they take."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import Rule


def with_lines(rule: Rule) -> Rule:
    """``rule``, of a plugin that does not set the lines of its token, with them set."""

    def mapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent and state.tokens[-1].map is None:
            state.tokens[-1].map = [start, state.line]
        return True

    return mapped
