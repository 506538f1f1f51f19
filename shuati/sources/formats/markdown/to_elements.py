"""Tokens become units: the blocks of a document in reading order, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from shuati.model import (
    Block,
    Code,
    Formula,
    Heading,
    Html,
    Kind,
    Paragraph,
    Point,
    PointList,
    Quote,
    Span,
    Table,
)
from shuati.sources.elements import Role, Unit
from shuati.sources.formats.markdown import grammar
from shuati.sources.formats.markdown.containers import units_of_box, units_of_callout
from shuati.text import labels
from shuati.text.numbering import SECTION_STYLES, split_number
from shuati.text.question_words import names_kind, sounds_asked


def units_of(text: str) -> tuple[list[Unit], list[int]]:
    """The units of a document, and the lines (from 1) at which a fence opens and never closes."""
    tokens, unclosed = grammar.tokens_of(text)
    root = SyntaxTreeNode(tokens)
    units = [_titled(unit) for unit in _units(root.children)]
    return _with_keys(list(_with_summaries(units))), [line + 1 for line in unclosed]


def _units(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Unit]:
    for node in nodes:
        if node.type == "structure":
            yield from _structure(node)
        elif node.type == "hr":
            yield Unit(Role.RULE, _span(node))
        elif node.type == "front_matter":
            yield Unit(Role.MATTER, _span(node), text=node.content)
        elif node.type == "html_block" and node.content.lstrip().startswith("<!--"):
            yield from _comment(node)
        elif node.type == "box":
            inside = list(_units(node.children))
            yield from units_of_box(node.info, node.meta["title"], _span(node), inside)
        else:
            for block in _blocks(node):
                if isinstance(block, Quote) and (callout := units_of_callout(block)):
                    yield from callout
                    continue
                yield Unit(Role.BLOCK, block.span, block)


def _titled(unit: Unit) -> Unit:
    title = _section_title(unit.block)
    return replace(unit, block=title) if title else unit


def _section_title(block: Block | None) -> Heading | None:
    """``**二、简答题**`` or ``简答题`` on a line of its own: the heading that it stands for."""
    if not isinstance(block, Paragraph) or len(block.text) > 40 or "\n" in block.text:
        return None
    if names_kind(block.text):
        return Heading(2, block.text, block.span)
    numbered = split_number(block.text)
    if numbered is None or numbered.style not in SECTION_STYLES:
        return None
    if numbered.style != "第章" and sounds_asked(numbered.rest) >= 0:
        return None
    if len(block.text) > 24 and not names_kind(numbered.rest):
        return None
    return Heading(2 if numbered.style != "(一)" else 3, block.text, block.span)


def _with_keys(units: list[Unit]) -> list[Unit]:
    """``参考答案`` alone on a line above the title of a section: the title of a paper's key."""
    for at, (unit, below) in enumerate(pairwise(units)):
        if not isinstance(below.block, Heading) or not isinstance(unit.block, Paragraph):
            continue
        label = labels.parse(unit.block.text, heading=True)
        if label and label.kind is Kind.ANSWER and not label.rest and len(label.word) > 1:
            level = max(below.block.level - 1, 1)
            units[at] = replace(unit, block=Heading(level, unit.block.text, unit.span))
    return units


def _structure(node: SyntaxTreeNode) -> Iterator[Unit]:
    token = _token(node)
    if token.tag == "details":
        yield Unit(Role.OPEN if token.info == "open" else Role.CLOSE, _span(node))
    elif token.tag == "summary":
        yield Unit(Role.SUMMARY, _span(node), text=token.info)


def _comment(node: SyntaxTreeNode) -> Iterator[Unit]:
    """A comment; what stands behind it in the same block is HTML of its own."""
    comment, _, rest = node.content.partition("-->")
    span = _span(node)
    yield Unit(Role.COMMENT, span, text=comment.strip()[4:].strip())
    if rest.strip():
        yield Unit(Role.BLOCK, span, Html(rest.strip(), span))


def _with_summaries(units: Sequence[Unit]) -> Iterator[Unit]:
    """The text between ``<summary>`` and ``</summary>`` put into one unit."""
    at = 0
    while at < len(units):
        unit = units[at]
        at += 1
        if unit.role is not Role.SUMMARY:
            yield unit
        elif unit.text == "open":
            texts, end, last = _title_of_fold(units, at)
            span = Span(unit.span.first, max(unit.span.last, last))
            yield Unit(Role.SUMMARY, span, text=" ".join(texts))
            at = end


