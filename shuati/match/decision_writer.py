"""Writes decisions on two questions, and the references in them, for ``decisions.toml``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from shuati.match.review_queue import ReviewItem, question_key
from shuati.model import PERSON, Question, Verdict
from shuati.text.markdown import plain
from shuati.text.normalise import wording

_LONGEST_REASON = 300  # characters


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

    def of_item(self, item: ReviewItem) -> list[str]:
        """The references to the two questions of ``item``."""
        codes = {
            question_key(one): entry.code for entry in (item.a, item.b) for one in entry.variants
        }
        return [self.reference(one, codes[question_key(one)]) for one in (item.pair.a, item.pair.b)]


def decision_text(
    verdict: Verdict, *references: str, by: str = PERSON, why: str = "", date: str = ""
) -> str:
    """The lines of a decision on the questions of ``references``.

    ``by`` is who decided, ``why`` the reason, ``date`` as in ISO 8601; what is '' is left out.
    """
    lines = [f"[[{verdict}]]", f"questions = [{', '.join(map(_quoted, references))}]"]
    if by != PERSON:
        lines.append(f"by = {_quoted(by)}")
    if shown := one_line(why, _LONGEST_REASON):
        lines.append(f"reason = {_quoted(shown)}")
    if date:
        lines.append(f"date = {date}")
    return "\n".join(lines) + "\n"


def one_line(text: str, most: int) -> str:
    """``text`` as one printable line of at most ``most`` characters."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    line = " ".join(printable.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _quoted(text: str) -> str:
    """``text`` as a basic string of TOML, which is one of JSON where all of it is printable."""
    return json.dumps(text, ensure_ascii=False)


def with_decision(text: str, decision: str) -> str:
    """The text of a decisions file with the lines of ``decision`` at its end."""
    if not text.strip():
        return decision
    return f"{text.rstrip()}\n\n{decision}"


def without_decision(text: str, decision: str) -> str:
    """The text without the last occurrence of the lines of ``decision``."""
    before, found, after = text.rpartition(decision)
    return f"{before.rstrip()}\n{after}".lstrip("\n") if found else text
