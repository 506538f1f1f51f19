"""Settings in YAML at the beginning of a document: all between two rules is YAML, or none."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.model import Kind
from shuati.sources import labels
from shuati.sources.formats.markdown.rules.state import Rule

_KEY = r"[\"']?[^\W\d][\w .$/@-]*[\"']?[ \t]*:(?:[ \t]|$)"
# A key with a value, an item, a line that goes on, the end of a list in brackets.
_SETTING = re.compile(rf"{_KEY}|-[ \t]|[ \t]+\S|[\]}}],?\s*$")
_COMMENT = re.compile(r"#(?!#)")


def only_settings(rule: Rule) -> Rule:
    """The rule for front matter, matched only where every line of it is one of YAML.

    A document may also begin with a rule that parts its questions.
    """

    def front_matter(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line, count, parent = state.line, len(state.tokens), state.parentType
        if not rule(state, start, end, silent):
            return False
        if silent or _are_settings(state.tokens[-1].content.split("\n")):
            return True
        del state.tokens[count:]
        state.line, state.parentType = line, parent
        return False

    return front_matter


def _are_settings(lines: list[str]) -> bool:
    """Whether ``lines`` are YAML and hold no question: ``title: 题``, but not ``Q: 题``."""
    written = [line for line in lines if line.strip()]
    if not written or not any(re.match(_KEY, line) for line in written):
        return not written
    return all(
        not line.strip()
        or (_COMMENT.match(line) and _is_beside_settings(lines, at))
        or (_SETTING.match(line) and not _asks(line))
        for at, line in enumerate(lines)
    )


def _asks(line: str) -> bool:
    label = labels.parse(line)
    return label is not None and label.kind in (Kind.QUESTION, Kind.ANSWER)


def _is_beside_settings(lines: list[str], at: int) -> bool:
    """Whether a comment, which looks like a heading, stands right beside a setting."""
    beside = (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])
    return any(_SETTING.match(line) for line in beside)
