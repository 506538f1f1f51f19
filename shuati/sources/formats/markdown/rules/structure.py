"""Tags that structure a document, with Markdown between them: ``<details>``, ``<p>`` …"""

from __future__ import annotations

import html
import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.named_tag import named_tag
from shuati.sources.formats.markdown.rules.state import line_of, push_heading, push_paragraph

_STRUCTURE = re.compile(
    r"<(?P<close>/?)(?P<tag>details|summary|p|div|center|section|article|dl|dd|br)\b[^<>]*>",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<(h[1-6]|dt)\b[^<>]*>(.*)</\1>", re.IGNORECASE)


def structure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of ``<details>``, ``<summary>``, ``<p>`` or ``<div>`` tags, with the text between."""
    text = line_of(state, start).strip()
    if not text.startswith("<"):
        return False
    title = _TITLE.fullmatch(text)
    if title is not None:
        if not silent:
            level = int(title[1][1]) if title[1][1].isdecimal() else 6
            push_heading(state, start, level, html.unescape(_ticked(title[2])).strip())
        return True
    first = _STRUCTURE.match(text)
    if first is None or named_tag(state, start, end) is not None:
        return False
    names = {match["tag"].lower() for match in _STRUCTURE.finditer(text)}
    words = _STRUCTURE.sub("", text).strip()
    if words and not names & {"details", "summary"} and not _is_paragraph(text):
        return False  # HTML that goes on: for the html_block rule
    if silent:
        return True
    state.line = start + 1
    position = 0
    for match in _STRUCTURE.finditer(text):
        _push_text(state, start, text[position : match.start()])
        token = state.push("structure", "", 0)
        token.map = [start, start + 1]
        token.tag = match["tag"].lower()
        token.info = "close" if match["close"] else "open"
        position = match.end()
    _push_text(state, start, text[position:])
    return True


def _is_paragraph(text: str) -> bool:
    """``<p>…</p>`` or ``<dd>…</dd>`` on one line, with nothing but inline tags in it."""
    inner = re.fullmatch(r"<(p|dd)\b[^<>]*>(.*)</\1>", text, re.IGNORECASE)
    return inner is not None and not re.search(
        r"<(?:img|table|ul|ol|pre|iframe|p)\b", inner[2], re.I
    )


def _ticked(text: str) -> str:
    """``<code>`` as Markdown's ticks."""
    return re.sub(r"<code>([^<>`]*)</code>", r"`\1`", text)


def _push_text(state: StateBlock, line: int, text: str) -> None:
    text = re.sub(r"</?(?:b|strong|h[1-6]|font|span|i|em|u)\b[^<>]*>", "", text)
    text = _ticked(text).strip()
    if text:
        push_paragraph(state, line, line + 1, text)
