"""The title of a document: of its front matter, a heading, or its first line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuati.model import Heading
from shuati.read.others import is_contents
from shuati.read.question_start import clean
from shuati.read.segment import Segment, first_question
from shuati.sources.element import Role
from shuati.sources.numbering import split_number
from shuati.sources.question_words import is_closing_title, sounds_asked
from shuati.text.markdown import plain

_LONGEST = 40  # characters of a title that is no heading


@dataclass(frozen=True, slots=True)
class Title:
    """A title as plain text ('' for none) and the segment that holds it.

    ``at`` is None for a title of front matter, and where there is none.
    """

    at: int | None
    text: str


def title_of(segments: Sequence[Segment]) -> Title:
    """The title of the document that ``segments`` are, which is above its questions."""
    named = _of_front_matter(segments)
    before = segments[: first_question(segments)]
    levels = _levels(segments)
    for at, segment in enumerate(before):
        head = segment.elements[0].block
        if isinstance(head, Heading) and _is_title(head, levels):
            return Title(at, named or plain(clean(head.text)))
    text = before[0].elements[0].paragraph if before and not named else None
    line = (text or "").split("\n")[0]
    if len(line) <= 2 * _LONGEST and _is_bare_title(title := plain(clean(line))):
        return Title(0, title)
    return Title(None, named)


def _of_front_matter(segments: Sequence[Segment]) -> str:
    every = (element for segment in segments for element in segment.elements)
    matter = next((element.text for element in every if element.role is Role.FRONT_MATTER), "")
    named = re.search(r"^title:\s*(.+?)\s*$", matter, re.MULTILINE)
    return named[1].strip("\"'") if named else ""


def _levels(segments: Sequence[Segment]) -> list[tuple[int, bool]]:
    """The level of every heading that closes nothing, and whether it is a question."""
    heads = ((segment.elements[0].block, segment.start is not None) for segment in segments)
    return [
        (block.level, asked)
        for block, asked in heads
        if isinstance(block, Heading) and not is_closing_title(block.text)
    ]


def _is_title(head: Heading, levels: Sequence[tuple[int, bool]]) -> bool:
    """The first heading of level 1, or the only one of the highest level above questions."""
    if is_closing_title(head.text) or is_contents(head.text):
        return False
    same = [at for at, (level, _) in enumerate(levels) if level == head.level]
    if head.level != 1 or len(same) == 1:
        return same == [0]
    if split_number(head.text) is not None:  # one chapter among others
        return False
    return same[0] == 0 and not any(asked for _, asked in levels[: same[1]])


def _is_bare_title(text: str) -> bool:
    """Whether a first line that is no heading is the document's title, and no sentence."""
    plain_words = 0 < len(text) <= _LONGEST and not re.search(
        r"[。！；：]|，.*，|^\w+: |^#|::", text
    )
    return plain_words and sounds_asked(text) < 0.8 and split_number(text) is None
