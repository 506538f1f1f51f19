"""Lines that show nothing themselves: ``[label]: address``, ``[//]: # (…)`` and ``%%…%%``."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import line_of

_DEFINITION = re.compile(
    r"\[(?!\^)(?P<label>[^\[\]]{1,80})\]:[ \t]*(?P<address><[^<>]+>|[^\s<>]+)"
    r"(?:[ \t]+(?P<title>\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)
_ADDRESS = re.compile(r"<|[a-z][a-z0-9+.-]+:\S|//|\.{0,2}/|#\w|[^\s。，]+\.\w{2,5}(?:[#?]|$)", re.I)
_COMMENT = re.compile(r"\[(?://|comment|_|#|>)\]:[ \t]*(?:#|<>)(?P<text>(?:[ \t].*)?)", re.I)
_HEADING = re.compile(r"#{1,6}\s")


def definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: a comment, or the address of a link that is written ``[text][label]``."""
    text = line_of(state, start).rstrip()
    if comment := _COMMENT.fullmatch(text):
        if not silent:
            _push(state, "comment", start, start + 1, comment["text"].strip(" \t()\"'"))
        return True
    match = _DEFINITION.fullmatch(text)
    if match is None or silent or not _ADDRESS.match(match["address"]):
        return False
    _push(state, "definition", start, start + 1, text)
    state.tokens[-1].meta = {
        "label": match["label"],
        "address": match["address"].removeprefix("<").removesuffix(">"),
    }
    return True


def percent_comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: ``%%…%%`` (Obsidian's comment) on lines of its own."""
    text = line_of(state, start).rstrip()
    if not text.startswith("%%"):
        return False
    last = start
    if len(text) < 5 or not text.endswith("%%"):
        if silent:
            return False
        last = start + 1
        while last < end and not line_of(state, last).rstrip().endswith("%%"):
            if _HEADING.match(line_of(state, last)) or state.sCount[last] < state.blkIndent:
                return False
            last += 1
        if last == end:
            return False
    if not silent:
        lines = state.getLines(start, last + 1, state.blkIndent, False)
        _push(state, "comment", start, last + 1, lines.strip().strip("%").strip())
    return True


def _push(state: StateBlock, kind: str, first: int, end: int, text: str) -> None:
    token = state.push(kind, "", 0)
    token.map, token.content = [first, end], text
    state.line = end
