"""What tells one entry's content from another's, to keep what was made of it."""

from __future__ import annotations

from shuati.model import Entry
from shuati.pipeline.cache import key_of


def content_key(entry: Entry) -> str:
    """A key for the question, the variants and the merged answer of ``entry``: not for its
    code, tags, keywords and relations, which change with other entries."""
    return entry.digest or key_of((entry.question, entry.variants, entry.pieces, entry.points))
