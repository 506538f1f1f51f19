"""Boxes with a kind and a title, as documentation programs write them.

``!!! question "题"`` and ``??? note`` (MkDocs) with an indented body, ``::: details 题``
… ``:::`` (VitePress, Docusaurus, Pandoc), and ``> [!question]- 题`` (Obsidian, GitHub),
which is a quote to the parser. The grammar finds the first two; `units_of_box` says what
a box of any of them is: a question that folds open, a labelled part, or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.rules_block import StateBlock

from shuati.model import Block, Paragraph, Quote, Span
from shuati.sources.elements import Role, Unit
from shuati.text import labels

DEEPEST = 60  # levels of nesting; what is deeper is read as plain text

_INDENTED = re.compile(
    r"(?:!!!|\?\?\?\+?)\s*(?P<kind>[\w-]+)(?:\s+[a-z]+)*(?:\s+[\"“](?P<title>.*)[\"”])?\s*$"
)
_FENCED = re.compile(
    r"(?P<colons>:{3,})\s*\{?\.?(?P<kind>[A-Za-z][\w-]*)\}?\s*(?P<title>.*?)\s*:*\s*$"
)
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)")

_QUESTIONS = frozenset(["question", "faq", "help", "quiz", "exercise", "problem"])
_FOLDS = frozenset(["details", "collapse", "spoiler", "toggle"])
_TITLES = {  # what a box without a title is called
    **dict.fromkeys(_QUESTIONS, "题目"),
    **dict.fromkeys(["answer", "success", "solution", "check", "done"], "答案"),
    **dict.fromkeys(["explanation", "analysis"], "解析"),
    **dict.fromkeys(["example"], "示例"),
}


# ── in the grammar ───────────────────────────────────────────────────────────


def indented_box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: ``!!! kind "title"`` and the lines below it that are indented by four."""
    match = _INDENTED.match(_line(state, start))
    if match is None or state.level >= DEEPEST:
        return False
    if silent:
        return True
    inner, last = state.sCount[start] + 4, start + 1
    for line in range(start + 1, end):
        if not state.isEmpty(line):
            if state.sCount[line] < inner:
                break
            last = line + 1
    _push_box(state, start, last, last, inner, match["kind"], match["title"])
    return True


def fenced_box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: ``::: kind title`` to ``:::``; one that never ends goes to the end."""
    text = _line(state, start)
    if not text.startswith(":::") or state.level >= DEEPEST:
        return False
    match = _FENCED.match(text)
    closing = re.fullmatch(r":{3,}\s*", text)
    if match is None and closing is None:
        return False
    if silent:
        return True
    if match is None:  # the end of nothing
        _push(state, "structure", start, start + 1)
        state.line = start + 1
        return True
    last = _end_of_fenced(state, start + 1, end)
    title = match["title"].strip("[]")
    _push_box(state, start, last, min(last + 1, end), state.blkIndent, match["kind"], title)
    return True


def _end_of_fenced(state: StateBlock, start: int, end: int) -> int:
    depth, code = 1, ""
    for line in range(start, end):
        text = _line(state, line)
        fence = re.match(r"`{3,}|~{3,}", text)
        if fence and (not code or text.startswith(code)):
            code = "" if code else fence[0]
        elif not code and text.startswith(":::"):
            depth += 1 if _FENCED.match(text) else -1
            if depth == 0:
                return line
    return end


def _push_box(
    state: StateBlock, start: int, last: int, after: int, indent: int, kind: str, title: str | None
) -> None:
    """The tokens of a box: its body are the lines up to ``last``, ``after`` follows it."""
    opened = state.push("box_open", "", 1)
    opened.map, opened.info = [start, after], kind.lower()
    opened.meta = {"title": title or ""}
    parent, outer, limit = state.parentType, state.blkIndent, state.lineMax
    state.parentType, state.blkIndent, state.lineMax = "root", indent, last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.blkIndent, state.lineMax = parent, outer, limit
    state.push("box_close", "", -1)
    state.line = after


def _push(state: StateBlock, kind: str, first: int, last: int) -> None:
    state.push(kind, "", 0).map = [first, last]


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


# ── among the units ──────────────────────────────────────────────────────────


def units_of_box(kind: str, title: str, span: Span, inside: Sequence[Unit]) -> Iterator[Unit]:
    """The units of a box of ``kind`` that owns the lines ``span``.

    A box of questions, a fold with a title, and a title that is a label (答案, 注意) are
    what ``<details>`` is; any other title is a bold line above the text.
    """
    title = title.strip() or _TITLES.get(kind, "")
    head = Span(span.first, span.first)
    is_label = labels.parse(title, heading=True) is not None
    if title and (kind in _QUESTIONS or kind in _FOLDS or is_label):
        yield Unit(Role.OPEN, head)
        yield from summary(title, head)
        yield from inside
        yield Unit(Role.CLOSE, Span(span.last, span.last))
        return
    if title:
        bold = title if "**" in title else f"**{title}**"
        yield Unit(Role.BLOCK, head, Paragraph(bold, head))
    yield from inside


def summary(title: str, span: Span) -> Iterator[Unit]:
    """The units of ``<summary>title</summary>``, as they are before they become one."""
    yield Unit(Role.SUMMARY, span, text="open")
    yield Unit(Role.BLOCK, span, Paragraph(title, span))
    yield Unit(Role.SUMMARY, span, text="close")


def units_of_callout(quote: Quote) -> Iterator[Unit] | None:
    """The units of a quote that begins with ``[!kind] title``, or None for any other."""
    first = quote.blocks[0] if quote.blocks else None
    match = _CALLOUT.match(first.text) if isinstance(first, Paragraph) else None
    if match is None or not isinstance(first, Paragraph):
        return None
    kind, title = match["kind"].lower(), match["title"]
    rest = first.text[match.end() :].strip("\n")
    blocks: list[Block] = [*quote.blocks[1:]]
    if rest:
        blocks.insert(0, Paragraph(rest, Span(first.span.first + 1, first.span.last)))
    if not title and kind not in _TITLES:
        title = match["kind"]
    is_label = labels.parse(title, heading=True) is not None
    if not (kind in _QUESTIONS or kind in _TITLES or is_label):
        bold = Paragraph(f"**{title}**", Span(quote.span.first, quote.span.first))
        return iter([Unit(Role.BLOCK, quote.span, Quote((bold, *blocks), quote.span))])
    units = [Unit(Role.BLOCK, block.span, block) for block in blocks]
    return units_of_box(kind, title, quote.span, units)
