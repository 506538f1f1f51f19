"""Nodes of the syntax tree become blocks: paragraphs, headings, lists, tables, code …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from shuati.model import (
    Block,
    Code,
    Formula,
    Heading,
    Html,
    Paragraph,
    Point,
    PointList,
    Quote,
    Span,
    Table,
)
from shuati.sources.formats.markdown.rules.paragraph_start import begins
from shuati.sources.numbering import split_number
from shuati.sources.question_words import names_kind

Inside = Callable[[SyntaxTreeNode], tuple[Block, ...]]
"""What gives the blocks below a node."""


def blocks_of(node: SyntaxTreeNode, inside: Inside) -> Iterator[Block]:
    """The blocks that a node of the syntax tree is; ``inside`` gives those of its children."""
    span = span_of(node)
    match node.type:
        case "paragraph":
            yield from _paragraphs(node.children[0].content, span)
        case "heading":
            yield Heading(int(node.tag[1]), _undecorated(node.children[0].content), span)
        case "fence" | "code_block":
            language = node.info.split()[0] if node.info.strip() else ""
            yield Code(language.strip("{}."), node.content.removesuffix("\n"), span)
        case "math_block" | "math_block_single" | "amsmath":
            yield Formula(node.content.strip(), span)
        case "math_block_label" | "math_block_eqno":
            yield from _labelled(node, span)
        case "table":
            yield _table(node, span)
        case "blockquote":
            yield Quote(inside(node), span)
        case "bullet_list" | "ordered_list":
            yield from _lists(node, inside)
        case "html_block":
            yield Html(node.content.strip(), span)
        case _:
            raise AssertionError(f"no block is made of this token: {node.type}")


def _paragraphs(text: str, span: Span) -> Iterator[Paragraph]:
    """A paragraph, cut before lines that begin one of their own and after a bold line."""
    if (answered := _ANSWERED.match(text)) is not None:
        at = answered.end("asked")
        head = Span(span.first, span.first + text.count("\n", 0, at))
        yield from _paragraphs(text[:at], head)
        yield from _paragraphs(text[at:].lstrip(), Span(head.last, span.last))
        return
    lines = text.split("\n")
    if len(lines) == 1 and (parts := re.split(r"<br\s*/?>", text)) and any(map(begins, parts[1:])):
        yield from (Paragraph(part.strip(), span) for part in parts if part.strip())
        return
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or begins(lines[at]) or _ends_here(lines[at - 1]):
            part = re.sub(r"(?:\\|<br\s*/?>)$", "", "\n".join(lines[start:at]).strip()).rstrip()
            if part:
                last = span.last if at == len(lines) else span.first + at - 1
                yield Paragraph(part, Span(span.first + start, last))
            start = at


# 1、题？答：… on one line: the answer is a paragraph of its own.
_ANSWERED = re.compile(
    r"(?P<asked>[^\n]{2,120}?[?？。)）])[ \t\u3000]*"
    r"(?:(?:参考|标准|正确)?(?:答案?|回答|解答)[:：]|[【\[](?:参考|标准|正确)?答案?[】\]])"
    r"(?=[ \t\u3000]*\S)"
)


def _ends_here(line: str) -> bool:
    """Whether a line is one of its own, whatever follows: bold, or ``一、单选题``."""
    if re.fullmatch(r"\s*(\*\*|__)(?:(?!\1).)+\1\s*[:：]?\s*", line):
        return True
    numbered = split_number(line) if _CHINESE_NUMBER.match(line) else None
    return numbered is not None and names_kind(numbered.rest)


_CHINESE_NUMBER = re.compile(r"\s*[(（]?(?:第\s*)?[一二三四五六七八九十]{1,3}\s*[)）、.．部章]")


def _labelled(node: SyntaxTreeNode, span: Span) -> Iterator[Block]:
    """A displayed formula; a label behind it (``$$…$$ (eq1)``) is set behind it."""
    label, tex = node.info.strip(), node.content.strip()
    if re.fullmatch(r"[\w.:* -]+", label) and "\\begin" not in tex:
        yield Formula(rf"{tex} \qquad \text{{({label})}}", span)
    else:
        yield Formula(tex, span)
        yield Paragraph(f"({label})", Span(span.last, span.last))


_DECORATION = re.compile(
    r"(?P<code>`+[^`]*`+)|<(?P<tag>b|strong|font|span|center|big)\b[^<>]*>"
    r"(?P<inner>(?:`[^`]*`|(?!<(?P=tag)\b)[^`])*?)</(?P=tag)\s*>",
    re.IGNORECASE,
)


def _undecorated(title: str) -> str:
    """A title without the tags that colour or embolden a part of it."""
    while "</" in title:
        plainer = _DECORATION.sub(lambda match: match["code"] or match["inner"], title)
        if plainer == title:
            break
        title = plainer
    return title


def _table(node: SyntaxTreeNode, span: Span) -> Table:
    rows = [row for part in node.children for row in part.children]
    cells = [tuple(cell.children[0].content for cell in row.children) for row in rows]
    align = tuple(_align(cell) for cell in rows[0].children)
    return Table(cells[0], tuple(cells[1:]), align, span)


def _align(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).removeprefix("text-align:")


def _lists(node: SyntaxTreeNode, inside: Inside) -> Iterator[PointList]:
    """A list; an ordered one whose numbers begin anew (1, 2, 1, 2) or jump is several."""
    ordered = node.type == "ordered_list"
    numbers = [int(item.info) if ordered else 1 for item in node.children]
    constant = len(set(numbers)) == 1
    points = [Point(None, _item(item, inside), span_of(item)) for item in node.children]
    start = 0
    for at in range(1, len(points) + 1):
        if at == len(points) or not (constant or numbers[at] == numbers[at - 1] + 1):
            span = Span(points[start].span.first, points[at - 1].span.last)
            yield PointList(ordered, numbers[start], tuple(points[start:at]), span)
            start = at


def _item(node: SyntaxTreeNode, inside: Inside) -> tuple[Block, ...]:
    """The blocks of a list item; ``- 1. 题`` is a numbered line, no list in a list."""
    blocks = inside(node)
    first = blocks[0] if blocks else None
    if not isinstance(first, PointList) or not first.ordered or len(first.points) != 1:
        return blocks
    head, *below = first.points[0].blocks or (None,)
    if not isinstance(head, Paragraph) or head.span.first != span_of(node).first:
        return blocks
    return (replace(head, text=f"{first.start}. {head.text}"), *below, *blocks[1:])


def span_of(node: SyntaxTreeNode) -> Span:
    """The lines of a node, counted from 1."""
    first, last = node.map or (0, 1)
    return Span(first + 1, max(last, first + 1))
