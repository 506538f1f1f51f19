"""A table as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from shuati.model import Table
from shuati.text.markdown import plain


def row_lines(table: Table) -> Iterator[str]:
    """Each row in one line: its name, then each cell behind the head of its column.

    Where there are no heads, the cells follow each other.
    """
    heads = [plain(cell) for cell in table.head[1:]]
    for row in table.rows:
        name, *cells = map(plain, row or [""])
        named = zip_longest(heads, cells, fillvalue="")
        said = "，".join(f"{head}：{cell}" if head else cell for head, cell in named if cell)
        yield "——".join(filter(None, (name, said)))
