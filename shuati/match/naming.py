"""What a person writes into ``decisions.toml`` about two questions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from shuati.model import Question, Verdict
from shuati.text.markdown import plain
from shuati.text.normalise import wording


class Names:
    """Names for the questions of a bank, such as ``Q0012 03-微调.md#如何防止过拟合``."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._often = Counter((one.path, wording(one.heading)) for one in questions)

    def name(self, question: Question, code: str) -> str:
        """``code`` and the place: file and heading, or file and line where that is not enough."""
        heading = plain(question.heading)
        alone = self._often[question.path, wording(question.heading)] == 1
        if alone and wording(heading) and heading.isprintable():
            place = f"{question.path}#{heading}"
        else:
            place = f"{question.path}:{question.span.first}"
        return f"{code} {place}".strip()


def lines(verdict: Verdict, *names: str) -> str:
    """The two lines that say ``verdict`` of the questions called ``names``."""
    quoted = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
    return f"[[{verdict}]]\nquestions = [{quoted}]\n"


def added(text: str, decision: str) -> str:
    """The text of a decisions file with the lines of ``decision`` at its end."""
    if not text.strip():
        return decision
    return f"{text.rstrip()}\n\n{decision}"


def removed(text: str, decision: str) -> str:
    """The text without the last occurrence of the lines of ``decision``; all else stays."""
    before, found, after = text.rpartition(decision)
    return f"{before.rstrip()}\n{after}".lstrip("\n") if found else text
