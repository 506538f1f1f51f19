"""Boxes of MkDocs: ``!!! question "题"`` and ``??? note`` with an indented body."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.box import push_box
from shuati.sources.formats.markdown.rules.state import DEEPEST, line_of

_INDENTED = re.compile(
    r"(?:!!!|\?\?\?\+?)\s*(?P<kind>[\w-]+)(?:\s+[a-z]+)*(?:\s+[\"“](?P<title>.*)[\"”])?\s*$"
)


def indented_box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: ``!!! kind "title"`` and the lines below it that are indented by four."""
    match = _INDENTED.match(line_of(state, start))
    if match is None or state.level >= DEEPEST:
        return False
    if silent:
        return True
    inner, last = state.sCount[start] + 4, start + 1
    for line in range(start + 1, end):
        if not state.isEmpty(line):
            if state.sCount[line] < inner:
                break
            last = line + 1
    push_box(state, start, last, last, inner, match["kind"], match["title"])
    return True
