"""Keywords and tags for every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.model import Entry
from shuati.settings import Settings
from shuati.tag.rules import tags_of


def tag_entries(entries: Sequence[Entry], settings: Settings) -> tuple[Entry, ...]:
    """``entries`` with ``keywords`` and ``tags``; nothing else of them changes."""
    found: Sequence[tuple[str, ...]] = [()] * len(entries)
    if entries and settings.keywords:
        # Here, because the dictionary takes longer to load than small banks take to build.
        from shuati.tag.keywords import keywords, lead_terms, stop_words
        from shuati.words import Words

        words = Words([*lead_terms(entries), *settings.user_dictionary])
        stop = stop_words() | {word.casefold() for word in settings.stop_words}
        found = keywords(entries, words, settings.keywords, stop)
    return tuple(
        replace(entry, keywords=own, tags=tags_of(entry, own))
        for entry, own in zip(entries, found, strict=True)
    )
