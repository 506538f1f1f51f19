"""A row of a table keeps the cells beyond the columns of its head."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from shuati.sources.formats.markdown.rules.state import Rule, line_of


def whole_rows(rule: Rule) -> Rule:
    """The table rule; cells beyond the head's columns, which it drops, join the last one."""

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        row: list[Token] = []
        for token in state.tokens[before:]:
            if token.type == "tr_open":
                row = []
            elif token.type == "inline":
                row.append(token)
            elif token.type == "tr_close" and row and row[0].map:
                cells = escapedSplit(line_of(state, row[0].map[0]).strip().strip("|"))
                row[-1].content = " | ".join(cell.strip() for cell in cells[len(row) - 1 :])
        return True

    return table
