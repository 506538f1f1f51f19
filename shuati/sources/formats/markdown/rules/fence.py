"""A fence that is never closed ends where the next question begins."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import Rule, line_of
from shuati.text.scripts import HAN

# A document goes on: a heading, a label in bold.
RESUMES = re.compile(
    rf"#{{2,6}}\s.*[{HAN}]|#\s+\d{{1,3}}[.、]\s*\S|\*\*[{HAN}]{{1,8}}[:：]\s*\*\*|\*\*[{HAN}]{{1,8}}\*\*[:：]"
)


def closed_fence(rule: Rule) -> Rule:
    """The fence rule; a fence left open ends where the next question begins."""

    def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if silent:
            return True
        token = state.tokens[-1]
        closer = line_of(state, state.line - 1) if state.line - 1 > start else ""
        closed = re.fullmatch(r"(`{3,}|~{3,})\s*", closer) is not None
        stop = _where_prose_resumes(state, start, state.line, token.markup, closed)
        if not closed or stop is not None:
            state.env.setdefault("unclosed", []).append(start)
        if stop is not None:
            token.content = state.getLines(start + 1, stop, state.sCount[start], True)
            token.map = [start, stop]
            state.line = stop
        return True

    return fence


def _where_prose_resumes(
    state: StateBlock, start: int, end: int, markup: str, closed: bool
) -> int | None:
    """The line inside a fence at which a document clearly goes on, if the fence was left open."""
    resumes: int | None = None
    for line in range(start + 1, end):
        text = line_of(state, line)
        if resumes is None and RESUMES.match(text) and state.isEmpty(line - 1):
            resumes = line
        if closed and resumes is not None and re.match(rf"{re.escape(markup)}\s*[A-Za-z]", text):
            return resumes
    return None if closed else resumes
