"""A block of HTML ends before structure, before a number or a label, and where text goes on."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.fence import RESUMES
from shuati.sources.formats.markdown.rules.named_tag import RAW, named_tag
from shuati.sources.formats.markdown.rules.paragraph_start import begins
from shuati.sources.formats.markdown.rules.state import Rule, first_with, line_of
from shuati.text.scripts import HAN

# What goes on over blank lines until its end comes.
_COMMENT = ("<!--", "-->")
_LONG = (_COMMENT, ("<?", "?>"), ("<![CDATA[", "]]>"), *((f"<{tag}", f"</{tag}>") for tag in RAW))
_STRUCTURE = re.compile(r"</?(?:details|summary)\b|<dt\b|</dl\b", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s")


def short_html(rule: Rule) -> Rule:
    """The HTML block rule, ended before a line of structure (``</details>``).

    A number or a label below HTML that is complete ends it too, without a blank line. What
    never ends (``<script>``, ``<!--``) ends where the next question begins, and what is only
    talked about (``<script> 标签``, ``<?php 标记``) is no block at all; where it begins is noted
    in ``open_html`` of the environment: line (from 0) and mark.
    """

    def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        text = line_of(state, start)
        if not text.startswith("<"):
            return False
        if (name := named_tag(state, start, end)) is not None:
            if name in RAW and not silent:
                _note_open(state, start, f"<{name}>")
            return False
        mark, closing = _long_mark(text)
        if closing and not silent and not _is_closed(state, start, end, mark, closing):
            return _open_html(state, start, end, mark)
        if not rule(state, start, end, silent):
            return False
        if silent or mark == _COMMENT[0]:
            return True
        _end_at(state, start, _end_of_closed(state, start))
        return True

    return html_block


def _long_mark(text: str) -> tuple[str, str]:
    """How HTML that goes on over blank lines begins at the beginning of ``text``, and ends."""
    return next((pair for pair in _LONG if text.lower().startswith(pair[0].lower())), ("", ""))


def _is_closed(state: StateBlock, start: int, end: int, mark: str, closing: str) -> bool:
    """Whether HTML is closed, and not by the end of its like below another heading."""
    last = first_with(state, re.escape(closing), start, end)
    if last is None:
        return False
    again = first_with(state, re.escape(mark), start + 1, last + 1)
    return again is None or first_with(state, r"^[\s>]*#{1,6}\s", start + 1, again + 1) is None


def _note_open(state: StateBlock, line: int, mark: str) -> None:
    state.env.setdefault("open_html", {})[line] = mark


def _open_html(state: StateBlock, start: int, end: int, mark: str) -> bool:
    """The block of HTML that begins at ``start`` and never ends; none where it is a sentence."""
    _note_open(state, start, f"{mark}>" if mark[1].isalpha() else mark)
    comment = mark == _COMMENT[0]
    if mark[1] in "?!" and not comment and re.search(f"[{HAN}]", line_of(state, start)):
        return False
    stop = _end_of_open(state, start, end, comment)
    token = state.push("html_block", "", 0)
    token.content = state.getLines(start, stop, state.blkIndent, True)
    token.map = [start, stop]
    state.line = stop
    return True


def _end_of_open(state: StateBlock, start: int, end: int, comment: bool) -> int:
    """Where text goes on below HTML that is never closed: behind its paragraph if a comment."""
    for line in range(start + 1, end):
        text = line_of(state, line)
        if comment and (not text.strip() or _HEADING.match(text)):
            return line
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        if state.isEmpty(line - 1) and RESUMES.match(text):
            return line
    return end


def _end_at(state: StateBlock, start: int, stop: int) -> None:
    """Let the block of the last token, which begins at ``start``, end before line ``stop``."""
    if stop < state.line:
        token = state.tokens[-1]
        token.content = state.getLines(start, stop, state.blkIndent, True)
        token.map = [start, stop]
        state.line = stop


def _end_of_closed(state: StateBlock, start: int) -> int:
    tag = re.match(r"<([a-z]\w*)", line_of(state, start), re.IGNORECASE)
    depth = 0
    for line in range(start + 1, state.line):
        text = line_of(state, line)
        depth += _balance(line_of(state, line - 1), tag[1]) if tag else 0
        closed = tag is not None and depth <= 0 and not text.startswith("<")
        if _STRUCTURE.match(text) or (closed and begins(text)):
            return line
    return state.line


def _balance(line: str, tag: str) -> int:
    """How many elements ``tag`` a line opens and leaves open."""
    opened = re.findall(rf"<{tag}\b(?![^<>]*/>)", line, re.IGNORECASE)
    return len(opened) - len(re.findall(rf"</{tag}\b", line, re.IGNORECASE))
