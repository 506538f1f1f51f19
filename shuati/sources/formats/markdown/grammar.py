"""Markdown as people write it in question documents: block rules added to markdown-it.

What differs from CommonMark, each because documents in the wild need it:
a label or a number begins a paragraph of its own, even without a blank line before it;
``##题`` is a heading without its space; ``---`` right below prose is a rule and no
underline; a fence that is never closed ends where the next question begins; indented
text is code only where it looks like code; ``<details>``, ``<summary>``, ``<p>`` and
``<div>`` are structure, with Markdown inside.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.texmath import texmath_plugin

from shuati.sources.formats.markdown import containers
from shuati.sources.formats.markdown.org import as_markdown
from shuati.text import labels
from shuati.text.markdown import HAN

Rule = Callable[[StateBlock, int, int, bool], bool]

_BEGINS = re.compile(
    r"[ \t\u3000]*(?:[✅❓❔🔥⭐★📌💡👉▶◆●■•🎯📝]\s*)?"
    rf"{labels.TIME}"
    r"(?:(?P<label>(?:\*\*|__)[^*\n]{1,40}?[:：]\s*(?:\*\*|__)|\*\*[^*\n]{1,40}\*\*\s*[:：]|"
    r"\*\*[^*\n]+\*\*\s*$|[【「『][^】」』\n]{1,12}[】」』]|<(?:b|strong)>[^<\n]{1,14}</)"
    rf"|\d{{1,3}}(?:\.\d{{1,3}})*(?:[、．)）]|\\?\.(?=\s|[{HAN}A-Za-z#`*_（(《“「【\[$<]))|[(（]\d{{1,3}}[)）]|[①-⑳]|\d\ufe0f?\u20e3"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[题題]|[一二三四五六七八九十]{1,3}、|[A-H][.、．:：)）]\s*\S"
    r"|(?:\*\*)?(?:Q|A|问题|题目|问|答)\s*\d{1,3}\s*[.、．:：)）])"
)
_STRUCTURE = re.compile(
    r"<(?P<close>/?)(?P<tag>details|summary|p|div|center|section|article|dl|dd|br)\b[^<>]*>",
    re.IGNORECASE,
)
_RESUMES = re.compile(
    rf"#{{2,6}}\s.*[{HAN}]|#\s+\d{{1,3}}[.、]\s*\S|\*\*[{HAN}]{{1,8}}[:：]\s*\*\*|\*\*[{HAN}]{{1,8}}\*\*[:：]"
)


@cache
def parser() -> MarkdownIt:
    """The block parser of the reader. Inline text is left as it is written."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table"])
    markdown.disable(["reference", "code", "inline"])
    markdown.use(front_matter_plugin)
    markdown.use(dollarmath_plugin)
    markdown.use(texmath_plugin, delimiters="brackets")
    ruler = markdown.block.ruler
    wrappers: dict[str, Callable[[Rule], Rule]] = {
        "fence": _closed_fence,
        "lheading": _cautious_underline,
        "table": _whole_rows,
        "html_block": _short_html,
        "math_block_single": _with_map,
        "math_block_eqno": _with_map,
    }
    for rule in ruler.__rules__:
        if rule.name in wrappers:
            rule.fn = wrappers[rule.name](rule.fn)
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    markdown.options["maxNesting"] = 2 * containers.DEEPEST
    ruler.before("table", "too_deep", _too_deep)
    ruler.before("table", "indented_code", _indented_code)
    ruler.before("list", "numbered_underline", _numbered_underline)
    anywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler.before("html_block", "structure", _structure, anywhere)
    ruler.before("html_block", "indented_box", containers.indented_box, anywhere)
    ruler.before("html_block", "fenced_box", containers.fenced_box, anywhere)
    ruler.after("heading", "tight_heading", _tight_heading, ends)
    ruler.before("paragraph", "begins", _begins_paragraph, ends)
    return markdown


def begins(line: str) -> bool:
    """Whether ``line`` begins a paragraph of its own: a label, a number, an option."""
    return bool(_BEGINS.match(line)) or labels.parse(line) is not None


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _begins_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return silent and begins(_line(state, start))


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What is nested deeper than anyone writes by hand stays as one paragraph of text."""
    if silent or state.level < containers.DEEPEST:
        return False
    text = state.getLines(start, end, state.blkIndent, False).strip()
    for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
        token = state.push(kind, "" if kind == "inline" else "p", nesting)  # type: ignore[arg-type]
        token.map = [start, end]
        token.content = text if kind == "inline" else ""
        token.children = []
    state.line = end
    return True


def _tight_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``##题`` without a space; not ``#include`` nor ``#!``."""
    match = re.match(r"(#{1,6})(?=[\w【*])(.*?)[\s#]*$", _line(state, start))
    if match is None or (len(match[1]) == 1 and (silent or _is_tag(state, start))):
        return False
    if not silent:
        _push_heading(state, start, len(match[1]), match[2].strip())
    return True


