"""Merges the answers of questions that ask the same into one entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuati.match.vocabulary import SynonymGroups
from shuati.merge.answers import Dropped, merge_answers
from shuati.merge.contradictions import contradictions
from shuati.merge.option_letters import contradicting_keys
from shuati.model import Diagnostic, Entry, PictureNames, Question

__all__ = ["Merged", "merge"]


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry, the parts of its variants that were dropped, and their contradictions."""

    entry: Entry
    dropped: tuple[Dropped, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def merge(
    questions: Sequence[Question], pictures: PictureNames = (), synonym_groups: SynonymGroups = ()
) -> Merged:
    """One entry from questions that ask the same, given in order of appearance.

    ``pictures`` are the names of those of their documents; equal pictures have one name.
    ``synonym_groups`` are those of the bank, see `shuati.match.vocabulary.synonym_groups`.
    """
    entry, dropped = merge_answers(questions, pictures, synonym_groups)
    return Merged(entry, dropped, (*contradicting_keys(entry), *contradictions(entry)))
