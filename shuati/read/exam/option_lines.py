"""The options on one line, behind a stem too: ``A. 甲``, ``(A) 甲 (B) 乙``, ``- **B、乙** ✅``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from shuati.text.scripts import HAN

LETTERS = "ABCDEFGH"
_WIDE = str.maketrans("ＡＢＣＤＥＦＧＨⒶⒷⒸⒹⒺⒻⒼⒽ", LETTERS * 2)

# What may be before a letter: bullets, a box, emphasis, colour, a mark of the right option.
_BEFORE = (
    r"(?P<before>(?:\s|[-+•·●○◯□■☐☑✅✔✓√→▶*_~=]|[（(]\s*[√✓✔]\s*[)）]|\\?\[[ xX√✓]?\\?\]"
    r"|<(?:font|span|b|strong|mark|u|li|p)\b[^<>]*>)*?)"
)
_SIGN = r"(?:\\?[.．]|[、:：。)）】\]〕])"
_BRACKETED = r"[（(【\[〔]\s*{letter}\s*[)）】\]〕]\s*[.．、:：]?"
_FIRST = re.compile(
    _BEFORE
    + r"(?:"
    + _BRACKETED.format(letter="(?P<bracketed>[A-Ha-h])")
    + rf"|(?P<letter>[A-H])\s*(?P<sign>{_SIGN})"
    + r"|(?P<small>[a-h])\s*(?:\\?[.．、)）])"
    + r"|(?P<spaced>[A-H])(?P<space>\s+)(?=\S)"
    + rf"|(?P<tight>[A-H])(?=[{HAN}])"
    + r"|(?P<alone>[A-H])(?=\s*$)"
    + r")[ \t\u3000\xa0]*"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An option as it is written: its letter, its text with the marks in it, how it begins.

    ``before`` is what was in front of the letter; ``style`` is equal for options written alike:
    ``bracket``, ``sign``, ``small``, ``space``, ``tight``, ``alone``.
    """

    letter: str
    text: str
    before: str
    style: str


_LONGEST = 5000  # characters of a line that is looked through for options
_STRONG = ("bracket", "sign", "small")


@lru_cache(maxsize=65_536)
def first_option(line: str) -> Found | None:
    """The option that ``line`` begins with; its text goes on to the end of the line."""
    wide = line.translate(_WIDE) if not line.isascii() else line
    match = _FIRST.match(wide)
    if match is None:
        return None
    for style, group in (
        ("bracket", "bracketed"),
        ("sign", "letter"),
        ("small", "small"),
        ("space", "spaced"),
        ("tight", "tight"),
        ("alone", "alone"),
    ):
        if match[group]:
            return Found(match[group].upper(), line[match.end() :], match["before"], style)
    return None


def split_options(line: str, first: str = "A", style: str = "") -> list[Found]:
    """The options that are one behind the other on ``line``, which begins with ``first``.

    ``style`` is that of the options above; '' for any. None are found in a line that does not
    begin with that letter.
    """
    found = first_option(line)
    if found is None or found.letter != first or (style and not alike(found.style, style)):
        return []
    options = [found]
    if len(line) > _LONGEST:  # no option is so long, and no search of it is quick
        return options
    while (following := _next(options[-1])) is not None:
        before, after = following
        options[-1] = before
        options.append(after)
    return options


def alike(one: str, other: str) -> bool:
    """Whether two styles may be of the same options."""
    return one == other or "alone" in (one, other) or {one, other} <= {"sign", "space", "tight"}


def _next(option: Found) -> tuple[Found, Found] | None:
    """``option`` cut where the next letter begins another one on its line, and that one."""
    at = LETTERS.find(option.letter) + 1
    if not at or at >= len(LETTERS):
        return None
    letter = LETTERS[at]
    text = option.text.translate(_WIDE)
    for place in _places(text, letter, option.style):
        after = first_option(option.text[place:])
        if after is None or after.letter != letter or not alike(after.style, option.style):
            continue
        if not option.text[:place].strip():
            continue
        before = Found(option.letter, option.text[:place].rstrip(), option.before, option.style)
        return before, after
    return None


def _places(text: str, letter: str, style: str) -> list[int]:
    """Where in ``text`` an option ``letter`` may begin, those behind a blank first."""
    found = [match.start() for match in _place(letter, style).finditer(text)]
    found.sort(key=lambda at: not (at and text[at - 1].isspace()))
    return [
        at - len(match[0])
        if (match := _MARKS.search(text[:at]))
        and text[: at - len(match[0])].strip()
        and text[:at].count("**") % 2
        else at
        for at in found
    ]


_MARKS = re.compile(r"(?:\*\*|__|✅|√|\[[ xX]\]|<(?:font|span|b|strong)\b[^<>]*>)\s*$")


@cache
def _place(letter: str, style: str) -> re.Pattern[str]:
    """What an option ``letter`` of a style begins with."""
    small = letter.lower()
    if style == "bracket":
        pattern = rf"[（(【\[〔]\s*[{letter}{small}]\s*[)）】\]〕]"
    elif style == "small":
        pattern = rf"(?<![A-Za-z]){small}\s*[.．、)）]"
    elif style == "sign":
        pattern = rf"(?<![A-Za-z0-9.]){letter}\s*{_SIGN}(?!\s*$)"
    elif style == "tight":
        pattern = rf"(?<=\s){letter}(?=[{HAN}])|(?<=\s){letter}\s*{_SIGN}"
    else:
        pattern = rf"(?<=\s\s){letter}\s+(?=\S)|(?<=\s){letter}\s+(?=\S)"
    return re.compile(pattern)


_BEHIND_STEM = re.compile(
    rf"(?:(?<=[\s。？?：:，,）)】\]_…；;])|(?<=[{HAN}]))(?<!\\)"
    r"(?=\s*(?:[（(【\[〔]\s*[Aa]\s*[)）】\]〕]|[AＡ]\s*(?:\\?[.．]|[、:：)）])|a\s*[.)）]))"
)


def behind_stem(line: str) -> tuple[str, list[Found]] | None:
    """A stem and the options behind it on its line: ``…是（ ）。A.甲 B.乙``; None without two."""
    if len(line) > _LONGEST or not any(letter in line for letter in "AaＡ"):
        return None
    best: tuple[str, list[Found]] | None = None
    for match in _BEHIND_STEM.finditer(line):
        stem, rest = line[: match.start()], line[match.start() :]
        if not stem.strip(" *_\t"):
            continue
        found = split_options(rest.lstrip())
        if len(found) < 2 or not all(map(_says_something, found)):
            continue
        if best is None:
            best = stem.rstrip(), found
            if found[0].style != "bracket":
                break
        elif found[0].style == "bracket" and len(found) == len(best[1]):
            best = stem.rstrip(), found  # the one before is the letter in the stem: （A）是 …
    return best


def _says_something(option: Found) -> bool:
    """Whether an option has words, and is no letter in a sentence: 着眼于（A），着眼于（B）。"""
    text = option.text.strip()
    return bool(text.strip(" 、，,。.;；\\()$")) and text[0] not in "，、。；】）"


def is_option(line: str) -> bool:
    """Whether ``line`` begins as an option that is written with a sign behind its letter."""
    found = first_option(line)
    return found is not None and found.style in _STRONG and bool(found.text.strip())
