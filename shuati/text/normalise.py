"""The forms in which two wordings, and two pieces of an answer, are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from shuati.model import Block, Code, Html, Kind, Point, PointList, Question, Quote, Table
from shuati.text.markdown import HAN, plain

# Signs that say something wherever they stand: C++, C#, #{} and ${}, a == b, List<String>.
_MEANT = frozenset("+#$&=<>*/\\@^|~%_{}")
_BRACKETS = frozenset("()[]\"'")  # say something beside Latin text: f(x), [] == ![]
_LEADING = frozenset(".-!")  # say something before it: 3.5, Node.js, -1, !x
_WIDE = f"{HAN}\u3000-\u303f"
_WIDE_SPACE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans("“”„‘’", '"""\'\'')


@lru_cache(maxsize=65536)
def wording(text: str) -> str:
    """A question (inline Markdown) without what makes no difference to its meaning.

    Markup, letter case, full width (NFKC), spaces and the punctuation of sentences go;
    a gap between two Latin words or numbers stays one space, so "1 2" is not "12".
    """
    folded = unicodedata.normalize("NFKC", plain(text)).casefold()
    kept = "".join(
        char if _says(char, folded[at - 1 : at], folded[at + 1 : at + 2]) else " "
        for at, char in enumerate(folded)
    )
    return re.sub(r"(?<![a-z0-9]) +| +(?![a-z0-9])", "", re.sub(r" +", " ", kept))


def _says(char: str, before: str, after: str) -> bool:
    if char in _BRACKETS:
        return _is_code(before) or _is_code(after)
    if char in _LEADING:
        return _is_code(after)
    if char == "?":
        return _is_code(before) and (_is_code(after) or after in (".", "?"))
    category = unicodedata.category(char)  # letters, numbers, marks; signs of sums and money
    return char in _MEANT or category[0] in "LNM" or category in ("Sm", "Sc")


def _is_code(char: str) -> bool:
    return char != "" and ((char.isascii() and char.isalnum()) or char in _MEANT | _BRACKETS)


def body_key(question: Question) -> str:
    """What belongs to the asking beside its words (code to read, options), as one string."""
    return _sections_key(question, asking=True)


def answer_key(question: Question) -> str:
    """Everything that is not the asking, as one string; '' where there is no answer."""
    return _sections_key(question, asking=False)


def _sections_key(question: Question, *, asking: bool) -> str:
    return blocks_key(
        [
            block
            for section in question.sections
            if (section.kind is Kind.QUESTION) is asking
            for block in section.blocks
        ]
    )


def block_key(block: Block) -> str:
    """A block as one string; equal keys say the same, letter by letter.

    Only width, spaces around Chinese, emphasis and the last full stop are set aside.
    Code and raw HTML count as they stand.
    """
    if isinstance(block, Code):
        return "\n".join(line.rstrip() for line in block.text.strip("\n").split("\n"))
    if isinstance(block, Html):
        return block.text
    if isinstance(block, Table):
        return "\n".join("|".join(map(_exact, row)) for row in (block.head, *block.rows))
    if isinstance(block, PointList):
        return "\n".join(map(point_key, block.points))
    if isinstance(block, Quote):
        return blocks_key(block.blocks)
    return _exact(block.text)


def blocks_key(blocks: Sequence[Block]) -> str:
    """The keys of several blocks as one string; '' where they say nothing."""
    return "\n".join(key for key in map(block_key, blocks) if key)


def point_key(point: Point) -> str:
    """The key of a list item with what is nested in it; reads "term:text", as a line would."""
    term = f"{_exact(point.term)}:" if point.term else ""
    return term + blocks_key(point.blocks)


@lru_cache(maxsize=65536)
def _exact(text: str) -> str:
    shown = plain(text) or text  # an image without words is its own source
    folded = unicodedata.normalize("NFKC", shown.translate(_QUOTES))
    return _SPACE.sub(" ", _WIDE_SPACE.sub("", folded)).strip().rstrip("。.;,")
