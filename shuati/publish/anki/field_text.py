"""The text of a note's field."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(r"</(?:p|li|h\d|div|tr|pre|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
# The summaries that `fields.collapsed` and `list_note` add are no text of the author's.
_SUMMARY = re.compile(r'(<details class="(?:fold|others)">)<summary>.*?</summary>')


def field_text(html: str) -> str:
    """The text of a field's HTML, a line for each block."""
    own = _SUMMARY.sub(r"\1", html)
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", own))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
