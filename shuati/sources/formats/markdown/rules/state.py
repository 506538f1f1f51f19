"""What the rules share: reading a line of the parser's state, and pushing tokens."""

from __future__ import annotations

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
