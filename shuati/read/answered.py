"""Whether the source of a question answers it."""

from __future__ import annotations

from dataclasses import replace

from shuati.model import Kind, Question


def with_answered(question: Question) -> Question:
    """``question`` with whether its source gives an answer, an option or what fills a gap."""
    answered = bool(question.blanks) or any(option.correct for option in question.options)
    answered |= any(
        section.kind not in (Kind.QUESTION, Kind.NOTE) and bool(section.blocks)
        for section in question.sections
    )
    return replace(question, answered=answered)
