"""From words and paths to tags that Anki takes as they are."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from shuati import labels
from shuati.model import Entry

# Blanks (U+3000 too) end a tag, "::" splits its hierarchy, the others have a meaning in
# Anki's search.
_UNFIT = re.compile(r"[\s:,，\"'“”‘’`*\\()\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff]+")


def tag(*levels: str) -> str:
    """A hierarchical tag: its levels, each made fit for Anki, joined by ``::``."""
    return "::".join(filter(None, map(_level, levels)))


def _level(text: str) -> str:
    return _UNFIT.sub("-", unicodedata.normalize("NFC", text)).strip("-")


def tags_of(entry: Entry, keywords: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of an entry: its keywords, and the documents that it comes from; sorted."""
    paths = (PurePosixPath(variant.path).with_suffix("").parts for variant in entry.variants)
    tags = {tag(labels.KEYWORD_TAG, word) for word in keywords}
    return tuple(sorted(tags | {tag(labels.SOURCE_TAG, *parts) for parts in paths}))
