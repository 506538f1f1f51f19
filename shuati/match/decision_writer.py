"""Writes decisions on two questions, and the references in them, for ``decisions.toml``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from shuati.model import Question, Verdict
from shuati.text.markdown import plain
from shuati.text.normalise import wording


class ReferenceWriter:
    """Writes references to questions, such as ``Q0012 03-微调.md#如何防止过拟合``.

    Without ``codes`` they are left out: before the first build they are not final.
    """

    def __init__(self, questions: Iterable[Question], *, codes: bool = True) -> None:
        self._codes = codes
        self._frequency = Counter((one.path, wording(one.heading)) for one in questions)

    def reference(self, question: Question, code: str) -> str:
        """``code`` and file and heading, or file and line where the heading is not unique."""
        heading = plain(question.heading)
        unique = self._frequency[question.path, wording(question.heading)] == 1
        if unique and wording(heading) and heading.isprintable():
            place = f"{question.path}#{heading}"
        else:
            place = f"{question.path}:{question.span.first}"
        return f"{code} {place}".strip() if self._codes else place


def decision_text(verdict: Verdict, *references: str) -> str:
    """The two lines of a decision on the questions of ``references``."""
    quoted = ", ".join(json.dumps(one, ensure_ascii=False) for one in references)
    return f"[[{verdict}]]\nquestions = [{quoted}]\n"


def with_decision(text: str, decision: str) -> str:
    """The text of a decisions file with the lines of ``decision`` at its end."""
    if not text.strip():
        return decision
    return f"{text.rstrip()}\n\n{decision}"


def without_decision(text: str, decision: str) -> str:
    """The text without the last occurrence of the lines of ``decision``."""
    before, found, after = text.rpartition(decision)
    return f"{before.rstrip()}\n{after}".lstrip("\n") if found else text
