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
                cells = _cells(line_of(state, row[0].map[0]))[len(row) - 1 :]
                while len(cells) > 1 and not cells[-1]:
                    cells.pop()
                row[-1].content = " | ".join(cells)
        return True

    return table


def _cells(line: str) -> list[str]:
    """The cells of a row, one for each pipe but those around it (as markdown-it has it)."""
    cells = escapedSplit(line.strip())
    first = 1 if cells[0] == "" else 0
    last = -1 if len(cells) > 1 and cells[-1] == "" else len(cells)
    return [cell.strip() for cell in cells[first:last]]
