"""Nodes of the syntax tree become elements: blocks, and the marks that structure a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from shuati.model import (
    Block,
    Diagnostic,
    Heading,
    Html,
    Location,
    Paragraph,
    Quote,
    Span,
    note,
    warning,
)
from shuati.sources.element import Element, Role
from shuati.sources.formats.markdown.boxes import elements_of_box, elements_of_callout
from shuati.sources.formats.markdown.parser import tokens_of
from shuati.sources.formats.markdown.to_blocks import blocks_of, span_of

_UNSEEN = re.compile(r"<(style|script)\b[^<>]*>(?:(?!</\1).)*</\1\s*>", re.DOTALL | re.IGNORECASE)


class TextElements(NamedTuple):
    """What a text is made of: its elements, the lines (from 1) of fences that never close,
    and what is doubtful about it."""

    elements: list[Element]
    unclosed: list[int]
    diagnostics: list[Diagnostic]


def elements_of_text(text: str, path: str = "") -> TextElements:
    """The elements of a text; ``path`` is what its diagnostics name."""
    parsed = tokens_of(text)
    elements = list(_with_summaries(list(_elements(SyntaxTreeNode(parsed.tokens).children))))
    diagnostics = [
        note(repair.code, Location(path, Span(repair.first, repair.last)), count=repair.count)
        for repair in parsed.repairs
    ]
    diagnostics += [
        warning("unclosed-html", Location(path, Span(line + 1, line + 1)), mark=mark)
        for line, mark in sorted(parsed.open_html.items())
    ]
    diagnostics += [
        note("html-not-shown", Location(path, Span(first + 1, last)), tag=tag)
        for token in parsed.tokens
        if token.type == "html_block" and (tag := _unseen(token.content)) and token.map
        for first, last in [token.map]
    ]
    return TextElements(elements, [line + 1 for line in parsed.unclosed], diagnostics)


def _unseen(html: str) -> str | None:
    """The tag of a block that a browser does not show: ``<style>…</style>``."""
    match = _UNSEEN.fullmatch(html.strip())
    return f"<{match[1].lower()}>" if match else None


def _elements(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Element]:
    for node in nodes:
        if node.type == "structure":
            yield from _structure(node)
        elif node.type == "hr":
            yield Element(Role.RULE, span_of(node))
        elif node.type == "front_matter":
            yield Element(Role.FRONT_MATTER, span_of(node), text=node.content)
        elif node.type == "html_block" and node.content.lstrip().startswith("<!--"):
            yield from _comment(node)
        elif node.type == "html_block" and _unseen(node.content):
            yield Element(Role.COMMENT, span_of(node))
        elif node.type == "comment":
            yield Element(Role.COMMENT, span_of(node), text=node.content)
        elif node.type == "box":
            inside = list(_elements(node.children))
            yield from elements_of_box(node.info, node.meta["title"], span_of(node), inside)
        else:
            for block in blocks_of(node, _inside):
                if isinstance(block, Quote) and (callout := elements_of_callout(block)):
                    yield from callout
                    continue
                yield Element(Role.BLOCK, block.span, block)


def _structure(node: SyntaxTreeNode) -> Iterator[Element]:
    token = _token(node)
    if token.tag == "details":
        yield Element(Role.OPEN if token.info == "open" else Role.CLOSE, span_of(node))
    elif token.tag == "summary":
        yield Element(Role.SUMMARY, span_of(node), text=token.info)


def _comment(node: SyntaxTreeNode) -> Iterator[Element]:
    """A comment; what follows it in the same block is a paragraph or HTML of its own."""
    comment, _, rest = node.content.partition("-->")
    span = span_of(node)
    yield Element(Role.COMMENT, span, text=comment.strip()[4:].strip())
    if rest := rest.strip():
        block = Html(rest, span) if rest.startswith("<") else Paragraph(rest, span)
        yield Element(Role.BLOCK, span, block)


def _with_summaries(elements: Sequence[Element]) -> Iterator[Element]:
    """The text between ``<summary>`` and ``</summary>`` put into one element."""
    at = 0
    while at < len(elements):
        element = elements[at]
        at += 1
        if element.role is not Role.SUMMARY:
            yield element
        elif element.text == "open":
            texts, end, last = _title_of_fold(elements, at)
            span = Span(element.span.first, max(element.span.last, last))
            yield Element(Role.SUMMARY, span, text=" ".join(texts))
            at = end


def _title_of_fold(elements: Sequence[Element], start: int) -> tuple[list[str], int, int]:
    """The texts of a summary that opens before ``start``, the index behind it, its last line.

    One that never closes has what is on its own line or the next.
    """
    texts: list[str] = []
    end = start
    while end < len(elements) and isinstance(elements[end].block, Paragraph | Heading):
        end += 1
    closed = (
        end < len(elements) and elements[end].role is Role.SUMMARY and elements[end].text == "close"
    )
    limit = elements[start - 1].span.first + 1
    at = start
    while at < end and (closed or elements[at].span.last <= limit):
        block = elements[at].block
        assert isinstance(block, Paragraph | Heading)
        texts.append(block.text)
        at += 1
    return (texts, end + 1, elements[end].span.last) if closed else (texts, at, limit - 1)


def _inside(node: SyntaxTreeNode) -> tuple[Block, ...]:
    """The blocks below ``node``; structure inside a list or quote keeps its text only."""
    return tuple(element.block for element in _elements(node.children) if element.block is not None)


def _token(node: SyntaxTreeNode) -> Token:
    assert node.token is not None
    return node.token