_ANKI = re.compile(r"#(?:separator|html|columns|deck|notetype|\w+ column):", re.IGNORECASE)


def _is_tag(state: StateBlock, line: int) -> bool:
    """Whether ``#词`` is a tag: below the first line, above a heading ``# 题``, or Anki's."""
    if _ANKI.match(_line(state, line)):
        return True
    return line > 0 or re.search(r"^# ", state.src, re.MULTILINE) is not None


def _numbered_underline(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``3. 题`` above a long line of dashes: a heading, although it begins like a list."""
    if silent or start + 1 >= end or not re.match(r"\d{1,3}[.)]\s+\S", _line(state, start)):
        return False
    if not re.fullmatch(r"={5,}|-{5,}", _line(state, start + 1).strip()):
        return False
    _push_heading(state, start, 1 if _line(state, start + 1)[0] == "=" else 2, _line(state, start))
    state.line = start + 2
    return True


def _push_heading(state: StateBlock, line: int, level: int, text: str) -> None:
    state.line = line + 1
    for kind, nesting in (("heading_open", 1), ("inline", 0), ("heading_close", -1)):
        token = state.push(kind, "" if kind == "inline" else f"h{level}", nesting)  # type: ignore[arg-type]
        token.markup = "#" * level
        token.map = [line, line + 1]
        token.content = text if kind == "inline" else ""
        token.children = []


def _indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code by indentation (CommonMark's), where the lines look like code."""
    if silent or state.sCount[start] - state.blkIndent < 4:
        return False
    last = line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] - state.blkIndent >= 4):
        if not state.isEmpty(line):
            last = line
        line += 1
    text = state.getLines(start, last + 1, state.blkIndent + 4, False)
    if not _looks_like_code(text):
        return False
    state.line = last + 1
    token = state.push("code_block", "code", 0)
    token.content = text
    token.map = [start, last + 1]
    return True


