"""What belongs to no question: cut at its headings, and named by what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.model import Heading, OtherKind
from shuati.read.segment import OF_SEVERAL, Segment, has_body
from shuati.sources.element import Element, Role
from shuati.sources.question_words import is_closing_title

_CONTENTS = re.compile(
    r"\W*(?:(?:目录|目錄|前言|引言|简介|說明|说明|导读)(?!\w{4})|toc\b|contents|table of)",
    re.IGNORECASE,
)


def cut_others(segments: Sequence[Segment]) -> list[Segment]:
    """``segments`` with those that are no question cut at headings and behind front matter."""
    return [part for segment in segments for part in _parts(segment)]


def kind_of_other(segments: Sequence[Segment], at: int, title_at: int | None) -> OtherKind:
    """What the segment ``at``, which is no question, is; ``title_at`` holds the title."""
    first = segments[at].elements[0]
    if first.role in OF_SEVERAL:
        return OtherKind.ANSWER_KEY if first.role is Role.KEY else OtherKind.STEM
    if at == title_at or first.role is Role.FRONT_MATTER:
        return OtherKind.TITLE
    above_all = not any(segment.start for segment in segments[:at])
    below_all = not above_all and not any(segment.start for segment in segments[at:])
    if not isinstance(first.block, Heading):
        if above_all:
            return OtherKind.INTRODUCTION
        if not has_body(segments[at].elements):
            return OtherKind.SECTION
        return OtherKind.SUMMARY if at == len(segments) - 1 else OtherKind.UNREAD
    if above_all and (is_contents(first.block.text) or is_closing_title(first.block.text)):
        return OtherKind.INTRODUCTION
    if below_all or is_closing_title(first.block.text):
        return OtherKind.SUMMARY
    return OtherKind.SECTION


def is_contents(title: str) -> bool:
    """Whether a heading is that of a table of contents or of a foreword."""
    return _CONTENTS.match(title) is not None


def _parts(segment: Segment) -> list[Segment]:
    if segment.start is not None:
        return [segment]
    parts: list[list[Element]] = []
    for element in segment.elements:
        begins = (
            isinstance(element.block, Heading)
            or element.role is Role.FRONT_MATTER
            or element.role in OF_SEVERAL
        )
        behind = parts and _is_head(parts[-1])
        several = parts and parts[-1][0].role in OF_SEVERAL
        if not parts or begins or several or (behind and element.block is not None):
            parts.append([element])
        else:
            parts[-1].append(element)
    return [Segment(None, tuple(elements)) for elements in parts]


def _is_head(elements: Sequence[Element]) -> bool:
    """Whether a part begins with front matter, or with a document's heading of level 1."""
    block = elements[0].block
    return elements[0].role is Role.FRONT_MATTER or (
        isinstance(block, Heading) and block.level == 1
    )
