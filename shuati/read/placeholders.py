"""What is written where an answer is still missing: TODO, 待补充, 略."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from shuati import lexicon
from shuati.model import Block
from shuati.model.views import all_text, sources

_SIGNS = re.compile(r"[\W_]+")
_DOTS = re.compile(r"[.。…\s]*")
_LONGEST = 40  # characters


def is_placeholder(blocks: Sequence[Block]) -> bool:
    """Whether ``blocks`` are nothing but words, or dots, that stand for an answer to come."""
    text = all_text(blocks)
    if len(text) > _LONGEST or any("![" in one or "<img" in one.lower() for one in sources(blocks)):
        return False
    return all(_is_placeholder(line) for line in text.split("\n"))


def _is_placeholder(line: str) -> bool:
    words = _SIGNS.sub("", line).casefold()
    return bool(_placeholders().fullmatch(words) if words else _DOTS.fullmatch(line))


@cache
def _placeholders() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(lexicon.words('placeholders.txt'))})+")
