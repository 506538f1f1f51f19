"""Questions and blocks as strings that are equal where both say the same, letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from shuati.model import (
    Block,
    Code,
    Form,
    Html,
    Kind,
    Option,
    Point,
    PointList,
    Question,
    Quote,
    Table,
)
from shuati.text.markdown import plain
from shuati.text.scripts import HAN

_WIDE = f"{HAN}\u3000-\u303f"
_WIDE_SPACE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans("“”„‘’", '"""\'\'')


def body_key(question: Question) -> str:
    """The code, options and material of a question beside its wording, as one string.

    Options are a set: in another order they are the same.
    """
    found = [_sections_key(question, asking=True), _exact(question.stem or "")]
    if question.form is not Form.TRUE_FALSE:
        found += sorted(map(option_key, question.options))
    return "\n".join(key for key in found if key)


def option_key(option: Option) -> str:
    """The text of an option, without its letter."""
    return _exact(option.text)


def answer_key(question: Question) -> str:
    """The answer with all its sections as one string; '' where there is none.

    Right options are without their letters, which say nothing in another order.
    """
    key = _sections_key(question, asking=False)
    for option in question.options if question.form is not Form.TRUE_FALSE else ():
        if option.correct:
            key = key.replace(_exact(f"{option.label}. {option.text}"), option_key(option), 1)
    return key


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
    """A block as one string, without width, spaces around Chinese, emphasis, last full stop.

    Code and raw HTML stay as they are.
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
    """The keys of several blocks as one string; '' where they hold no text."""
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
