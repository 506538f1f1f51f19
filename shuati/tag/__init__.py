"""Keywords and tags for every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import Entry
from shuati.tag import topics
from shuati.tag.local_tags import local_tags
from shuati.tag.stop_words import stop_words
from shuati.tag.tree import fold_single_tags
from shuati.tag.words import EntryWords, entry_words, segmentation_terms
from shuati.text.fold import fold

__all__ = ["tag"]

_KEYWORD_TAGS = 2  # keywords that become tags of an entry without a topic
_BESIDE = tuple(f"{name}::" for name in (strings.SOURCE_TAG, strings.KIND_TAG, strings.LEVEL_TAG))


def tag(
    entries: Sequence[Entry], settings: Settings, words: Sequence[EntryWords] | None = None
) -> tuple[Entry, ...]:
    """``entries`` with ``keywords`` and ``tags``; nothing else of them changes.

    ``words`` are those of each entry, if they are there already: `shuati.tag.words.entry_words`
    with the terms that `shuati.tag.words.segmentation_terms` gives.
    """
    rules = topics.load(settings.tags)
    found = _keywords(entries, settings, rules, words)
    tags = local_tags(entries, settings.tags)
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
    rules: topics.TopicRules,
    words: Sequence[EntryWords] | None,
) -> Sequence[tuple[str, ...]]:
    if not entries or not settings.keywords:
        return [()] * len(entries)
    # Here, because the dictionary takes longer to load than small banks take to build.
    from shuati.tag.bank_terms import lead_terms
    from shuati.tag.keywords import TermLists, keywords
    from shuati.text.segmenter import Segmenter

    terms = segmentation_terms(entries, settings)
    if words is None:
        words = [entry_words(entry, terms) for entry in entries]
    lists = TermLists(
        terms={fold(term): term for term in (*rules.terms, *settings.user_dictionary)},
        lead_terms=frozenset(map(fold, lead_terms(entries))),
        stop_words=stop_words(settings.stop_words),
    )
    return keywords(words, Segmenter(terms), settings.keywords, lists)
