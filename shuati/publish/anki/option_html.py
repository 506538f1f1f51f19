"""Options, shared material and right answers as the HTML of a note's fields."""

from __future__ import annotations

import re

from shuati.model import Entry, Form, Kind
from shuati.model.closed_forms import beside_answer, form_of, options_of, right_options, shared_stem
from shuati.model.views import all_text
from shuati.publish.render.escape_anki import escape, inert
from shuati.publish.render.html import Renderer
from shuati.text.markdown import plain

# What names another option by its letter or its place: such options keep their order.
_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-H](?![A-Za-z0-9])")
_OTHERS = re.compile(r"以上|上述|前[两二三四]|[都均皆全](?:对|错|是|不|正确)|选项")


def stem_html(entry: Entry, renderer: Renderer) -> str:
    """The material that the question shares with others, in a box; '' where there is none."""
    paragraphs = re.split(r"\n\s*\n", shared_stem(entry.variants[0]))
    shown = [f"<p>{renderer.inline(text)}</p>" for text in paragraphs if text.strip()]
    return f'<blockquote class="stem">{"".join(shown)}</blockquote>' if shown else ""


def plain_options_html(entry: Entry, renderer: Renderer) -> str:
    """The options, a paragraph each."""
    items = (
        f"<p><b>{letter_html(option.label)}.</b> {renderer.inline(option.text)}</p>"
        if form_of(entry) is not Form.TRUE_FALSE
        else f"<p>{letter_html(option.label)} {renderer.inline(option.text)}</p>"
        for option in options_of(entry)
    )
    return "\n".join(items)


def options_html(entry: Entry, renderer: Renderer) -> str:
    """The options as a list whose items can be chosen; ``fixed`` where their order matters."""
    items = (
        f'<li class="option tappable"><b class="letter">{letter_html(option.label)}</b> '
        f'<span class="words">{renderer.inline(option.text)}</span></li>'
        for option in options_of(entry)
    )
    fixed = " fixed" if _in_order(entry) else ""
    return f'<ol class="options{fixed}">\n{chr(10).join(items)}\n</ol>'


def right_html(entry: Entry, renderer: Renderer) -> str:
    """The right options, each with its letter and its words."""
    lines = "\n".join(
        f'<p class="key"><b class="letter">{letter_html(option.label)}</b> '
        f'<span class="words">{renderer.inline(option.text)}</span></p>'
        for option in right_options(entry)
    )
    return f'<div class="keys">{lines}</div>'


def right_letters(entry: Entry) -> str:
    """The letters of the right options, without anything between them."""
    return "".join(letter_html(option.label) for option in right_options(entry))


def letter_html(label: str) -> str:
    """The label of an option as HTML."""
    return inert(escape(label))


def _in_order(entry: Entry) -> bool:
    """Whether the options of ``entry`` make sense in their own order alone."""
    if form_of(entry) is Form.TRUE_FALSE:
        return True
    options = [plain(option.text) for option in options_of(entry)]
    texts = [all_text(part.blocks) for part in beside_answer(entry) if part.kind is not Kind.NOTE]
    return any(_OTHERS.search(text) or _LETTER.search(text) for text in options) or any(
        _LETTER.search(text) for text in (plain(entry.question), *texts)
    )
