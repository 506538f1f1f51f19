"""Boxes of VitePress, Docusaurus and Pandoc: ``::: details 题`` to ``:::``."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.box import push_box
from shuati.sources.formats.markdown.rules.state import DEEPEST, line_of

_FENCED = re.compile(
    r"(?P<colons>:{3,})\s*\{?\.?(?P<kind>[A-Za-z][\w-]*)\}?\s*(?P<title>.*?)\s*:*\s*$"
)


def fenced_box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: ``::: kind title`` to ``:::``; one that never ends goes to the end."""
    text = line_of(state, start)
    if not text.startswith(":::") or state.level >= DEEPEST:
        return False
    match = _FENCED.match(text)
    closing = re.fullmatch(r":{3,}\s*", text)
    if match is None and closing is None:
        return False
    if silent:
        return True
    if match is None:  # the end of nothing
        state.push("structure", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    last = _end_of_fenced(state, start + 1, end)
    title = match["title"].strip("[]")
    push_box(state, start, last, min(last + 1, end), state.blkIndent, match["kind"], title)
    return True


def _end_of_fenced(state: StateBlock, start: int, end: int) -> int:
    depth, code = 1, ""
    for line in range(start, end):
        text = line_of(state, line)
        fence = re.match(r"`{3,}|~{3,}", text)
        if fence and (not code or text.startswith(code)):
            code = "" if code else fence[0]
        elif not code and text.startswith(":::"):
            depth += 1 if _FENCED.match(text) else -1
            if depth == 0:
                return line
    return end
