"""What the rules share: reading a line of the parser's state, and pushing tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Literal

from markdown_it.rules_block import StateBlock

Rule = Callable[[StateBlock, int, int, bool], bool]
"""A block rule: (state, first line, line behind the last, silent) -> whether it matches.

Lines count from 0. A silent rule only answers; else it pushes tokens and moves ``state.line``.
"""

DEEPEST = 60  # levels of nesting; what is deeper is read as plain text


def line_of(state: StateBlock, number: int) -> str:
    """Line ``number`` without its indentation and without its line break."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def first_with(state: StateBlock, pattern: str, start: int, end: int) -> int | None:
    """The first line from ``start`` to ``end`` (excluded) that holds ``pattern``, a regex.

    The lines of a pattern are looked up once for a text: a rule may ask for each of its lines.
    """
    noted: dict[str, list[int]] = state.env.setdefault("lines_with", {})
    if pattern not in noted:
        regex = re.compile(pattern, re.IGNORECASE)
        noted[pattern] = [at for at, line in enumerate(state.src.split("\n")) if regex.search(line)]
    at = bisect_left(noted[pattern], start)
    return noted[pattern][at] if at < len(noted[pattern]) and noted[pattern][at] < end else None


def push_paragraph(state: StateBlock, first: int, end: int, text: str) -> None:
    """Push the tokens of a paragraph of the lines ``first`` to ``end`` (excluded)."""
    _push_text(state, ("paragraph", "p", ""), first, end, text)


def push_heading(state: StateBlock, line: int, level: int, text: str) -> None:
    """Push the tokens of a heading of one line, and go on behind it."""
    state.line = line + 1
    _push_text(state, ("heading", f"h{level}", "#" * level), line, line + 1, text)


def _push_text(
    state: StateBlock, names: tuple[str, str, str], first: int, end: int, text: str
) -> None:
    kind, tag, markup = names
    steps: tuple[tuple[str, Literal[-1, 0, 1]], ...] = (
        (f"{kind}_open", 1),
        ("inline", 0),
        (f"{kind}_close", -1),
    )
    for step, nesting in steps:
        token = state.push(step, tag if nesting else "", nesting)
        token.map, token.markup, token.children = [first, end], markup, []
        token.content = "" if nesting else text
