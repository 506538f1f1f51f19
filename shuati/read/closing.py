"""What follows the last question of a document and belongs to none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuati.model import Code, Table
from shuati.read.conventions import Conventions
from shuati.read.question_start import code_mark
from shuati.read.segment import Segment, has_body
from shuati.sources.element import Element, Role
from shuati.sources.question_words import is_boilerplate, is_page_number

_LINE = 30  # characters of a line that may be the title of another page


def without_closing(segments: list[Segment], conventions: Conventions) -> list[Segment]:
    """``segments`` with what is below the last question as a segment of its own.

    That is what follows a rule, or lines of the web page.
    A rule counts only where no other question goes on below one, and no label is below it.
    Nothing is cut off where that would leave this question alone without an answer, nor a code.
    """
    last = max((at for at, segment in enumerate(segments) if segment.start), default=None)
    if last is None:  # all that looked like questions is in an answer key
        return segments
    others = [s for at, s in enumerate(segments) if s.start and at != last]
    elements = segments[last].elements
    at = _behind_rule(elements)
    if any(_behind_rule(other.elements) < len(other.elements) for other in others) or any(
        conventions.label_of(element) or isinstance(element.block, Code | Table)
        for element in elements[at:]
    ):
        at = len(elements)
    marked = any(map(code_mark, elements))  # by a person, or this program: no web page
    if at == len(elements) and not marked:
        at = _end_of_content(elements)
    cut = Segment(segments[last].start, elements[:at])
    bare = not _has_answer(cut) and (not others or any(map(_has_answer, others)))
    if bare or any(map(code_mark, elements[at:])):
        at = len(elements)  # what is behind is the answer, or says itself whose it is
    if at == len(elements):
        return segments
    return [*segments[:last], cut, Segment(None, elements[at:]), *segments[last + 1 :]]


def _has_answer(segment: Segment) -> bool:
    """Whether there is anything in a question but its title."""
    return bool(segment.start and segment.start.rest) or has_body(segment.elements[1:])


def _end_of_content(elements: Sequence[Element]) -> int:
    """Where at the end of a document the page's own lines begin, links and comments behind them.

    A comment is one of them only where nothing but such is behind it.
    """
    end = at = len(elements)
    while at > 1 and (_is_of_page(elements[at - 1]) or _may_follow(elements[at - 1])):
        at -= 1
        inside = at + 1 < end and is_page_number(elements[at].paragraph or "")
        last = elements[at].role is Role.COMMENT and at + 1 == end
        if last or (_is_of_page(elements[at]) and not inside):
            end = at
    return end


def _may_follow(element: Element) -> bool:
    """Whether an element is a comment, or a short line and no sentence, as titles of pages are."""
    text = element.paragraph
    return element.role is Role.COMMENT or (
        text is not None and len(text) <= _LINE and not re.search(r"[。；;：:\n]", text)
    )


def _is_of_page(element: Element) -> bool:
    """Whether an element at the end of a document was put there by the web page."""
    text = element.paragraph
    return text is not None and is_boilerplate(text)


def _behind_rule(elements: Sequence[Element]) -> int:
    """The index of the first content behind the last rule among ``elements``, or their number."""
    rules = [at for at, element in enumerate(elements) if element.role is Role.RULE]
    behind = rules[-1] + 1 if rules else len(elements)
    return behind if has_body(elements[behind:]) else len(elements)
