"""Markdown as people write it in question documents: block rules added to markdown-it.

Each rule differs from CommonMark because documents in the wild need it, and has a file of its
own in `rules`, whose docstring says what it finds. Inline text is left as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.texmath import texmath_plugin

from shuati.sources.formats.markdown.org import as_markdown
from shuati.sources.formats.markdown.picture_references import with_addresses_inside
from shuati.sources.formats.markdown.rules.fence import closed_fence
from shuati.sources.formats.markdown.rules.fenced_box import fenced_box
from shuati.sources.formats.markdown.rules.html_block import short_html
from shuati.sources.formats.markdown.rules.indented_box import indented_box
from shuati.sources.formats.markdown.rules.indented_code import indented_code
from shuati.sources.formats.markdown.rules.math_block import with_lines
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
    ruler = markdown.block.ruler
    wrappers: dict[str, Callable[[Rule], Rule]] = {
        "fence": closed_fence,
        "lheading": cautious_underline,
        "table": whole_rows,
        "html_block": short_html,
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
    ruler.after("heading", "tight_heading", tight_heading, ends)
    ruler.before("paragraph", "paragraph_start", paragraph_start, ends)
    return markdown


def tokens_of(text: str) -> tuple[list[Token], list[int]]:
    """The block tokens of a document, and the lines (from 0) of fences that never close."""
    env: dict[str, list[int]] = {}
    tokens = parser().parse(_dedented(as_markdown(text)), env)
    if "![" in text and "]:" in text:
        tokens = with_addresses_inside(tokens)
    return tokens, env.get("unclosed", [])


def _dedented(text: str) -> str:
    """A document that is indented as a whole, without that indentation."""
    indents = [re.match(r"[ \t]*", line) for line in text.split("\n") if line.strip()]
    common = min((indent[0] for indent in indents if indent), key=len, default="")
    return re.sub(rf"^{common}", "", text, flags=re.MULTILINE) if common else text
