"""The gaps of a sentence and what fills them, wherever that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shuati.model import Block, Paragraph, PointList
from shuati.read.rows.filled_gaps import GAP, filled_gaps
from shuati.text.markdown import plain

_EMPTY = re.compile(
    r"(?:\\?_){2,}|＿{2,}|<u>[\s\u3000\xa0]*(?:&nbsp;)*\s*</u>|(?:&nbsp;){3,}|\.{6,}|…{3,}"
)
_BRACKET = re.compile(r"[（(][ \t\u3000\xa0_]*[)）]")
_BEHIND = re.compile(r"\s+[#＃]+\s*(?P<fill>\S[^#\n]{0,80})$")
_MARKS = re.compile(
    r"[（(]\s*\d{1,2}\s*[)）]|[①-⑳]|(?<![\d.])\d{1,2}\s*[.、．)）](?!\d)|第[一二三四五六七八九十]空[:：]?"
)
_LETTERS = re.compile(r"[\sA-H,，、;；.。]+")
_LONGEST = 60  # characters of what fills a gap


@dataclass(frozen=True, slots=True)
class Gaps:
    """A sentence with each gap as ``____``, what fills them, and what an answer has beyond it.

    ``inside``: the fills were in the sentence itself. ``blanks`` is empty where they are not
    known, else there are as many as gaps.
    """

    text: str
    blanks: tuple[str, ...]
    further: tuple[Block, ...]
    inside: bool


def gaps_of(text: str, answer: Sequence[Block], *, sure: bool) -> Gaps | None:
    """The gaps of ``text`` with their fills, which ``answer`` may hold; None without any.

    ``sure``: its part is one of such questions; else brackets and emphasis make no gap, and
    gaps without an answer none either.
    """
    filled = _filled(text, sure=sure)
    if filled is not None:
        return filled
    behind = _BEHIND.search(text)
    open_text, count = _opened(text[: behind.start()] if behind else text, sure=sure)
    if behind and count:
        blanks = _shared_out(behind["fill"].strip(), count)
        return Gaps(open_text, blanks or (), tuple(answer), inside=bool(blanks))
    if not count:
        open_text, count = _opened(text, sure=True)
        if sure or not count or not _is_short(answer) or _names_options(answer):
            return None
    blanks, further = fills(answer, count)
    if not sure and not blanks:
        return None
    return Gaps(open_text, blanks, further, inside=False)


def _filled(text: str, *, sure: bool) -> Gaps | None:
    found = filled_gaps(text, named=sure)
    if found is None or not (sure or found.marked):
        return None
    return Gaps(found.text.strip(), found.fills, (), inside=True)


def _opened(text: str, *, sure: bool) -> tuple[str, int]:
    """``text`` with its gaps as ``____``, and how many there are."""
    count = len(_EMPTY.findall(text))
    if count:
        return _EMPTY.sub(GAP, text), count
    if sure:
        count = len(_BRACKET.findall(text))
        return _BRACKET.sub(GAP, text), count
    return text, 0


def _is_short(answer: Sequence[Block]) -> bool:
    return (
        len(answer) == 1
        and isinstance(answer[0], Paragraph)
        and 0 < len(plain(answer[0].text)) <= _LONGEST
        and "\n" not in answer[0].text
    )


def _names_options(answer: Sequence[Block]) -> bool:
    """Whether a short answer is but letters: those of options that are not there."""
    return all(
        isinstance(one, Paragraph) and _LETTERS.fullmatch(one.text) is not None for one in answer
    )


def fills(answer: Sequence[Block], count: int) -> tuple[tuple[str, ...], tuple[Block, ...]]:
    """What fills ``count`` gaps, and what is left of the answer; nothing where numbers differ."""
    if not answer:
        return (), ()
    first = answer[0]
    if isinstance(first, PointList):
        texts = [
            point.blocks[0].text
            for point in first.points
            if len(point.blocks) == 1 and isinstance(point.blocks[0], Paragraph)
        ]
        if len(texts) == len(first.points) == count:
            return tuple(texts), tuple(answer[1:])
        return (), tuple(answer)
    if not isinstance(first, Paragraph):
        return (), tuple(answer)
    paragraphs = [block.text for block in answer[:count] if isinstance(block, Paragraph)]
    short = all(len(plain(text)) <= _LONGEST and "\n" not in text for text in paragraphs)
    if len(paragraphs) == count > 1 and short:
        numbered = [_MARKS.sub("", text, count=1).strip() for text in paragraphs]
        return tuple(numbered), tuple(answer[count:])
    line, _, rest = first.text.partition("\n")
    shared = _shared_out(line, count) or (_shared_out(first.text, count) if rest else ())
    if not shared:
        return (), tuple(answer)
    left = [replace(first, text=rest)] if rest and len(shared) and _shared_out(line, count) else []
    return shared, (*left, *answer[1:])


def _shared_out(text: str, count: int) -> tuple[str, ...]:
    """``text`` shared out among ``count`` gaps; () where that cannot be done."""
    text = text.strip()
    ended = text.rstrip("。.;； ") or text
    if count == 1:
        return (ended,) if ended and len(plain(ended)) <= _LONGEST else ()
    marked = [part.strip(" ;；,，、。.\n\t") for part in _MARKS.split(ended)]
    marked = [part for part in marked if part]
    if len(marked) == count and _MARKS.search(ended):
        return tuple(marked)
    for signs in (
        r"[;；]",
        r"\s*\n\s*",
        r"[|｜/／]",
        r"[,，]",
        r"[、]",
        r"[ \t\u3000]{2,}",
        r"[\s]+",
        r"[,，、;；\s]+",
    ):
        parts = [part.strip() for part in re.split(signs, ended) if part.strip()]
        if len(parts) == count:
            return tuple(parts)
    return ()
