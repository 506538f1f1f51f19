"""The files that notes show: which there are, and what stands for one that is lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from shuati.config import strings
from shuati.ledger.store import SentNote

# As `shuati.publish.render` writes it; no other field text holds a tag like it.
_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')


def shown_files(fields: Iterable[str]) -> set[str]:
    """The names of the files that the HTML of ``fields`` shows."""
    return {match[1] for field in fields for match in _PICTURE.finditer(field)}


def old_files(
    last: Mapping[str, SentNote], retired: Iterable[tuple[str, SentNote]], now: Collection[str]
) -> set[str]:
    """The files that only notes of earlier builds show: the ``last`` sent and the ``retired``.

    ``now`` are the names of today's pictures.
    """
    notes = (*last.values(), *(note for _, note in retired))
    return set().union(*(shown_files(note.fields) for note in notes)) - set(now)


def without_lost(note: SentNote, there: Collection[str]) -> SentNote:
    """``note`` with words for every picture whose file is not ``there`` any more."""

    def shown(match: re.Match[str]) -> str:
        words = "：" * bool(match[2]) + match[2]
        lost = f'<span class="image">［{strings.IMAGE}{words}］</span>'
        return match[0] if match[1] in there else lost

    return replace(note, fields=tuple(_PICTURE.sub(shown, field) for field in note.fields))
