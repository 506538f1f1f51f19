"""Diagnostics about tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuati.config.settings import Settings
from shuati.model import Diagnostic, Entry
from shuati.tag import tag, topics
from shuati.tag.tree import weak_tags


def check_tags(entries: Sequence[Entry], settings: Settings) -> tuple[Diagnostic, ...]:
    """Errors in a project's rules for topics, a warning for every entry without a topic.

    Finds no keywords, so that nothing is segmented.
    """
    tagged = tag(entries, replace(settings, keywords=0))
    return (*topics.wrong_rules(settings.tags), *weak_tags(tagged))