def _looks_like_code(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    comments = re.compile(r"\s*(?:#|//|--|/\*|\*)\s")
    prose = sum(len(re.findall(f"[{HAN}]", line)) for line in lines if not comments.match(line))
    marks = re.compile(
        r"[;{}=]|\w\(|^\s*(?:import|from|def|class|return|if|for|\$|#|//|SELECT)\b", re.I
    )
    if any(re.match(r"\s*(?:[*+-]|\d+[.)、])\s", line) for line in lines[:1]):
        return False
    return prose * 4 < len(text) and 2 * sum(bool(marks.search(line)) for line in lines) >= len(
        lines
    )


def _closed_fence(rule: Rule) -> Rule:
    """The fence rule; a fence left open ends where the next question begins."""

    def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if silent:
            return True
        token = state.tokens[-1]
        closer = _line(state, state.line - 1) if state.line - 1 > start else ""
        closed = re.fullmatch(r"(`{3,}|~{3,})\s*", closer) is not None
        stop = _where_prose_resumes(state, start, state.line, token.markup, closed)
        if not closed or stop is not None:
            state.env.setdefault("unclosed", []).append(start)
        if stop is not None:
            token.content = state.getLines(start + 1, stop, state.sCount[start], True)
            token.map = [start, stop]
            state.line = stop
        return True

    return fence


def _where_prose_resumes(
    state: StateBlock, start: int, end: int, markup: str, closed: bool
) -> int | None:
    """The line inside a fence at which a document clearly goes on, if the fence was left open."""
    resumes: int | None = None
    for line in range(start + 1, end):
        text = _line(state, line)
        if resumes is None and _RESUMES.match(text) and state.isEmpty(line - 1):
            resumes = line
        if closed and resumes is not None and re.match(rf"{re.escape(markup)}\s*[A-Za-z]", text):
            return resumes
    return None if closed else resumes


def _cautious_underline(rule: Rule) -> Rule:
    """The setext rule; ``---`` below a sentence, a label or several lines is a thematic break."""

    def lheading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        parent, count = state.parentType, len(state.tokens)
        if not rule(state, start, end, silent):
            state.parentType = parent
            return False
        text = state.tokens[-2].content
        if state.tokens[-1].markup == "=" or not (
            "\n" in text or len(text) > 60 or text.endswith(("。", "；", "，", "：", ":", ";", "."))
            or labels.parse(text) or re.match(r"[*+-]\s|>|\|", text)
        ):  # fmt: skip
            return True
        del state.tokens[count:]
        state.line = start
        return False

    return lheading


def _short_html(rule: Rule) -> Rule:
    """The HTML block rule, ended before a line of structure (``</details>``).

    A number or a label below HTML that is complete ends it too, without a blank line.
    """

    def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if silent or _line(state, start).startswith("<!--"):
            return True
        token = state.tokens[-1]
        tag = re.match(r"<([a-z]\w*)", _line(state, start), re.IGNORECASE)
        depth = 0
        for line in range(start + 1, state.line):
            depth += _balance(_line(state, line - 1), tag[1]) if tag else 0
            closed = tag is not None and depth <= 0 and not _line(state, line).startswith("<")
            structure = re.match(
                r"</?(?:details|summary)\b|<dt\b|</dl\b", _line(state, line), re.IGNORECASE
            )
            if structure or (closed and begins(_line(state, line))):
                token.content = state.getLines(start, line, state.blkIndent, True)
                token.map = [start, line]
                state.line = line
                break
        return True

    return html_block


def _balance(line: str, tag: str) -> int:
    """How many elements ``tag`` a line opens and leaves open."""
    opened = re.findall(rf"<{tag}\b(?![^<>]*/>)", line, re.IGNORECASE)
    return len(opened) - len(re.findall(rf"</{tag}\b", line, re.IGNORECASE))


def _whole_rows(rule: Rule) -> Rule:
    """The table rule; cells beyond the head's columns, which it drops, join the last one."""

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        row: list[Token] = []
        for token in state.tokens[before:]:
            if token.type == "tr_open":
                row = []
            elif token.type == "inline":
                row.append(token)
            elif token.type == "tr_close" and row and row[0].map:
                cells = escapedSplit(_line(state, row[0].map[0]).strip().strip("|"))
                row[-1].content = " | ".join(cell.strip() for cell in cells[len(row) - 1 :])
        return True

    return table


def _with_map(rule: Rule) -> Rule:
    """A block rule that forgets to say which lines it took."""

    def mapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent:
            state.tokens[-1].map = [start, state.line]
        return True

    return mapped


def _structure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of ``<details>``, ``<summary>``, ``<p>`` or ``<div>`` tags, with the text between."""
    text = _line(state, start).strip()
    title = re.fullmatch(r"<(h[1-6]|dt)\b[^<>]*>(.*)</\1>", text, re.IGNORECASE)
    if title is not None:
        if not silent:
            level = int(title[1][1]) if title[1][1].isdecimal() else 6
            _push_heading(state, start, level, html.unescape(_ticked(title[2])).strip())
        return True
    first = _STRUCTURE.match(text)
    if first is None:
        return False
    names = {match["tag"].lower() for match in _STRUCTURE.finditer(text)}
    words = _STRUCTURE.sub("", text).strip()
    if words and not names & {"details", "summary"} and not _is_paragraph(text):
        return False  # HTML that goes on: for the html_block rule
    if silent:
        return True
    state.line = start + 1
    position = 0
    for match in _STRUCTURE.finditer(text):
        _push_text(state, start, text[position : match.start()])
        token = state.push("structure", "", 0)
        token.map = [start, start + 1]
        token.tag = match["tag"].lower()
        token.info = "close" if match["close"] else "open"
        position = match.end()
    _push_text(state, start, text[position:])
    return True


def _is_paragraph(text: str) -> bool:
    """``<p>…</p>`` or ``<dd>…</dd>`` on one line, with nothing but inline tags in it."""
    inner = re.fullmatch(r"<(p|dd)\b[^<>]*>(.*)</\1>", text, re.IGNORECASE)
    return inner is not None and not re.search(
        r"<(?:img|table|ul|ol|pre|iframe|p)\b", inner[2], re.I
    )


def _ticked(text: str) -> str:
    """``<code>`` as Markdown's ticks."""
    return re.sub(r"<code>([^<>`]*)</code>", r"`\1`", text)


def _push_text(state: StateBlock, line: int, text: str) -> None:
    text = re.sub(r"</?(?:b|strong|h[1-6]|font|span|i|em|u)\b[^<>]*>", "", text)
    text = _ticked(text).strip()
    if text:
        for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
            token = state.push(kind, "" if kind == "inline" else "p", nesting)  # type: ignore[arg-type]
            token.map = [line, line + 1]
            token.content = text if kind == "inline" else ""
            token.children = []


def tokens_of(text: str) -> tuple[list[Token], list[int]]:
    """The block tokens of a document, and the lines (from 0) of fences that never close."""
    env: dict[str, list[int]] = {}
    return parser().parse(_dedented(as_markdown(text)), env), env.get("unclosed", [])


def _dedented(text: str) -> str:
    """A document that is indented as a whole, without that indentation."""
    indents = [re.match(r"[ \t]*", line) for line in text.split("\n") if line.strip()]
    common = min((indent[0] for indent in indents if indent), key=len, default="")
    return re.sub(rf"^{common}", "", text, flags=re.MULTILINE) if common else text
