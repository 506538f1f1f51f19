"""Bullets that Markdown does not know, as word processors write them: ``• 点``, ``-点``.

Two of a kind in one run of lines are a list; one alone may be anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from shuati.sources import labels
from shuati.sources.formats.markdown.repairs.code_lines import code_lines
from shuati.sources.formats.markdown.rules.paragraph_start import begins
from shuati.text.scripts import HAN

# Also those of the fonts Symbol and Wingdings, which have no characters of their own.
_CLOSE = "•●·◆◦▪‣∙➢➤►\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc"
_LOOSE = "–○"  # a bullet only with a blank behind it
_BULLET = re.compile(
    rf"(?P<indent>(?:[ \t]{{0,3}}>[ \t]?)*[ \t\u3000]*)"
    rf"(?:(?P<mark>[{_CLOSE}](?=\s*[^\s{_CLOSE}])|[{_LOOSE}](?=\s+\S))\s*"
    rf"|(?P<tight>-)(?=[{HAN}“‘《【「（]|\*\*[^*\s])|(?P<known>-)(?=[ \t]+\S))"
)
_SOME = re.compile(rf"^[ \t\u3000>]*(?:[{_CLOSE}{_LOOSE}]|-[{HAN}“‘《【「（*])", re.MULTILINE)
_NUMBERED = re.compile(
    r"\d{1,4}[.、．)）]|[(（]\d|[①-⑳]|第\s*\d|[一二三四五六七八九十]{1,3}、|[A-Ha-h][.、．:：)）]"
    r"|Q\s*\d"
)
_APART = re.compile(r"\s*(?:#{1,6}\s|\||```|~~~|---|===|\$\$|<)")  # what ends a run
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])\s")


@dataclass(frozen=True, slots=True)
class _Line:
    at: int
    mark: str
    indent: str
    text: str


def with_known_bullets(text: str) -> str:
    """``text`` with ``-`` for the bullets of its lists, every line in its place."""
    if _SOME.search(text) is None:
        return text
    lines = text.split("\n")
    for run in _runs(lines):
        counts = Counter(line.mark for line in run)
        titles = {line.mark for line in run if _is_title(line.text)}
        items = [line for line in run if counts[line.mark] > 1 and line.mark not in titles]
        outer = _columns(items[0].indent) if items and _is_pushed_in(lines, items[0]) else 0
        for line in items:
            indent = line.indent.replace("\u3000", "  ").expandtabs(4)
            lines[line.at] = f"{indent[min(outer, len(indent)) :]}- {line.text}"
    return "\n".join(lines)


def _runs(lines: list[str]) -> Iterator[list[_Line]]:
    """The lines with bullets that belong together, with nothing but their own text between."""
    code = code_lines(lines)
    run: list[_Line] = []
    gap = False  # a blank line is above
    for at, line in enumerate(lines):
        match = None if at in code else _BULLET.match(line)
        if match is not None:
            mark = match["mark"] or "-"
            run.append(_Line(at, mark, match["indent"], line[match.end() :].strip()))
            gap = False
        elif not line.strip(" \t>"):
            gap = True
        elif run and not _goes_on(line, run[0].indent, gap, at in code):
            yield run
            run = []
    if run:
        yield run


def _goes_on(line: str, indent: str, gap: bool, code: bool) -> bool:
    """Whether a line without a bullet is part of the item above it."""
    if _columns(line[: len(line) - len(line.lstrip())]) > _columns(indent):
        return True
    return not (gap or code or _APART.match(line) or begins(line))


def _is_title(text: str) -> bool:
    """Whether what a bullet stands before is numbered, an option or a part of a question."""
    return _NUMBERED.match(text) is not None or labels.parse(text) is not None


def _is_pushed_in(lines: list[str], first: _Line) -> bool:
    """Whether a run is indented so far that it would go on a paragraph or be code."""
    if _columns(first.indent) < 4 or ">" in first.indent:
        return False
    above = next((line for line in reversed(lines[: first.at]) if line.strip()), "")
    return not (_ITEM.match(above) or above.startswith((" ", "\t")))


def _columns(indent: str) -> int:
    return len(indent.replace("\u3000", "  ").expandtabs(4))
