"""The fonts that travel with the program, and what they can write.

The files are made by `scripts/make_fonts.py`. A sheet names them by their family and
fetches them as ``shuati:fonts/FILE``, an address that only `file_fetcher` serves.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "fonts"
CONFIGURATION = FOLDER / "fonts.conf"  # a fontconfig that knows no font of the machine

SERIF = "Shuati Serif"
SANS = "Shuati Sans"
MONO = "Shuati Mono"
OTHERS = ("Shuati Marks", "Shuati Math", "Shuati Symbols", "Shuati Emoji")


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: the family that a style sheet knows it by, and its weight."""

    family: str
    weight: int
    file: str


FACES = (
    Face(SERIF, 400, "NotoSerifSC-400.ttf"),
    Face(SERIF, 700, "NotoSerifSC-700.ttf"),
    Face(SANS, 400, "NotoSansSC-400.ttf"),
    Face(SANS, 700, "NotoSansSC-700.ttf"),
    Face(MONO, 400, "NotoSansMonoCJK-400.ttf"),
    Face(OTHERS[0], 400, "NotoSans-400.ttf"),
    Face(OTHERS[1], 400, "NotoSansMath-400.ttf"),
    Face(OTHERS[2], 400, "NotoSansSymbols2-400.ttf"),
    Face(OTHERS[3], 400, "NotoEmoji-400.ttf"),
)


def style() -> str:
    """The ``@font-face`` rules of every face, and the three families as CSS variables."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'src: url("shuati:fonts/{face.file}") }}'
        for face in FACES
    ]
    others = ", ".join(f'"{family}"' for family in OTHERS)
    serif = f'--serif: "{SERIF}", {others}, serif'
    sans = f'--sans: "{SANS}", {others}, sans-serif'
    mono = f'--mono: "{MONO}", "{SANS}", {others}, monospace'
    return "\n".join([*rules, f":root {{ {serif}; {sans}; {mono} }}"])


@cache
def covered() -> frozenset[int]:
    """The code points that the shipped faces can write."""
    codes: set[int] = set()
    for line in (FOLDER / "characters.txt").read_text("ascii").split():
        first, _, last = line.partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(codes)


def missing(text: str) -> set[str]:
    """The characters of ``text`` that no shipped face can write and that leave a mark on paper."""
    return {
        char
        for char in set(text)
        if ord(char) not in covered()
        and not char.isspace()
        and unicodedata.category(char) not in ("Cc", "Cf", "Mn", "Me")
    }
