"""The tags that follow from an entry alone, by rules: topics, kind, documents."""

from __future__ import annotations

from collections.abc import Sequence

from shuati.model import Entry
from shuati.tag import topics


def local_tags(entries: Sequence[Entry], own_rules: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The tags of each entry, before they are compared with those of others.

    ``own_rules`` are those of the project's settings.
    """
    rules = topics.load(own_rules)
    return [(*rules.tags_of(entry), *topics.source_tags(entry)) for entry in entries]
