"""Code that is the same but for white space and comments."""

from __future__ import annotations

import re
from functools import lru_cache

from shuati.model import Code

_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`[^`\n]*`"
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>/\*(?!\+).*?\*/)|(?P<other>[^\"'`/]+|.)", re.DOTALL
)
_COMMENT_LINE = re.compile(r"\s*(?:#(?![!\[A-Za-z_])|//|--(?=\s|$))")
_COMMENT_BEHIND = re.compile(r"(?:\s+#\s|(?<=[;{},])\s*//)")
_SPACE = re.compile(r"\s*([^\w\s])\s*")
_SPACES = re.compile(r"\s+")

_FEWEST = 3  # lines that are a repetition where they are a part of other code

Lines = tuple[tuple[int, str], ...]


@lru_cache(maxsize=4096)
def statements_of(code: Code) -> Lines:
    """The lines of ``code`` without comments, blank lines and spaces that say nothing, each with
    how deep it is indented (in steps)."""
    found: list[tuple[int, str]] = []
    steps = [0]
    for line in _without_comments(code.text).expandtabs(4).split("\n"):
        text = line.strip()
        if not text:
            continue
        depth = len(line) - len(line.lstrip())
        while depth < steps[-1]:
            steps.pop()
        if depth > steps[-1]:
            steps.append(depth)
        found.append((len(steps) - 1, _compact(text)))
    return tuple(found)


def holds_code(whole: Code, part: Code) -> bool:
    """Whether the lines of ``part`` are in ``whole``, one behind the other, comments apart."""
    mine, theirs = statements_of(part), statements_of(whole)
    if mine == theirs or len(mine) < _FEWEST:
        return mine == theirs != ()
    return any(
        _shifted(theirs[at : at + len(mine)]) == _shifted(mine)
        for at in range(len(theirs) - len(mine) + 1)
    )


def _shifted(lines: Lines) -> Lines:
    least = min((depth for depth, _ in lines), default=0)
    return tuple((depth - least, text) for depth, text in lines)


def _without_comments(text: str) -> str:
    kept = "".join("" if match["comment"] else match[0] for match in _TOKEN.finditer(text))
    return "\n".join(_without_comment(line) for line in kept.split("\n"))


def _without_comment(line: str) -> str:
    if _COMMENT_LINE.match(line):
        return ""
    for match in _COMMENT_BEHIND.finditer(line):
        if not any(one.start() < match.start() < one.end() for one in _strings(line)):
            return line[: match.start()]
    return line


def _strings(line: str) -> list[re.Match[str]]:
    return list(re.finditer(_STRING, line))


def _compact(text: str) -> str:
    """``text`` without spaces beside signs, those in strings stay."""
    pieces: list[str] = []
    end = 0
    for match in _strings(text):
        pieces += (_squeezed(text[end : match.start()]), match[0])
        end = match.end()
    return "".join((*pieces, _squeezed(text[end:])))


def _squeezed(text: str) -> str:
    return _SPACE.sub(r"\1", _SPACES.sub(" ", text))
