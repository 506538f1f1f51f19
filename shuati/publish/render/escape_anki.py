"""Text of a source that is only text: it starts no tag, template, formula or media.

Anki looks for its own marks in a field's HTML: ``{{c1::…}}``, ``[sound:…]``, ``[anki:…]``,
``[latex]``, ``[$]``; a character reference hides them from it and shows the same. MathJax
looks at the text that the browser shows, where only a tag in between parts ``\\`` from ``(``.
"""

from __future__ import annotations

import re
from html import escape as escape_html

# U+001F would part two fields of a note; the others are no text either.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARK = re.compile(r"\[(?=(?:sound:|anki:|latex\]|\$\$?\]))", re.IGNORECASE)
_DELIMITER = re.compile(r"\\(?=[()\[\]])")
_FORMULA = re.compile(r'(<(?:span|div) class="math">[^<]*</(?:span|div)>)')


def printable(text: str) -> str:
    """``text`` without control characters."""
    return _CONTROL.sub("", text)


def escape(text: str) -> str:
    """``text`` as HTML text, control characters left out."""
    return escape_html(printable(text), quote=False)


def inert(html: str) -> str:
    """``html`` whose text starts no template, media or formula but those of class ``math``."""
    parts = _FORMULA.split(html)
    parts[::2] = [_DELIMITER.sub(r"<span>\\</span>", part) for part in parts[::2]]
    html = _MARK.sub("&#91;", "".join(parts))
    return html.replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;")
