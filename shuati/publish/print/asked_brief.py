"""What a question is about in brief: its material, and what is asked beside it.

A text that is not too long is whole; of a longer one the first sentences are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuati.model import (
    Block,
    Code,
    Entry,
    Html,
    Kind,
    PointList,
    Question,
    Quote,
    Table,
    walk,
)
from shuati.model.closed_forms import shared_stem
from shuati.model.views import term_of, text_of
from shuati.publish.print.row_lines import row_lines
from shuati.publish.print.short_form import sentences, width
from shuati.text.markdown import picture_addresses, plain, without_pictures

_MOST = 200.0  # em of a text that is whole
_MARKS = "。；：？！，、"


@dataclass(frozen=True, slots=True)
class Brief:
    """Plain ``text`` with ``$…$``; ``rest`` says that there is more."""

    text: str = ""
    rest: bool = False


def brief_stem(question: Question) -> Brief:
    """The material that ``question`` shares with its neighbours."""
    stem = shared_stem(question)
    paragraphs = map(plain, re.split(r"\n\s*\n", without_pictures(stem)))
    return _brief(list(paragraphs), rest=bool(picture_addresses(stem)))


def brief_task(entry: Entry) -> Brief:
    """What ``entry`` asks beside its question; code and pictures are the rest of it."""
    blocks = tuple(
        block for part in entry.parts if part.kind is Kind.QUESTION for block in part.blocks
    )
    rest = any(isinstance(block, Code | Html) for block in walk(blocks))
    return _brief(list(_lines(blocks)), rest=rest or any(map(_has_picture, walk(blocks))))


def _has_picture(block: Block) -> bool:
    return bool(picture_addresses(getattr(block, "text", "")))


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The text of ``blocks`` but code; items of a list have their numbers."""
    for block in blocks:
        if isinstance(block, PointList):
            for number, point in enumerate(block.points, block.start):
                mark = f"（{number}）" if block.ordered else ""
                said = "；".join(_lines(point.blocks))
                yield mark + "：".join(filter(None, (term_of(point), said)))
        elif isinstance(block, Table):
            yield from row_lines(block)
        elif isinstance(block, Quote):
            yield from _lines(block.blocks)
        else:
            yield text_of((block,), pictures=False)


def _brief(lines: Sequence[str], *, rest: bool) -> Brief:
    text = ""
    for line in filter(None, map(str.strip, lines)):
        text += line if not text or text[-1] in _MARKS else f"；{line}"
    if width(text) <= _MOST:
        return Brief(text, rest)
    first, *others = sentences(text)
    for sentence in others:
        if width(longer := f"{first}。{sentence}") > _MOST:
            break
        first = longer
    return Brief(f"{first}……", rest=True)
