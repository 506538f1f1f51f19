"""Keywords and tags for every entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.tag import topics
from shuati.tag.entry_fields import entry_fields
from shuati.tag.local_tags import local_tags
from shuati.tag.stop_words import stop_words
from shuati.tag.tree import fold_single_tags
from shuati.tag.words import EntryWords, entry_words, segmentation_terms
from shuati.text.fold import fold

__all__ = ["tag"]

_KEYWORD_TAGS = 2  # keywords that become tags of an entry without a topic
_BESIDE = tuple(f"{name}::" for name in (strings.SOURCE_TAG, strings.KIND_TAG, strings.LEVEL_TAG))


def tag(
    entries: Sequence[Entry],
    settings: Settings,
    words: Sequence[EntryWords] | None = None,
    titles: Mapping[str, str] | None = None,
) -> tuple[Entry, ...]:
    """``entries`` with ``keywords`` and ``tags``; nothing else of them changes.

    ``words`` are those of each entry, if they are there already: `shuati.tag.words.entry_words`
    with the terms that `shuati.tag.words.segmentation_terms` gives. ``titles`` are those of the
    documents, by path.
    """
    fields = entry_fields(entries, settings.fields)
    found = _keywords(entries, settings, fields, words)
    tags = local_tags(entries, settings.tags, fields, titles or {})
    tags = [
        own if any(not name.startswith(_BESIDE) for name in own) else (*own, *_keyword_tags(words))
        for own, words in zip(tags, found, strict=True)
    ]
    return tuple(
        replace(entry, keywords=words, tags=own)
        for entry, words, own in zip(entries, found, fold_single_tags(tags), strict=True)
    )


def _keyword_tags(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(topics.tag_name(strings.KEYWORD_TAG, word) for word in words[:_KEYWORD_TAGS])


def _keywords(
    entries: Sequence[Entry],
    settings: Settings,
    fields: Sequence[frozenset[str]],
    words: Sequence[EntryWords] | None,
) -> Sequence[tuple[str, ...]]:
    if not entries or not settings.keywords:
        return [()] * len(entries)
    # Here, because the dictionary takes longer to load than small banks take to build.
    from shuati.tag.bank_terms import lead_terms
    from shuati.tag.keywords import TermLists, keywords
    from shuati.text.segmenter import Segmenter

    if words is None:
        terms = segmentation_terms(entries, settings, fields)
        words = [entry_words(entry, own) for entry, own in zip(entries, terms, strict=True)]
    listed = {
        own: {
            fold(term): term
            for term in (*topics.load(settings.tags, own).terms, *settings.user_dictionary)
        }
        for own in fields
    }
    lists = TermLists(
        terms=[listed[own] for own in fields],
        lead_terms=frozenset(map(fold, lead_terms(entries))),
        stop_words=stop_words(settings.stop_words),
    )
    return keywords(words, Segmenter(()), settings.keywords, lists)
