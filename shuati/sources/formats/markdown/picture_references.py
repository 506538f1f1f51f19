"""Pictures whose address is elsewhere, ``![图][a]`` with ``[a]: a.png``, written in one place.

A question is rendered by itself, without the rest of its document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

_DEFINITION = re.compile(
    r"[ ]{0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*(?:<(?P<spaced>[^<>\n]+)>|(?P<plain>[^\s<]\S*))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*"
)
# Code first: what is in it is no picture. An escaped mark begins none either.
_PICTURE = re.compile(
    r"\\.|(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`)"
    r"|!\[(?P<words>[^\[\]\n]*)\](?!\()(?:\[(?P<label>[^\[\]\n]*)\])?",
    re.DOTALL,
)
_LINKED = re.compile(r"\[([^\[\]\n]+)\](?![:(])")


def with_addresses_inside(tokens: Sequence[Token]) -> list[Token]:
    """``tokens`` of blocks, each picture with its address; definitions of these become comments.

    A definition that a link uses too, or that has text behind it, stays text.
    """
    inline = [token for token in tokens if token.type == "inline"]
    defined: dict[str, str] = {}
    for token in inline:
        for line in token.content.split("\n"):
            if match := _DEFINITION.fullmatch(line):
                address = f"<{match['spaced']}>" if match["spaced"] else match["plain"]
                defined.setdefault(_label(match["label"]), address)
    if not defined:
        return list(tokens)
    used: set[str] = set()
    for token in inline:
        if "![" in token.content:
            token.content = _PICTURE.sub(_writer(defined, used), token.content)
    used -= {_label(match[1]) for token in inline for match in _LINKED.finditer(token.content)}
    return _without_definitions(tokens, used) if used else list(tokens)


def _writer(defined: Mapping[str, str], used: set[str]) -> Callable[[re.Match[str]], str]:
    def written(match: re.Match[str]) -> str:
        if match["words"] is None:
            return match[0]
        label = _label(match["label"] or match["words"])
        if label not in defined:
            return match[0]
        used.add(label)
        return f"![{match['words']}]({defined[label]})"

    return written


def _without_definitions(tokens: Sequence[Token], used: set[str]) -> list[Token]:
    """Paragraphs of definitions in ``used``, at the end of a part, become comments."""
    left: list[Token] = []
    at_end = True  # nothing but definitions and headings behind
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.type == "paragraph_open" and at_end and _defines(tokens[at + 1].content, used):
            comment = Token("html_block", "", 0, content="<!-- -->\n", block=True)
            comment.map, comment.level = token.map, token.level
            del left[-2:]  # its content and its end
            left.append(comment)
            continue
        left.append(token)
        if token.type == "heading_open":
            at_end = True
        elif token.type == "inline" and tokens[at - 1].type == "paragraph_open":
            at_end = at_end and _defines(token.content, used)
        elif token.nesting == 0 and token.type not in ("inline", "hr"):
            at_end = False
    return left[::-1]


def _defines(text: str, used: set[str]) -> bool:
    found = [_DEFINITION.fullmatch(line) for line in text.split("\n")]
    return all(match is not None and _label(match["label"]) in used for match in found)


def _label(text: str) -> str:
    """A label as CommonMark compares it."""
    return " ".join(text.split()).casefold()
