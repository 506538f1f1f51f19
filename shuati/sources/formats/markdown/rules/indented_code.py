"""Indented text is code only where it looks like code."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.text.scripts import HAN


def indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code by indentation (CommonMark's), where the lines look like code."""
    if silent or state.sCount[start] - state.blkIndent < 4:
        return False
    last = line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] - state.blkIndent >= 4):
        if not state.isEmpty(line):
            last = line
        line += 1
    text = state.getLines(start, last + 1, state.blkIndent + 4, False)
    if not _looks_like_code(text):
        return False
    state.line = last + 1
    token = state.push("code_block", "code", 0)
    token.content = text
    token.map = [start, last + 1]
    return True


def _looks_like_code(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    comments = re.compile(r"\s*(?:#|//|--|/\*|\*)\s")
    prose = sum(len(re.findall(f"[{HAN}]", line)) for line in lines if not comments.match(line))
    marks = re.compile(
        r"[;{}=]|\w\(|^\s*(?:import|from|def|class|return|if|for|\$|#|//|SELECT)\b", re.I
    )
    if any(re.match(r"\s*(?:[*+-]|\d+[.)、])\s", line) for line in lines[:1]):
        return False
    return prose * 4 < len(text) and 2 * sum(bool(marks.search(line)) for line in lines) >= len(
        lines
    )
