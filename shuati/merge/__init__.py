"""The answers of questions that ask the same become one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.merge.answers import Dropped, merged
from shuati.merge.contradictions import contradictions
from shuati.model import Diagnostic, Entry, Question


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry, what of its variants is not in it, and where they contradict each other."""

    entry: Entry
    dropped: tuple[Dropped, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def merge(questions: Sequence[Question]) -> Merged:
    """One entry from questions that ask the same, given in order of appearance."""
    entry, dropped = merged(questions)
    return Merged(entry, dropped, tuple(contradictions(entry)))
