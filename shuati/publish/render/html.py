"""Blocks and inline text as safe HTML: the only place where HTML is made from a source.

The result holds no address, script or style of the source; see `sanitise` for its own
HTML and `inert` for text that a template, Anki or MathJax would take for its own.
Classes: ``code`` and ``hl-…`` (code), ``table``, ``term``, ``math``, ``tex``, ``url``,
``image`` (words for one), ``formula`` (one in a line of its own); ``left``, ``center``,
``right`` on cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

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
    Table,
    walk,
)
from shuati.publish.render.escape_anki import escape, inert
from shuati.publish.render.highlight import highlight
from shuati.publish.render.inline import Inline

# TeX that makes MathJax write attributes of the page: links, classes, styles.
_ACTIVE_TEX = re.compile(
    r"\\(?:href|url|class|cssId|style|data|bbox|mmlToken|require|csname)(?![A-Za-z])"
)
_HOLDS_BLOCK = re.compile(r"<(?:blockquote|d[dlt]|details|div|h[4-6r]|li|[ou]l|p|pre|summary)\b")
_TOP_HEADING, _LAST_HEADING = 4, 6


class Flavour(StrEnum):
    """For whom the HTML is: Anki (MathJax), or the print (TeX as it is written)."""

    CARD = "card"
    PRINT = "print"


class Renderer:
    """Makes safe HTML; holds no state but what it was made with.

    ``image`` gives the name of the local file that an address means, None where there is
    none; without it every image is named in words.
    """

    def __init__(
        self,
        flavour: Flavour = Flavour.CARD,
        image: Callable[[str], str | None] = lambda address: None,
    ) -> None:
        self._flavour, self._image = flavour, image

    def blocks(self, blocks: Sequence[Block]) -> str:
        """``blocks`` as HTML; the highest heading among them becomes an ``<h4>``."""
        levels = [block.level for block in walk(tuple(blocks)) if isinstance(block, Heading)]
        return inert(self._blocks(blocks, _TOP_HEADING - min(levels, default=0)))

    def inline(self, text: str) -> str:
        """Inline Markdown as HTML, without a paragraph around it."""
        return inert(self._inline(text))

    def point(self, point: Point) -> str:
        """The content of the ``<li>`` of ``point``."""
        return inert(self._point(point, 0))

    def _inline(self, text: str) -> str:
        return Inline(self._formula, self._image).paragraph(text).strip()

    def _blocks(self, blocks: Iterable[Block], shift: int) -> str:
        return "\n".join(filter(None, (self._block(block, shift) for block in blocks)))

    def _block(self, block: Block, shift: int) -> str:
        match block:
            case Paragraph():
                return self._paragraph(block)
            case Heading():
                level = max(_TOP_HEADING, min(_LAST_HEADING, block.level + shift))
                return f"<h{level}>{self._inline(block.text)}</h{level}>"
            case Code():
                code = highlight(block.text, block.language)
                return f'<pre class="code"><code>{code}</code></pre>'
            case Formula():
                return self._formula(block.text, True)
            case Table():
                return self._table(block)
            case Quote():
                return f"<blockquote>{self._blocks(block.blocks, shift)}</blockquote>"
            case Html():
                return Inline(self._formula, self._image).raw(block.text).strip()
            case PointList():
                return self._points(block, shift)

    def _paragraph(self, block: Paragraph) -> str:
        html = self._inline(block.text)
        if not html:
            return ""
        # A paragraph cannot hold a list or a table, which a source may put into it as HTML.
        return f"<div>{html}</div>" if _HOLDS_BLOCK.search(html) else f"<p>{html}</p>"

    def _points(self, block: PointList, shift: int) -> str:
        tag = "ol" if block.ordered else "ul"
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        items = (self._point(point, shift) for point in block.points)
        shown = "\n".join(f"<li>{item}</li>" for item in items if item or block.ordered)
        return f"<{tag}{start}>\n{shown}\n</{tag}>" if shown else ""

    def _point(self, point: Point, shift: int) -> str:
        """The term and the first paragraph on one line, without a ``<p>`` around them."""
        first, rest = "", point.blocks
        if rest and isinstance(rest[0], Paragraph):
            first, rest = self._inline(rest[0].text), rest[1:]
        term = self._inline(point.term) if point.term else ""
        if term:
            term = f'<b class="term">{term}{"：" if point.blocks else ""}</b>'
        return "\n".join(filter(None, (term + first, self._blocks(rest, shift))))

    def _table(self, block: Table) -> str:
        head = self._row("th", block.head, block.align)
        rows = "\n".join(self._row("td", row, block.align) for row in block.rows)
        body = f"\n<tbody>\n{rows}\n</tbody>" if rows else ""
        return f'<div class="table"><table>\n<thead>\n{head}\n</thead>{body}\n</table></div>'

    def _row(self, tag: str, cells: Sequence[str], align: Sequence[str]) -> str:
        classes = [f' class="{side}"' if side else "" for side in align]
        classes += [""] * (len(cells) - len(align))
        html = (
            f"<{tag}{kind}>{self._inline(cell)}</{tag}>"
            for kind, cell in zip(classes, cells, strict=False)
        )
        return f"<tr>{''.join(html)}</tr>"

    def _formula(self, tex: str, display: bool) -> str:
        if self._flavour is Flavour.PRINT or _ACTIVE_TEX.search(tex):
            code = f'<code class="tex">{escape(tex.strip())}</code>'
            return f'<p class="formula">{code}</p>' if display else code
        if display:
            return f'<div class="math">\\[{escape(tex)}\\]</div>'
        return f'<span class="math">\\({escape(tex)}\\)</span>'
