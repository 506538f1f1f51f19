"""Inline tokens, and the raw HTML between them, as safe HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.token import Token

from shuati.config import strings
from shuati.publish.render.escape_anki import escape
from shuati.publish.render.sanitise import clean, parse, split
from shuati.text import markdown
from shuati.text.scripts import HAN

_WIDE = f"{HAN}\u3000-\u303f\uff00-\uffef"
_BREAK = "\x00"  # no text holds it: the parser and `escape` take it out
_SHARED = "(?:<[^>]*>|[\u2014\u2018\u2019\u201c\u201d\u2026\u00b7])*"  # as in `text.markdown`
_JOINED = re.compile(rf"([{_WIDE}]{_SHARED}){_BREAK}(?={_SHARED}[{_WIDE}])")
_TAG = re.compile(r"<[^>]*>")
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|mailto:", re.IGNORECASE)
_MARKS = ("strong", "em", "s")


class Inline:
    """Renders one run of tokens.

    ``formula`` makes the HTML of a formula from its TeX, ``image`` gives the file that
    shows what an address means.
    """

    def __init__(
        self, formula: Callable[[str, bool], str], image: Callable[[str], str | None]
    ) -> None:
        self._formula, self._file = formula, image
        self._parts: list[str] = []
        self._links: list[tuple[int, str]] = []
        self._foreign = False  # the source brought HTML of its own
        self._verbatim = 0  # inside so many <pre>

    def paragraph(self, text: str) -> str:
        """Inline Markdown as HTML. A tag without its partner is text."""
        tokens = markdown.inline_tokens(text)
        paired = markdown.markup(tokens)
        for at, token in enumerate(tokens):
            if token.type != "html_inline":
                self._token(token)
            elif at in paired:
                self._tag(token.content)
            else:
                self._parts.append(escape(token.content))
        return self._html()

    def raw(self, html: str) -> str:
        """HTML of a source as safe HTML."""
        for at, part in enumerate(split(html)):
            if at % 2:
                self._tag(part)
            else:
                self._text(unescape(part))
        return self._html()

    def _html(self) -> str:
        html = "".join(self._parts)
        html = _JOINED.sub(r"\1", html).replace(_BREAK, " ")
        return clean(html) if self._foreign else html

    def _token(self, token: Token) -> None:
        kind = token.type
        name, _, side = kind.rpartition("_")
        if kind == "code_inline":
            self._parts.append(f"<code>{escape(token.content)}</code>")
        elif kind.startswith("math"):
            self._parts.append(self._formula(token.content, kind == "math_inline_double"))
        elif kind == "image":
            alternative = "".join(child.content for child in token.children or ())
            self._image(alternative, str(token.attrGet("src") or ""))
        elif name == "link":
            self._link(side == "close", str(token.attrGet("href") or ""))
        elif name in _MARKS:
            self._parts.append(f"<{token.tag}>" if side == "open" else f"</{token.tag}>")
        elif kind == "softbreak":
            self._parts.append(_BREAK)
        elif kind == "hardbreak":
            self._parts.append("<br>")
        else:
            self._parts.append(escape(token.content))

    def _text(self, text: str) -> None:
        lines = escape(text)
        if not self._verbatim:
            lines = re.sub(r"[ \t]*\n[ \t]*", _BREAK, lines)
        self._parts.append(lines)

    def _tag(self, content: str) -> None:
        if content.startswith("<!--"):
            return
        tag = parse(content)
        if tag is None or not tag.known:
            self._parts.append(escape(content))
            return
        self._foreign = True
        if tag.name == "a":
            self._link(tag.closes, tag.attributes.get("href", ""))
        elif tag.name == "img":
            self._image(tag.attributes.get("alt", ""), tag.attributes.get("src", ""))
        else:
            if tag.name == "pre":
                self._verbatim = max(0, self._verbatim + (-1 if tag.closes else 1))
            self._parts.append(tag.html)

    def _image(self, alternative: str, address: str) -> None:
        name = self._file(address)
        if name is None:
            self._parts.append(_in_words(alternative, address))
        else:
            shown = escape(alternative.strip()).replace('"', "&quot;")
            self._parts.append(f'<img src="{name}" alt="{shown}">')

    def _link(self, closes: bool, address: str) -> None:
        """Keep the text of a link; put a remote address behind it, unless they are the same."""
        if not closes:
            self._links.append((len(self._parts), address))
        elif self._links:
            start, address = self._links.pop()
            if not _REMOTE.match(address):
                return
            shown = normalizeLinkText(address)
            text = unescape(_TAG.sub("", "".join(self._parts[start:]))).strip()
            if _bare(text) != _bare(shown):
                shown = f"（{shown}）" if text else shown
                self._parts.append(f'<span class="url">{escape(shown)}</span>')


def _bare(address: str) -> str:
    """An address without what people leave out when they write it."""
    return re.sub(r"^(?:\w+:)?(?://)?|/$", "", address.strip())


def _in_words(alternative: str, source: str) -> str:
    """The text in place of an image: its alternative text and the name of its file."""
    path = "" if source.startswith("data:") else unquote(urlsplit(source.strip("[]")).path)
    path = path.replace("\\", "/")
    words = [word for word in (alternative.strip(), PurePosixPath(path).name) if word]
    shown = strings.IMAGE + ("：" if words else "") + "，".join(words)
    return f'<span class="image">［{escape(shown)}］</span>'
