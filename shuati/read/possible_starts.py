"""Whether a question can begin at a start of a layout, however likely its evidence makes it."""

from __future__ import annotations

from shuati.model import Heading, PointList, Table
from shuati.read.answer_keys import names_answer_key
from shuati.read.conventions import Conventions
from shuati.read.exam.option_lines import first_option, split_options
from shuati.read.expand.question_lists import all_bodied, lists_questions
from shuati.read.others import is_contents
from shuati.read.outline import Outline
from shuati.read.proposal import Proposal
from shuati.read.question_start import NO_LEVEL, QuestionStart
from shuati.read.report_fields import is_report_field
from shuati.sources.numbering import SECTION_STYLES
from shuati.sources.question_words import is_faq_title

_NEAR = 3  # lines between two options
_SHORT = 10  # characters of a title 目录 with something around it; of an English one twice as many


def may_begin(
    proposal: Proposal,
    start: QuestionStart,
    outline: Outline,
    conventions: Conventions,
    *,
    inside: bool = False,
) -> bool:
    """Whether a question can begin at a start, however likely it is.

    ``inside``: it is in what a first look left over, or in a question with several answers.
    """
    return not (
        _is_announced(proposal, start, outline)
        or _is_empty(proposal, start, inside=inside)
        or _is_silent_number(proposal, start)
        or _is_list(proposal, start, conventions)
        or _is_contents(start)
        or _is_faq_heading(start)
        or _is_option(proposal, start)
        or is_report_field(proposal.elements, start.at, conventions)
        or (inside and _is_silent_heading(start))
    )


def _is_contents(start: QuestionStart) -> bool:
    """Whether a start is the heading of a table of contents, of a foreword or of a key."""
    return (
        start.level != NO_LEVEL
        and start.asked < 0.8
        and len(start.title) <= (2 * _SHORT if start.title.isascii() else _SHORT)
        and (is_contents(start.title) or names_answer_key(start.title))
    )


def _is_faq_heading(start: QuestionStart) -> bool:
    """Whether a start is the heading 常见问题 of the questions below it."""
    return start.level != NO_LEVEL and start.asked < 0.8 and is_faq_title(start.title)


def _is_announced(proposal: Proposal, start: QuestionStart, outline: Outline) -> bool:
    """Whether a start is an item of a list that announces the headings below it."""
    line = proposal.elements[start.at].span.first
    return start.level == NO_LEVEL and outline.has_below(start.title, line)


def _is_option(proposal: Proposal, start: QuestionStart) -> bool:
    """Whether a start is an option of what is above it: B to H, or A with B behind or below it."""
    if start.level != NO_LEVEL or start.closed:
        return False
    element = proposal.elements[start.at]
    found = first_option(element.paragraph or element.text)
    if found is not None and found.style in ("space", "tight") and start.asked < 0.8:
        return _goes_on(proposal, start.at, found.letter)
    if found is None or found.style not in ("bracket", "sign"):
        return False
    if found.letter != "A" or len(split_options(element.paragraph or element.text)) > 1:
        return True
    after = proposal.elements[start.at + 1 : start.at + 2]
    below = first_option(after[0].paragraph or after[0].text) if after else None
    return below is not None and below.letter == "B" and below.style == found.style


def _goes_on(proposal: Proposal, at: int, letter: str) -> bool:
    """Whether the option before ``letter`` is in one of the lines above: A 甲, then B 乙."""
    above = proposal.elements[max(0, at - _NEAR) : at]
    lines = [line for one in above for line in (one.paragraph or one.text).split("\n")]
    letters = [one.letter for line in lines[-_NEAR:] if (one := first_option(line))]
    return letter != "A" and chr(ord(letter) - 1) in letters


def _is_silent_heading(start: QuestionStart) -> bool:
    """Whether a start is a heading that nothing but its place makes a question."""
    numbered = start.number is not None and start.style not in SECTION_STYLES
    return start.level != NO_LEVEL and start.asked < 0.8 and not (start.explicit or numbered)


def _is_empty(proposal: Proposal, start: QuestionStart, *, inside: bool) -> bool:
    """Whether a start has nothing below it and no words, or is a heading that was left over.

    The words of a start without any are below it; a list or a table is not what asks.
    """
    if start.rest or (start.closed and start.title):
        return False
    below = [e.block for e in proposal.elements[start.at + 1 : start.at + 2] if e.block is not None]
    if not start.title:
        return all(isinstance(block, Heading | PointList | Table) for block in below)
    bodied = any(not isinstance(block, Heading) for block in below)
    return not bodied and inside and start.level != NO_LEVEL


def _is_silent_number(proposal: Proposal, start: QuestionStart) -> bool:
    """Whether a number alone is followed by a paragraph that asks nothing, and nothing more."""
    named = start.closed or (start.explicit and start.style != "1")
    if not start.below or start.asked >= 0.8 or named:
        return False
    end = next((one.at for one in proposal.starts if one.at > start.at), len(proposal.elements))
    return all(
        one.block is None or (isinstance(one.block, Heading) and one.block.level <= start.level)
        for one in proposal.elements[start.at + 2 : end]
    )


def _is_list(proposal: Proposal, start: QuestionStart, conventions: Conventions) -> bool:
    """Whether a start is a heading with nothing but a list of questions below it.

    Where the heading asks itself, each of them has an answer of its own.
    """
    if start.level == NO_LEVEL or start.explicit:
        return False
    below = proposal.elements[start.at + 1 :]
    end = next((at for at, one in enumerate(below) if isinstance(one.block, Heading)), len(below))
    direct = below[:end]
    return lists_questions(direct, conventions) and (
        start.asked < 0.8 or all(map(all_bodied, direct))
    )
