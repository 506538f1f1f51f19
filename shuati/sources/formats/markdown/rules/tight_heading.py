"""A heading without the space behind its hashes: ``##题``."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import line_of, push_heading
from shuati.text.scripts import HAN

_ANKI = re.compile(r"#(?:separator|html|columns|deck|notetype|\w+ column):", re.IGNORECASE)


def tight_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``##题`` without a space; not ``#include`` nor ``#!``.

    Hashes at its end close it behind a space, or as many as open it behind Chinese: ``##题##``,
    but not ``##简述 C#``.
    """
    match = re.match(
        rf"(#{{1,6}})(?=[\w【*])(.*?)(?:\s+#+|(?<=[{HAN}？！）】])\1(?!#))?\s*$",
        line_of(state, start),
    )
    if match is None or (len(match[1]) == 1 and (silent or _is_tag(state, start))):
        return False
    if not silent:
        push_heading(state, start, len(match[1]), match[2].strip())
    return True


def _is_tag(state: StateBlock, line: int) -> bool:
    """Whether ``#词`` is a tag: below the first line, above a heading ``# 题``, or Anki's."""
    if _ANKI.match(line_of(state, line)):
        return True
    return line > 0 or re.search(r"^# ", state.src, re.MULTILINE) is not None
