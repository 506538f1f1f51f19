"""Keywords and tags for every entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from shuati.config import strings
from shuati.config.settings import Settings
from shuati.model import Entry, Finding
from shuati.pipeline.cache import Remember, digest, forgetful
from shuati.pipeline.content import content_key
from shuati.tag import topics
from shuati.tag.tree import folded, weak_tags
from shuati.text.term_finder import fold

_KEYWORD_TAGS = 2  # of an entry that no rule catches


def tag_entries(
    entries: Sequence[Entry], settings: Settings, remember: Remember = forgetful
) -> tuple[Entry, ...]:
    """``entries`` with ``keywords`` and ``tags``; nothing else of them changes."""
    known = topics.load(settings.tags)
    found = _keywords(entries, settings, known, remember)
    own_rules = digest(*settings.tags)
    tags = [
        remember("tags", digest(own_rules, content_key(entry)), partial(_tags, entry, known))
        for entry in entries
    ]
    tags = [
        own if any(not name.startswith(_BESIDE) for name in own) else (*own, *_by_keyword(words))
        for own, words in zip(tags, found, strict=True)
    ]
    return tuple(
        replace(entry, keywords=words, tags=own)
        for entry, words, own in zip(entries, found, folded(tags), strict=True)
    )


def _tags(entry: Entry, known: topics.Rules) -> tuple[str, ...]:
    return (*known.tags_of(entry), *topics.source_tags(entry))


_BESIDE = tuple(f"{name}::" for name in (strings.SOURCE_TAG, strings.KIND_TAG, strings.LEVEL_TAG))


def doubts(entries: Sequence[Entry], settings: Settings) -> tuple[Finding, ...]:
    """What to tell of the rules and of entries that none of them catches; segments nothing."""
    plainly = tag_entries(entries, replace(settings, keywords=0))
    return (*topics.wrong(settings.tags), *weak_tags(plainly))


def _by_keyword(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(topics.tag(strings.KEYWORD_TAG, word) for word in words[:_KEYWORD_TAGS])


def _keywords(
    entries: Sequence[Entry], settings: Settings, known: topics.Rules, remember: Remember
) -> Sequence[tuple[str, ...]]:
    if not entries or not settings.keywords:
        return [()] * len(entries)
    # Here, because the dictionary takes longer to load than small banks take to build.
    from shuati.tag.bank_terms import lead_terms
    from shuati.tag.keywords import Lexicon, keywords, stop_words
    from shuati.text.segmenter import Words

    lead = lead_terms(entries)
    terms = [*known.terms, *settings.user_dictionary]
    lexicon = Lexicon(
        known={fold(term): term for term in terms},
        lead=frozenset(map(fold, lead)),
        stop=stop_words() | {fold(word) for word in settings.stop_words},
    )
    # Stop words are words too: 预训练 is no word of 大规模预训练模型.
    whole = sorted(word for word in lexicon.stop if len(word) > 3)
    segmenter = Words([*terms, *lead, *whole])
    return keywords(entries, segmenter, settings.keywords, lexicon, remember)
