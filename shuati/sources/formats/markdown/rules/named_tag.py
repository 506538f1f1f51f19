"""A tag at the beginning of a line that is talked about: ``<header>：页眉`` is text."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from shuati.sources.formats.markdown.rules.state import first_with, line_of
from shuati.text.scripts import HAN

RAW = ("script", "style", "pre", "textarea")  # nothing in them is Markdown
_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)\s*/?>(?P<rest>.*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_TALK = rf"[ \t]*(?:[：:、，,；;]|标签|元素|(?:是|和|与|或|及|用于|用来|表示)[{HAN}<])"
_TALKED_ABOUT = re.compile(rf"{_TALK}|[ \t]+[{HAN}]")
_FOLD = re.compile(_TALK)
_VOID = ("br", "hr", "img", "input", "wbr", "col", "source", "area", "embed", "link", "meta")
# Elements that people leave open.
_OPEN_ENDED = ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option")


def named_tag(state: StateBlock, start: int, end: int) -> str | None:
    """The name of the tag that line ``start`` begins with, where that is text and no markup.

    It has no attributes, text follows it on its line, and nothing closes it above the next
    heading. Where people do not close it anyway, what follows has to talk about it.
    """
    match = _TAG.match(line_of(state, start))
    if match is None:
        return None
    name, rest = match["name"].lower(), match["rest"]
    if re.search(r"\w", _ANY_TAG.sub("", rest)) is None:
        return None
    if name in ("details", "summary"):
        talked = _FOLD.match(rest)
    elif name in _OPEN_ENDED or name in _VOID:
        talked = _TALKED_ABOUT.match(rest)
    else:
        talked = re.search(f"[{HAN}]", rest)
    if talked is None or _closes(state, name, start, end):
        return None
    return name


def _closes(state: StateBlock, name: str, start: int, end: int) -> bool:
    """Whether ``</name>`` is on line ``start`` or below it, above the next heading."""
    closing = first_with(state, rf"</{name}\b", start, end)
    if closing is None:
        return False
    heading = first_with(state, r"^[\s>]*#{1,6}\s", start + 1, end)
    return heading is None or heading > closing
