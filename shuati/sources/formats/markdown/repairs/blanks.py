"""Blanks that are no space, and characters that show nothing, beside the marks of blocks.

An input method for Chinese writes U+3000 behind ``###``, a Mac U+00A0, a word processor
invisible marks, ``pdftotext`` a form feed; two files in one have U+FEFF between them.
"""

from __future__ import annotations

import re

from shuati.sources.formats.markdown.repairs.code_lines import code_lines

_WIDE = "\u2001\u2003\u3000"
_NARROW = "\u00a0\u1680\u2000\u2002\u2004-\u200a\u202f\u205f\x0b\x0c"
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_ODD = f"{_WIDE}{_NARROW}{_UNSEEN}"

# A mark, and what is between it and its text.
_MARK = re.compile(
    rf"(?P<quotes>(?:[ \t]{{0,3}}>[ \t]?)*)(?P<before>[ \t{_ODD}]*)(?:"
    rf"(?P<mark>#{{1,6}}|[-*+]|\d{{1,3}}[.)])(?P<blank>[ \t{_ODD}]+)(?=\S)"
    r"|(?=[-#*+>|]|`{3}|~{3})"
    r"|(?P<number>(?=\d{1,4}[.)、．]|[(（]\d|[①-⑳Ⅰ-Ⅻ]|[一二三四五六七八九十]{1,3}、)))"
)
_SOME_ODD = re.compile(f"[{_ODD}]")
_LEAD = re.compile(rf"[ \t{_UNSEEN}]*")
_NOTHING = re.compile(f"[{_UNSEEN}]")


def with_plain_blanks(text: str) -> str:
    """``text`` with spaces before and behind the marks of headings, items and numbers."""
    if _SOME_ODD.search(text) is None:
        return text
    lines = text.split("\n")
    code = code_lines(lines)
    for at, line in enumerate(lines):
        if at not in code and _SOME_ODD.search(line):
            lines[at] = _with_plain_blanks(line)
    return "\n".join(lines)


def _with_plain_blanks(line: str) -> str:
    line = _LEAD.sub(lambda lead: _NOTHING.sub("", lead[0]), line, count=1)
    match = _MARK.match(line)
    if match is None:
        return line
    mark, blank = match["mark"] or "", match["blank"] or ""
    before = "" if mark.startswith("#") else match["before"]
    # Two U+3000 before a number only set a paragraph in, as Chinese has it.
    if not (match["number"] is not None or mark[:1].isdecimal()) or before.strip("\u3000 \t"):
        before = _as_spaces(before)
    if _SOME_ODD.search(blank):
        blank = " "
    return f"{match['quotes']}{before}{mark}{blank}{line[match.end() :]}"


def _as_spaces(blanks: str) -> str:
    """``blanks`` as spaces: two for a wide one, none for what is not seen."""
    narrow = re.sub(f"[{_NARROW}]", " ", _NOTHING.sub("", blanks))
    return re.sub(f"[{_WIDE}]", "  ", narrow)
