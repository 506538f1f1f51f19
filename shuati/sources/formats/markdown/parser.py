"""Markdown as people write it in question documents: block rules added to markdown-it.

Each rule differs from CommonMark because documents in the wild need it, and has a file of its
own in `rules`, whose docstring says what it finds. Inline text is left as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.texmath import texmath_plugin

from shuati.sources.formats.markdown.org import as_markdown
from shuati.sources.formats.markdown.repairs.blanks import with_plain_blanks
from shuati.sources.formats.markdown.repairs.bullets import with_known_bullets
from shuati.sources.formats.markdown.repairs.wrapped import Repair, unwrapped
from shuati.sources.formats.markdown.resolve_references import resolve
from shuati.sources.formats.markdown.rules.definition import definition, percent_comment
from shuati.sources.formats.markdown.rules.fence import closed_fence
from shuati.sources.formats.markdown.rules.fenced_box import fenced_box
from shuati.sources.formats.markdown.rules.front_matter import only_settings
from shuati.sources.formats.markdown.rules.html_block import short_html
from shuati.sources.formats.markdown.rules.indented_box import indented_box
from shuati.sources.formats.markdown.rules.indented_code import indented_code
from shuati.sources.formats.markdown.rules.math_block import bare_environment, with_lines
from shuati.sources.formats.markdown.rules.numbered_underline import numbered_underline
from shuati.sources.formats.markdown.rules.paragraph_start import paragraph_start
from shuati.sources.formats.markdown.rules.state import DEEPEST, Rule
from shuati.sources.formats.markdown.rules.structure import structure
from shuati.sources.formats.markdown.rules.table import whole_rows
from shuati.sources.formats.markdown.rules.tight_heading import tight_heading
from shuati.sources.formats.markdown.rules.too_deep import too_deep
from shuati.sources.formats.markdown.rules.underline import cautious_underline


@cache
def parser() -> MarkdownIt:
    """The block parser of the reader. Inline text is left as it is written."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table"])
    markdown.disable(["reference", "code", "inline"])
    markdown.use(front_matter_plugin)
    markdown.use(dollarmath_plugin)
    markdown.use(texmath_plugin, delimiters="brackets")
    markdown.use(amsmath_plugin)
    ruler = markdown.block.ruler
    wrappers: dict[str, Callable[[Rule], Rule]] = {
        "front_matter": only_settings,
        "fence": closed_fence,
        "lheading": cautious_underline,
        "table": whole_rows,
        "html_block": short_html,
        "amsmath": bare_environment,
        "math_block": with_lines,
        "math_block_eqno": with_lines,
    }
    for rule in ruler.__rules__:
        if rule.name in wrappers:
            rule.fn = wrappers[rule.name](rule.fn)
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    markdown.options["maxNesting"] = 2 * DEEPEST
    ruler.before("table", "too_deep", too_deep)
    ruler.before("table", "indented_code", indented_code)
    ruler.before("list", "numbered_underline", numbered_underline)
    anywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler.before("html_block", "structure", structure, anywhere)
    ruler.before("html_block", "indented_box", indented_box, anywhere)
    ruler.before("html_block", "fenced_box", fenced_box, anywhere)
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    ruler.before("reference", "definition", definition, anywhere)
    ruler.before("reference", "percent_comment", percent_comment, anywhere)
    ruler.after("heading", "tight_heading", tight_heading, ends)
    ruler.before("paragraph", "paragraph_start", paragraph_start, ends)
    return markdown


@dataclass
class BlockTokens:
    """The block tokens of a document, and what was noted on the way; lines count from 0.

    ``unclosed`` are the lines of fences that never close, ``open_html`` the marks of HTML
    (``<script>``, ``<!--``) that never ends, by the line that it begins on.
    """

    tokens: list[Token]
    unclosed: list[int]
    open_html: dict[int, str]
    repairs: list[Repair]


def tokens_of(text: str) -> BlockTokens:
    """The block tokens of a document."""
    env: dict[str, Any] = {}
    source, repairs = unwrapped(_dedented(with_plain_blanks(as_markdown(text))))
    tokens = resolve(parser().parse(with_known_bullets(source), env))
    return BlockTokens(tokens, env.get("unclosed", []), env.get("open_html", {}), repairs)


def _dedented(text: str) -> str:
    """A document that is indented as a whole, without that indentation."""
    indents = [re.match(r"[ \t]*", line) for line in text.split("\n") if line.strip()]
    common = min((indent[0] for indent in indents if indent), key=len, default="")
    return re.sub(rf"^{common}", "", text, flags=re.MULTILINE) if common else text
