"""The tags that follow from an entry alone, by rules: topics, kind, documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat

from shuati.model import Entry
from shuati.tag import topics
from shuati.tag.topic_choice import topics_of


def local_tags(
    entries: Sequence[Entry],
    own_rules: tuple[str, ...],
    fields: Sequence[frozenset[str]] | None = None,
    titles: Mapping[str, str] | None = None,
) -> list[tuple[str, ...]]:
    """The tags of each entry, before they are compared with those of others.

    ``own_rules`` are those of the project's settings; ``fields`` whose packs take effect in each
    entry, where None all. ``titles`` are those of the documents, by path; where None, nothing is
    learned from headings. With neither the tags depend on the entry and the rules alone.
    """
    return [
        (*topics_of(entry, rules, titles), *rules.kind_of(entry), *topics.source_tags(entry))
        for entry, own in zip(entries, fields or repeat(None, len(entries)), strict=True)
        for rules in (topics.load(own_rules, own),)
    ]
