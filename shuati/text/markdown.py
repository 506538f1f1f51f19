"""The Markdown parser of the program, and plain text from inline Markdown.

CommonMark with tables and strikethrough, emphasis that works beside Chinese
characters, ``$…$`` and ``\\(…\\)`` as mathematics. Mathematics is recognised with
care, because ``${name}`` and "$5 和 $6" are not: see `dollar_formulas`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

from shuati.text.dollar_formulas import InlineRule, only_formulas
from shuati.text.literal_marks import literal_marks
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
_VOID = frozenset(["br", "hr", "img", "wbr"])
_DECORATION = frozenset(["b", "center", "font", "span", "strong"])
_OF_TABLES = frozenset(["caption", "tbody", "td", "tfoot", "th", "thead", "tr"])
_TALK = re.compile(r" ?(?:标签|元素)")
_TALK_AT_START = re.compile(rf" ?(?:标签|元素|[：:、，,]|(?:是|和|与|或|用于|表示)[{HAN} ])")
_WIDE = f"[{HAN}\u3000-\u303f\uff00-\uffef]"
# Signs that Chinese shares with other scripts; what is beside them tells whose they are.
_SHARED = "[\u2014\u2018\u2019\u201c\u201d\u2026\u00b7]"
_WIDE_BREAK = re.compile(rf"(?P<left>{_WIDE}{_SHARED}*)[ \t]*\n[ \t]*(?={_SHARED}*{_WIDE})")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_MARKED = re.compile(r"[\\`*_~\[\]<>&$\n!%]")
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
# Comments, be they as in Obsidian, which nothing stands close to: "用 %% 转义，%%d" is text.
_COMMENT = re.compile(
    rf"<!--(.*?)-->|(?<![^\s。，；：、！？])%%(?=\S)([^%\n]*[{HAN}][^%\n]*)(?<=\S)%%(?![^\s。，；：、！？])",
    re.DOTALL,
)


def _whole_comments(rule: InlineRule) -> InlineRule:
    """The inline rule for HTML; a comment may hold ``--``, and ``%%…%%`` (Obsidian) is one."""

    def html_inline(state: StateInline, silent: bool) -> bool:
        match = _COMMENT.match(state.src, state.pos, state.posMax)
        if match is None:
            return rule(state, silent)
        if not silent:
            state.push("html_inline", "", 0).content = f"<!--{match[1] or match[2]}-->"
        state.pos = match.end()
        return True

    return html_inline


def _with_place(
    rule: InlineRule,
) -> InlineRule:
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
    markdown.use(dollarmath_plugin, double_inline=True)
    markdown.use(texmath_plugin, delimiters="brackets")
    inline = markdown.inline.ruler
    for rule in inline.__rules__:
        if rule.name == "math_inline":
            rule.fn = only_formulas(rule.fn)
        elif rule.name == "html_inline":
            rule.fn = _whole_comments(rule.fn)
    inline.after("image", "loose_picture", _loose_picture)
    inline.before("emphasis", "literal_marks", literal_marks)
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


def markup(tokens: Sequence[Token]) -> set[int]:
    """The places of the HTML in ``tokens`` (of one paragraph) that is markup, and no text.

    These are comments, and tags that stand alone by nature or are opened and closed; a cell
    or a row only inside of its table. ``<br>`` is text where what follows talks about it.
    """
    opened: dict[str, list[int]] = {}
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if token.type != "html_inline" or not is_markup(token.content):
            continue
        match = _TAG.match(token.content)
        if match is None or match[1] is None:
            found.add(at)
            continue
        name = match[1].lower()
        if name in _VOID:
            if not _is_named(tokens, at):
                found.add(at)
        elif not token.content.startswith("</"):
            opened.setdefault(name, []).append(at)
        elif opened.get(name):
            found |= {at, opened[name].pop()}
        elif name in _DECORATION and at and not tokens[at - 1].content.endswith((" ", "\n")):
            found.add(at)  # its partner was cut off with the number of a title
    for name in ("font", "span"):
        found |= {at for at in opened.get(name, ()) if "=" in tokens[at].content}
    if not any(at in found and _name_of(tokens[at]) == "table" for at in found):
        found = {at for at in found if _name_of(tokens[at]) not in _OF_TABLES}
    return found


def _name_of(token: Token) -> str:
    match = _TAG.match(token.content)
    return (match[1] or "").lower() if match else ""


def _is_named(tokens: Sequence[Token], at: int) -> bool:
    """Whether a tag is a word of its sentence: ``<br> 是换行``, ``用 <br> 标签换行``."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.type != "text" or " " in tokens[at].content.strip("</> "):
        return False
    begins = all(not token.content for token in tokens[:at])
    return (_TALK_AT_START if begins else _TALK).match(following.content) is not None


def plain(text: str) -> str:
    """``text`` (inline Markdown) as a reader sees it: no marks, no tags.

    A line break between two Chinese characters vanishes, any other becomes a space;
    formulas and code keep their source; an image is its alternative text.
    """
    return text.strip() if _MARKED.search(text) is None else _plain(text)


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    parts: list[str] = []
    tokens = inline_tokens(text)
    unseen = markup(tokens)
    for at, token in enumerate(tokens):
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif at in unseen:
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
    return _BREAK.sub(" ", _WIDE_BREAK.sub(r"\g<left>", text)) if "\n" in text else text
