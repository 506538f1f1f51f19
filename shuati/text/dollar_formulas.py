"""What between two dollars is a formula: not ``${name}``, not "$5 和 $10", not ``$HOME``."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.rules_inline import StateInline

from shuati.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_TEX_TEXT = re.compile(r"\\(?:text|mbox|mathrm|operatorname)\w*\s*\{[^{}]*\}")
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_PLACEHOLDER = re.compile(r"\s*\{([^{}]*)\}(.*)", re.DOTALL)
_VARIABLE = re.compile(r"[A-Za-z](?:[_^](?:\w|\{[^{}]*\}))*'*")

InlineRule = Callable[[StateInline, bool], bool]


def only_formulas(rule: InlineRule) -> InlineRule:
    """The inline rule ``rule`` for dollars, less the matches that are not mathematics."""

    def checked(state: StateInline, silent: bool) -> bool:
        start, count, pending = state.pos, len(state.tokens), state.pending
        if not rule(state, silent):
            return False
        before = state.src[start - 1 : start] if start else ""
        after = state.src[state.pos : state.pos + 1]
        if is_formula(state.src[start : state.pos], before, after):
            return True
        state.pos, state.pending = start, pending
        del state.tokens[count:]
        return False

    return checked


def is_formula(marked: str, before: str = "", after: str = "") -> bool:
    """Whether ``marked``, a text with its dollars, is mathematics.

    ``before`` and ``after`` are the characters around it. Chinese outside of ``\\text{…}``
    stands in a formula only beside a command of TeX (``$准确率 = \\frac{对}{全}$``), a digit
    beside the dollars only where between them is a command or one variable (``3$\\times$3``).
    """
    content = marked.strip("$")
    if "`" in content or not _is_balanced(content):
        return False
    has_command = _COMMAND.search(content) is not None
    if _HAN.search(_TEX_TEXT.sub("", content)) and not (
        has_command and content == content.strip() and not (after.isascii() and after.isalnum())
    ):
        return False
    if not has_command and (before.isdigit() or after.isdigit()):
        return _VARIABLE.fullmatch(content) is not None
    return not _is_placeholder(content, after)


def _is_balanced(content: str) -> bool:
    """Whether every brace is closed."""
    depth = 0
    for at, char in enumerate(content):
        if char in "{}" and (at == 0 or content[at - 1] != "\\"):
            depth += 1 if char == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _is_placeholder(content: str, after: str) -> bool:
    """Whether ``content`` begins as ``${name}`` does; ``${}^{14}C$`` and ``${n}!$`` do not."""
    match = _PLACEHOLDER.fullmatch(content)
    if match is None or not match[1].strip() or _COMMAND.search(match[1]):
        return False
    name, rest = match[1].strip(), match[2].strip()
    if len(name) > 1:
        return True
    return not _COMMAND.search(rest) and (after == "{" or rest[:1] not in tuple("^_!'+-="))
