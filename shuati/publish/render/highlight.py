"""Code as HTML with Pygments classes (``hl-k`` …); the colours are the style sheet's."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pygments import highlight as pygmentize
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from shuati.publish.render.escape_anki import escape, printable

# Names, signs and spaces have the colour of the text: no tag for each of them.
_PLAIN = re.compile(r'<span class="hl-(?:n|nx|p|w)">([^<]*)</span>')
_FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


@lru_cache(maxsize=4096)  # notes, sheets and report show the same code
def highlight(text: str, language: str) -> str:
    """``text`` as HTML, marked up as ``language`` says; plain where that is unknown."""
    lexer = _lexer(language.strip().lower())
    if lexer is None:
        return escape(text)
    html: str = pygmentize(printable(text), lexer, _FORMATTER)
    return _PLAIN.sub(r"\1", html).removesuffix("\n")


@cache
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
