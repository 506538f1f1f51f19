"""Whether a statement is right: 对, 错, √, ×, T, F … alone, in brackets, before or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from shuati import lexicon
from shuati.model import Paragraph, PointList
from shuati.read.exam.brackets import plain_brackets
from shuati.text.fold import fold_blanks

_ENDS = "。.;；,，!！ \t\u3000"
_OPEN, _CLOSE = r"[（(【\[〔]", r"[)）】\]〕]"


_LONGEST = 16  # characters of a verdict with its mark
_MARK = re.compile(r"^\*\*|^__|(?:\*\*|__|[*√✓✔✅])\s*$|(?:\*\*|__)$")  # of the right one


@cache
def _words() -> dict[str, bool]:
    table = lexicon.toml("exam.toml")["verdicts"]
    return {
        fold_blanks(word): kind == "right" for kind in ("right", "wrong") for word in table[kind]
    }


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a verdict in brackets before a statement, behind it, and at an answer's start."""
    table = lexicon.toml("exam.toml")["verdicts"]
    every = sorted((re.escape(w) for w in (*table["right"], *table["wrong"])), key=len)[::-1]
    word = f"(?P<verdict>{'|'.join(every)})"
    signs = "(?P<sign>[√✓✔×✗✘╳])"
    return (
        re.compile(rf"\s*{_OPEN}\s*{word}\s*{_CLOSE}\s*", re.IGNORECASE),
        re.compile(
            rf"\s*(?:{_OPEN}\s*{word}\s*{_CLOSE}|{signs}|(?<=[。.；;])\s*\*\*(?P<bold>{'|'.join(every)})\*\*)"
            r"(?P<end>\s*[。.]?)\s*$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\s*{_OPEN}?\s*{word}\s*{_CLOSE}?\s*(?:[。.,，;；:：、\n]|\s|$|(?=[（(【\[]))",
            re.IGNORECASE,
        ),
    )


def verdict(text: str) -> bool | None:
    """Whether ``text`` says right or wrong, and nothing else; None for any other text."""
    inner = text.strip(_ENDS + "*_")
    bracketed = re.fullmatch(rf"{_OPEN}(.*){_CLOSE}", inner)
    return _words().get(fold_blanks((bracketed[1] if bracketed else inner).strip(_ENDS)))


def chosen_verdict(first: str, second: str) -> str | None:
    """Of two lines, 对 and 错, the one that is marked, without its mark; None for any others."""
    if max(len(first), len(second)) > _LONGEST:
        return None
    words = [_MARK.sub("", one).strip() for one in (first, second)]
    marked = [word != one.strip() for word, one in zip(words, (first, second), strict=True)]
    if {verdict(word) for word in words} != {True, False} or all(marked) or not any(marked):
        return None
    return words[marked.index(True)]


def marks_verdict(points: PointList) -> bool:
    """Whether a list is 对 and 错, one of them marked."""
    texts = [
        block.text if isinstance(block, Paragraph) else ""
        for point in points.points
        for block in point.blocks
    ]
    return len(texts) == 2 and chosen_verdict(*texts) is not None


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement without the verdict in it."""

    text: str
    right: bool


def judged_before(text: str) -> Judged | None:
    """The statement behind a verdict in brackets: ``（√）…``."""
    text = plain_brackets(text)
    match = _patterns()[0].match(text)
    if match is None or not text[match.end() :].strip():
        return None
    return Judged(text[match.end() :].strip(), _words()[fold_blanks(match["verdict"])])


def judged_behind(text: str) -> Judged | None:
    """The statement before a verdict: ``…。（√）``, ``… (T)``; its bracket stays, empty."""
    text = plain_brackets(text)
    match = _patterns()[1].search(text)
    if match is None or not text[: match.start()].strip():
        return None
    word = match["verdict"] or match["sign"] or match["bold"]
    bracket = "（　）" if match["verdict"] else ""
    end = "" if match["bold"] else match["end"].strip()
    found = f"{text[: match.start()].rstrip()}{bracket}{end}"
    return Judged(found, _words()[fold_blanks(word)])


def answer_verdict(text: str) -> tuple[bool, str] | None:
    """The verdict that an answer begins with, and what follows it: ``错。应为 …``."""
    if (whole := verdict(text)) is not None:
        return whole, ""
    match = _patterns()[2].match(text)
    if match is None or match["verdict"].casefold() in ("y", "n", "no", "是", "否"):
        return None
    return _words()[fold_blanks(match["verdict"])], text[match.end() :].strip()


_LOOSE = frozenset({"是", "否", "y", "n", "yes", "no"})


def are_verdicts(texts: tuple[str, ...], *, sure: bool = True) -> bool:
    """Whether two options are 对 and 错 in some spelling; 是 and 否 only where that is ``sure``."""
    if len(texts) != 2 or {verdict(text) for text in texts} != {True, False}:
        return False
    return sure or not any(fold_blanks(text.strip(_ENDS)) in _LOOSE for text in texts)
