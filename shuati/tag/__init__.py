"""Keywords and tags for every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import Diagnostic, Entry
from shuati.tag import topics
from shuati.tag.tree import folded, weak_tags
from shuati.tag.words import EntryWords, entry_words
from shuati.text.fold import fold

_KEYWORD_TAGS = 2  # of an entry that no rule catches
_BESIDE = tuple(f"{name}::" for name in (strings.SOURCE_TAG, strings.KIND_TAG, strings.LEVEL_TAG))


def tag_entries(
    entries: Sequence[Entry], settings: Settings, words: Sequence[EntryWords] | None = None
) -> tuple[Entry, ...]:
    """``entries`` with ``keywords`` and ``tags``; nothing else of them changes.

    ``words`` are those of each entry (`shuati.tag.words.entry_words` with the terms that
    `terms_of` gives), if they are known.
    """
    rules = topics.load(settings.tags)
    found = _keywords(entries, settings, rules, words)
    tags = [(*rules.tags_of(entry), *topics.source_tags(entry)) for entry in entries]
    tags = [
        own if any(not name.startswith(_BESIDE) for name in own) else (*own, *_by_keyword(words))
        for own, words in zip(tags, found, strict=True)
    ]
    return tuple(
        replace(entry, keywords=words, tags=own)
        for entry, words, own in zip(entries, found, folded(tags), strict=True)
    )


def terms_of(entries: Sequence[Entry], settings: Settings) -> tuple[str, ...]:
    """The words that segmentation of ``entries`` must keep whole."""
    from shuati.tag.bank_terms import lead_terms
    from shuati.tag.keywords import stop_words

    stop = stop_words() | {fold(word) for word in settings.stop_words}
    # Stop words are words too: 预训练 is no word of 大规模预训练模型.
    whole = sorted(word for word in stop if len(word) > 3)
    known = topics.load(settings.tags).terms
    return (*known, *settings.user_dictionary, *lead_terms(entries), *whole)


def doubts(entries: Sequence[Entry], settings: Settings) -> tuple[Diagnostic, ...]:
    """What to tell of the rules and of entries that none of them catches; segments nothing."""
    plainly = tag_entries(entries, replace(settings, keywords=0))
    return (*topics.wrong(settings.tags), *weak_tags(plainly))


def _by_keyword(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(topics.tag(strings.KEYWORD_TAG, word) for word in words[:_KEYWORD_TAGS])


def _keywords(
    entries: Sequence[Entry],
    settings: Settings,
    rules: topics.Rules,
    words: Sequence[EntryWords] | None,
) -> Sequence[tuple[str, ...]]:
    if not entries or not settings.keywords:
        return [()] * len(entries)
    # Here, because the dictionary takes longer to load than small banks take to build.
    from shuati.tag.bank_terms import lead_terms
    from shuati.tag.keywords import Lexicon, keywords, stop_words
    from shuati.text.segmenter import Segmenter

    terms = terms_of(entries, settings)
    if words is None:
        words = [entry_words(entry, terms) for entry in entries]
    lexicon = Lexicon(
        known={fold(term): term for term in (*rules.terms, *settings.user_dictionary)},
        lead=frozenset(map(fold, lead_terms(entries))),
        stop=stop_words() | {fold(word) for word in settings.stop_words},
    )
    return keywords(words, Segmenter(terms), settings.keywords, lexicon)
