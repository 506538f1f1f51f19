"""The text with which a list item begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.model import Heading, Paragraph, Point
from shuati.read.question_start import CARD
from shuati.sources.question_words import ends_in_question_mark, sounds_asked

_BREAK = re.compile(r"(?:\s*<br\s*/?>|\\| {2,})\s*$", re.IGNORECASE)  # of a line, set by hand


_ANSWERED = re.compile(  # an answer that asks nothing itself, behind a question
    r"(?P<asked>[^\n？?（(“「\"]{4,60}[？?])\s*(?P<answer>[^\W\d_][^？?\n]{3,}(?:\n[^？?]*)?)"
)
_TITLE = 40  # characters of a title
_GOES_ON = ("，", "、", ",", "；", ";", "（", "(", "“", "。")  # no end of one


def head_of(point: Point) -> str | None:
    """The inline text that a list item begins with, or None when it begins otherwise."""
    if point.blocks and isinstance(point.blocks[0], Paragraph | Heading):
        return point.blocks[0].text
    return None


def split_head(text: str, *, titled: bool = False) -> tuple[str, str]:
    """A title and what follows it in the same paragraph, on a line of its own.

    That is the case behind ? and :, and behind a line break that was set by hand. Behind ? an
    answer may also follow on the line: 什么是甲？甲是……。 Without the
    tag ``#card`` with which outliners mark a question. ``titled``: it is so behind every short
    first line (see `breaks_after_title`).
    """
    inline = _ANSWERED.fullmatch(text)
    if inline is not None and sounds_asked(inline["answer"]) < 0.8:
        return inline["asked"], inline["answer"]
    first, _, rest = text.partition("\n")
    if rest and (broken := _BREAK.search(first)):
        return first[: broken.start()], rest
    if tagged := CARD.search(first):
        return first[: tagged.start()], rest
    if rest and (ends_in_question_mark(first) or re.search(r"[:：](?:\*\*|__)?\s*$", first)):
        return first, rest
    if rest and titled and len(first) <= _TITLE and not first.rstrip().endswith(_GOES_ON):
        return first, rest
    return text, ""


def breaks_after_title(heads: Sequence[str]) -> bool:
    """Whether the items of a document have their titles on a line of their own.

    Of the ``heads`` of several lines two at least, and one in three, break where a title ends.
    """
    several = [head for head in heads if "\n" in head]
    broken = sum(bool(split_head(head)[1]) for head in several)
    return broken > 1 and 3 * broken >= len(several)


def is_bold(head: str) -> bool:
    return re.fullmatch(r"\s*\*\*[^*]+\*\*\s*", head) is not None
