"""Diagnostics about tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shuati.config.settings import Settings
from shuati.model import Diagnostic, Entry
from shuati.tag import tag, topics
from shuati.tag.tree import weak_tags


def check_tags(
    entries: Sequence[Entry], settings: Settings, titles: Mapping[str, str] | None = None
) -> tuple[Diagnostic, ...]:
    """Errors in a project's rules for topics, a warning for every entry without a topic.

    ``titles`` are those of the documents, by path. Finds no keywords.
    """
    tagged = tag(entries, replace(settings, keywords=0), titles=titles)
    return (*topics.wrong_rules(settings.tags), *weak_tags(tagged))
