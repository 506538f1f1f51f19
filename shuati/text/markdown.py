"""The Markdown parser of the program, and plain text from inline Markdown.

CommonMark with tables and strikethrough, emphasis that works beside Chinese
characters, ``$…$`` and ``\\(…\\)`` as mathematics. Mathematics is recognised with
care, because ``${name}`` and "$5 和 $6" are not: see `_is_formula`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_cjk_friendly import cjk_friendly
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.texmath import texmath_plugin

from shuati.text.scripts import HAN

# Tags that a paragraph may carry as markup; `<String>` of `List<String>` is text.
_INLINE_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo big br center cite code data del details dfn div em font i "
        "img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub "
        "summary sup table tbody td th thead time tr tt u ul var wbr",
    )
)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)(?:[\s/>])|<!--")
_HAN = re.compile(f"[{HAN}]")
_WIDE = f"[{HAN}\u3000-\u303f\uff00-\uffef]"
_WIDE_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_MARKED = re.compile(r"[\\`*_~\[\]<>&$\n!]")
_MOST_MARKS = 10_000  # in a paragraph; the largest table cell seen has 300
_PICTURE = r"\.(?:avif|bmp|gif|heic|ico|jfif|jpe?g|png|svg|tiff?|webp)"
_EMBED = re.compile(rf"!\[\[([^\[\]|\n]+{_PICTURE})\s*(?:\|([^\[\]\n]*))?\]\]", re.IGNORECASE)
_SPACED = re.compile(
    rf"!\[([^\[\]\n]*)\]\(\s*([^()<>\n]+{_PICTURE})(?:\s+=\d*%?x?\d*%?)?\s*\)", re.IGNORECASE
)
_IMG = re.compile(
    r"<img\b[^>]*?\ssrc\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)", re.IGNORECASE | re.DOTALL
)
_SIZE = re.compile(r"\d+(?:x\d+)?")
_TEX_TEXT = re.compile(r"\\(?:text|mbox|mathrm|operatorname)\w*\s*\{[^{}]*\}")


def _is_formula(content: str) -> bool:
    """Whether the text between two dollars is mathematics.

    Not when it has Chinese outside ``\\text{…}`` (two prices in a sentence), not
    when it is a placeholder such as ``${name}``, not when braces do not close.
    """
    if _HAN.search(_TEX_TEXT.sub("", content)) or "`" in content:
        return False
    depth = 0
    for at, char in enumerate(content):
        if char in "{}" and (at == 0 or content[at - 1] != "\\"):
            depth += 1 if char == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not re.fullmatch(r"\s*\{[^{}]*\}.*", content, re.DOTALL)


def _only_formulas(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """The inline rule ``rule``, less the matches that are not mathematics."""

    def checked(state: StateInline, silent: bool) -> bool:
        position, count, pending = state.pos, len(state.tokens), state.pending
        if not rule(state, silent):
            return False
        if _is_formula(state.src[position : state.pos].strip("$")):
            return True
        state.pos, state.pending = position, pending
        del state.tokens[count:]
        return False

    return checked


def _with_place(
    rule: Callable[[StateInline, bool], bool],
) -> Callable[[StateInline, bool], bool]:
    """The inline rule ``rule``, whose token has its place in the text in ``meta["at"]``."""

    def placed(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent:
            state.tokens[-1].meta["at"] = (start, state.pos)
        return True

    return placed


def _loose_picture(state: StateInline, silent: bool) -> bool:
    """Pictures that CommonMark takes for text: ``![[a.png]]`` and ``![](a b.png =20x30)``.

    The address of an embed (Obsidian's ``![[…]]``, whose file may be in any folder) keeps
    its brackets, so that it can be recognised.
    """
    match = _EMBED.match(state.src, state.pos, state.posMax)
    if match is not None:
        address, words = f"[[{match[1].strip()}]]", match[2] or ""
        words = "" if _SIZE.fullmatch(words.strip()) else words.strip()
    else:
        match = _SPACED.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        address, words = normalizeLink(match[2].strip()), match[1]
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": address, "alt": ""}
        token.content = words
        token.children = [Token("text", "", 0, content=words)]
    state.pos = match.end()
    return True


@cache
def parser() -> MarkdownIt:
    """The configured parser; one object, not to be changed by a caller."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.use(cjk_friendly)
    markdown.use(front_matter_plugin)
    markdown.use(dollarmath_plugin, allow_digits=False, double_inline=True)
    markdown.use(texmath_plugin, delimiters="brackets")
    inline = markdown.inline.ruler
    for rule in inline.__rules__:
        if rule.name == "math_inline":
            rule.fn = _only_formulas(rule.fn)
    inline.after("image", "loose_picture", _loose_picture)
    for rule in inline.__rules__:
        if rule.name in ("image", "loose_picture", "html_inline"):
            rule.fn = _with_place(rule.fn)
    return markdown


def inline_tokens(text: str) -> list[Token]:
    """The tokens of one paragraph of inline Markdown, ready to render.

    With more marks than a person writes it is plain text: parsing takes the square of their
    number.
    """
    if len(text) > _MOST_MARKS and len(_MARKED.findall(text)) > _MOST_MARKS:
        return [Token("text", "", 0, content=text)]
    return parser().parseInline(text)[0].children or []


def is_markup(tag: str) -> bool:
    """Whether ``<tag …>`` or a comment is HTML markup, and not text such as ``<String>``."""
    match = _TAG.match(tag)
    return match is not None and (match[1] is None or match[1].lower() in _INLINE_TAGS)


def plain(text: str) -> str:
    """``text`` (inline Markdown) as a reader sees it: no marks, no tags.

    A line break between two Chinese characters vanishes, any other becomes a space;
    formulas and code keep their source; an image is its alternative text.
    """
    return text.strip() if _MARKED.search(text) is None else _plain(text)


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    parts: list[str] = []
    for token in inline_tokens(text):
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "html_inline" and is_markup(token.content):
            continue
        elif token.type.startswith("math"):
            parts.append(f"${token.content}$")
        else:
            parts.append(token.content)
    return join_lines("".join(parts)).strip()


def picture_addresses(text: str, *, html: bool = False) -> list[str]:
    """The address of every picture in ``text``, inline Markdown or (``html``) raw HTML.

    They are those that `shuati.publish.render` asks for.
    """
    if "![" not in text and ("<" not in text or "<img" not in text.lower()):
        return []
    if html:
        return [unescape(match[1].strip("\"'")) for match in _IMG.finditer(text)]
    found = []
    for token in inline_tokens(text):
        if token.type == "image":
            found.append(str(token.attrGet("src") or ""))
        elif token.type == "html_inline" and (match := _IMG.match(token.content)):
            found.append(unescape(match[1].strip("\"'")))
    return found


def without_pictures(text: str) -> str:
    """``text`` (inline Markdown) without its pictures."""
    if "![" not in text:
        return text
    parts, end = [], 0
    for token in inline_tokens(text):
        if token.type == "image" and "at" in token.meta:
            start, stop = token.meta["at"]
            parts.append(text[end:start])
            end = stop
    return "".join((*parts, text[end:])) if end else text


def join_lines(text: str) -> str:
    """Line breaks taken out: nothing is put between Chinese characters, a space elsewhere."""
    return _BREAK.sub(" ", _WIDE_BREAK.sub("", text)) if "\n" in text else text
