"""The text of a note's field."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(r"</(?:p|li|h\d|div|tr|pre|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
# The summary that `shuati.publish.anki.fields.collapsed` adds is no text of the author's.
_SUMMARY = re.compile(r'(?<=<details class="fold">)<summary>.*?</summary>')


def field_text(html: str) -> str:
    """The text of a field's HTML, a line for each block."""
    own = _SUMMARY.sub("", html)
    lines = unescape(_TAG.sub("", _BREAK.sub("\n", own))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
