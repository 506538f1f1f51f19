"""Emacs outlines (org-mode) as Markdown, line by line: ``** 题`` is a heading of level 3."""

from __future__ import annotations

import re

_SETTING = re.compile(r"^[ \t]*#\+(?:title|begin_src|startup|options|author)\b", re.I | re.M)
_STARS = re.compile(r"(?P<stars>\*{1,5})[ \t]+(?P<title>[^*\n]*\S)[ \t]*")
_DEEP = re.compile(r"^\*{2,5} [^*\n]+$", re.MULTILINE)
_HEADING = re.compile(r"^(?:#{1,6} |```|~~~)", re.MULTILINE)
_OPENS = re.compile(r"[ \t]*#\+begin_(?:src|example)\b[ \t]*(?P<language>[\w-]*).*", re.I)
_CLOSES = re.compile(r"[ \t]*#\+end_(?:src|example)\b.*", re.I)
_TITLE = re.compile(r"#\+title:[ \t]*(?P<title>.*\S)", re.I)


def as_markdown(text: str) -> str:
    """``text`` with its stars as headings and its blocks as fences, where it is an outline.

    Every line stays in its place. An outline has settings (``#+TITLE:``), or two headings
    of two stars and none of Markdown's.
    """
    if "#+" not in text and "\n** " not in text:
        return text
    starred = len(_DEEP.findall(text)) > 1 and not _HEADING.search(text)
    if not _SETTING.search(text) and not starred:
        return text
    lines, inside = text.split("\n"), False
    for at, line in enumerate(lines):
        if inside:
            inside = _CLOSES.fullmatch(line) is None
            lines[at] = line if inside else "```"
        elif opens := _OPENS.fullmatch(line):
            inside, lines[at] = True, f"```{opens['language']}"
        elif title := _TITLE.fullmatch(line):
            lines[at] = f"# {title['title']}"
        elif stars := _STARS.fullmatch(line):
            lines[at] = f"#{'#' * len(stars['stars'])} {stars['title']}"
    return "\n".join(lines)
