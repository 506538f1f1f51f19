"""Boxes with a kind and a title, as documentation programs write them, become elements.

The rules find ``!!! kind "题"`` (MkDocs) and ``::: kind 题`` (VitePress, Docusaurus, Pandoc);
``> [!kind]- 题`` (Obsidian, GitHub) is a quote to the parser. A box of any of them is a question
that folds open, a labelled part, or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuati.model import Block, Paragraph, Quote, Span
from shuati.sources import labels
from shuati.sources.element import Element, Role

_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<title>.*)")
_QUESTIONS = frozenset(["question", "faq", "help", "quiz", "exercise", "problem"])
_FOLDS = frozenset(["details", "collapse", "spoiler", "toggle"])
_TITLES = {  # what a box without a title is called
    **dict.fromkeys(_QUESTIONS, "题目"),
    **dict.fromkeys(["answer", "success", "solution", "check", "done"], "答案"),
    **dict.fromkeys(["explanation", "analysis"], "解析"),
    **dict.fromkeys(["example"], "示例"),
}


def elements_of_box(
    kind: str, title: str, span: Span, inside: Sequence[Element]
) -> Iterator[Element]:
    """The elements of a box of ``kind`` that owns the lines ``span``.

    A box of questions, a fold with a title, and a title that is a label (答案, 注意) are
    what ``<details>`` is; any other title is a bold line above the text.
    """
    title = title.strip() or _TITLES.get(kind, "")
    head = Span(span.first, span.first)
    is_label = labels.parse(title, heading=True) is not None
    if title and (kind in _QUESTIONS or kind in _FOLDS or is_label):
        yield Element(Role.OPEN, head)
        yield from _summary(title, head)
        yield from inside
        yield Element(Role.CLOSE, Span(span.last, span.last))
        return
    if title:
        bold = title if "**" in title else f"**{title}**"
        yield Element(Role.BLOCK, head, Paragraph(bold, head))
    yield from inside


def _summary(title: str, span: Span) -> Iterator[Element]:
    """The elements of ``<summary>title</summary>``, as they are before they become one."""
    yield Element(Role.SUMMARY, span, text="open")
    yield Element(Role.BLOCK, span, Paragraph(title, span))
    yield Element(Role.SUMMARY, span, text="close")


def elements_of_callout(quote: Quote) -> Iterator[Element] | None:
    """The elements of a quote that begins with ``[!kind] title``, or None for any other."""
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
        return iter([Element(Role.BLOCK, quote.span, Quote((bold, *blocks), quote.span))])
    elements = [Element(Role.BLOCK, block.span, block) for block in blocks]
    return elements_of_box(kind, title, quote.span, elements)
