"""Displayed formulas with the lines that they take, and environments of TeX without dollars."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import Rule, first_with, line_of


def with_lines(rule: Rule) -> Rule:
    """``rule``, of a plugin that sets the lines of its token wrongly or not, with them set."""

    def mapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            state.tokens[-1].map = [start, state.line]
        return True

    return mapped


def bare_environment(rule: Rule) -> Rule:
    """The rule for ``\\begin{align}``, unless ``$$`` or ``\\[`` above it opens a formula."""

    def environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        above = line_of(state, start - 1) if start else ""
        if above.count("$$") % 2 or above.endswith("\\["):
            return False
        name = re.match(r"\\begin(\{\w+\*?\})", line_of(state, start))
        if name is None or first_with(state, re.escape(f"\\end{name[1]}"), start, end) is None:
            return False
        return with_lines(rule)(state, start, end, silent)

    return environment