def _title_of_fold(units: Sequence[Unit], start: int) -> tuple[list[str], int, int]:
    """The texts of a summary that opens before ``start``, the index behind it, its last line.

    One that never closes has what stands on its own line or the next.
    """
    texts: list[str] = []
    end = start
    while end < len(units) and isinstance(units[end].block, Paragraph | Heading):
        end += 1
    closed = end < len(units) and units[end].role is Role.SUMMARY and units[end].text == "close"
    limit = units[start - 1].span.first + 1
    at = start
    while at < end and (closed or units[at].span.last <= limit):
        block = units[at].block
        assert isinstance(block, Paragraph | Heading)
        texts.append(block.text)
        at += 1
    return (texts, end + 1, units[end].span.last) if closed else (texts, at, limit - 1)


# ── blocks ───────────────────────────────────────────────────────────────────


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    span = _span(node)
    match node.type:
        case "paragraph":
            yield from _paragraphs(node.children[0].content, span)
        case "heading":
            yield Heading(int(node.tag[1]), node.children[0].content, span)
        case "fence" | "code_block":
            language = node.info.split()[0] if node.info.strip() else ""
            yield Code(language.strip("{}."), node.content.removesuffix("\n"), span)
        case "math_block" | "math_block_label" | "math_block_single" | "math_block_eqno":
            yield Formula(node.content.strip(), span)
        case "table":
            yield _table(node, span)
        case "blockquote":
            yield Quote(_inside(node), span)
        case "bullet_list" | "ordered_list":
            yield from _lists(node)
        case "html_block":
            yield Html(node.content.strip(), span)
        case _:
            raise AssertionError(f"a token that nobody reads: {node.type}")


def _inside(node: SyntaxTreeNode) -> tuple[Block, ...]:
    """The blocks below ``node``; structure inside a list or quote keeps its text only."""
    return tuple(unit.block for unit in _units(node.children) if unit.block is not None)


def _paragraphs(text: str, span: Span) -> Iterator[Paragraph]:
    """A paragraph, cut before lines that begin one of their own and after a bold line."""
    if (answered := _ANSWERED.match(text)) is not None:
        at = answered.end("asked")
        head = Span(span.first, span.first + text.count("\n", 0, at))
        yield from _paragraphs(text[:at], head)
        yield from _paragraphs(text[at:].lstrip(), Span(head.last, span.last))
        return
    lines = text.split("\n")
    if (
        len(lines) == 1
        and (parts := re.split(r"<br\s*/?>", text))
        and any(map(grammar.begins, parts[1:]))
    ):
        yield from (Paragraph(part.strip(), span) for part in parts if part.strip())
        return
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or grammar.begins(lines[at]) or _ends_here(lines[at - 1]):
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
    if re.fullmatch(r"\s*(\*\*|__)[^*_]+\1\s*[:：]?\s*", line):
        return True
    numbered = split_number(line) if _CHINESE_NUMBER.match(line) else None
    return numbered is not None and names_kind(numbered.rest)


_CHINESE_NUMBER = re.compile(r"\s*[(（]?(?:第\s*)?[一二三四五六七八九十]{1,3}\s*[)）、.．部章]")


def _table(node: SyntaxTreeNode, span: Span) -> Table:
    rows = [row for part in node.children for row in part.children]
    cells = [tuple(cell.children[0].content for cell in row.children) for row in rows]
    align = tuple(_align(cell) for cell in rows[0].children)
    return Table(cells[0], tuple(cells[1:]), align, span)


def _align(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).removeprefix("text-align:")


def _lists(node: SyntaxTreeNode) -> Iterator[PointList]:
    """A list; an ordered one whose numbers begin anew (1, 2, 1, 2) or jump is several."""
    ordered = node.type == "ordered_list"
    numbers = [int(item.info) if ordered else 1 for item in node.children]
    constant = len(set(numbers)) == 1
    points = [Point(None, _item(item), _span(item)) for item in node.children]
    start = 0
    for at in range(1, len(points) + 1):
        if at == len(points) or not (constant or numbers[at] == numbers[at - 1] + 1):
            span = Span(points[start].span.first, points[at - 1].span.last)
            yield PointList(ordered, numbers[start], tuple(points[start:at]), span)
            start = at


def _item(node: SyntaxTreeNode) -> tuple[Block, ...]:
    """The blocks of a list item; ``- 1. 题`` is a numbered line, no list in a list."""
    blocks = _inside(node)
    first = blocks[0] if blocks else None
    if not isinstance(first, PointList) or not first.ordered or len(first.points) != 1:
        return blocks
    head, *below = first.points[0].blocks or (None,)
    if not isinstance(head, Paragraph) or head.span.first != _span(node).first:
        return blocks
    return (replace(head, text=f"{first.start}. {head.text}"), *below, *blocks[1:])


def _span(node: SyntaxTreeNode) -> Span:
    first, last = node.map or (0, 1)
    return Span(first + 1, max(last, first + 1))


def _token(node: SyntaxTreeNode) -> Token:
    assert node.token is not None
    return node.token
