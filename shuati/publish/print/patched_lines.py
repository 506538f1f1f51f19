"""Lines of text: justified as Chinese is, and measured no further than they can reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf
from typing import Any

from shuati.publish.print.justification import fill_line
from shuati.publish.print.typography import GAP
from shuati.publish.print.weasyprint_patches import Change, patch
from shuati.text.scripts import HAN

_OBJECT = "\ufffc"  # an object in a line that is no text


# ── justification ────────────────────────────────────────────────────────────
# CSS has `text-justify: inter-character` for it, which WeasyPrint does not support.


@patch
def justified_lines() -> Iterable[Change]:
    """Lines are filled as `justification.fill_line` says."""
    from weasyprint.draw import text
    from weasyprint.layout import inline

    return (inline, "justify_line", _with_fill), (text, "draw_first_line", _with_wide_glyphs)


def _with_fill(_: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``justify_line``."""

    def justify_line(context: Any, line: Any, room: float) -> None:
        """Fill ``line``, which has ``room`` pixels left."""
        del context
        boxes = list(_boxes(line))
        text = "".join(_OBJECT if box is None else box.text for box in boxes)
        sizes = [box.style["font_size"] for box in boxes if box is not None and box.text]
        fill = fill_line(text, room, max(sizes)) if sizes else None
        if fill is None:
            return
        wider: dict[int, dict[int, float]] = {}
        start = 0
        for box in boxes:
            end = start + (1 if box is None else len(box.text))
            if box is not None:
                inside = range(start, end)
                wider[id(box)] = {at - start: fill.added[at] for at in inside if at in fill.added}
            start = end
        _widen(line, -fill.left, wider)

    return justify_line


def _boxes(box: Any) -> Iterator[Any]:
    """The text boxes of a line in order, and None for each other thing in it."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if isinstance(box, TextBox):
        yield box
    elif isinstance(box, LineBox | InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _boxes(child)
    else:
        yield None


def _widen(box: Any, shift: float, wider: dict[int, dict[int, float]]) -> float:
    """Move ``box`` by ``shift`` and widen the texts in it; returns the shift of what follows."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if isinstance(box, TextBox):
        box.position_x += shift
        box.han_spacing = wider[id(box)]
        added: float = sum(box.han_spacing.values())
        box.width += added
        return shift + added
    if isinstance(box, LineBox | InlineBox):
        start = shift
        box.position_x += shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, shift, wider)
        box.width += shift - start
        return shift
    box.translate(shift, 0)
    return shift


def _with_wide_glyphs(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``draw_first_line``, preceded by the widening of the glyphs."""

    def draw(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        added = getattr(box, "han_spacing", {})
        plain = overflow != "ellipsis" and ellipsis == "none"
        if plain and (added or GAP in box.text) and box.pango_layout.text == box.text:
            _widen_glyphs(box, added)
        return draw_first_line(stream, box, overflow, ellipsis, matrix)

    return draw


def _widen_glyphs(box: Any, added: Mapping[int, float]) -> None:
    """Add so many pixels to the glyphs of these characters; draw a `GAP` as a mere distance."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    layout = box.pango_layout
    # As the caller does: setting it later would lay the line out anew.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    starts = _byte_offsets(box.text)
    rounding = 0.3 * box.style["font_size"] / 1000  # WeasyPrint cuts thousandths of an em off
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for number in range(glyphs.num_glyphs):
            cluster = glyphs.log_clusters[number]
            last = number + 1 == glyphs.num_glyphs
            following = item.length if last else glyphs.log_clusters[number + 1]
            if following == cluster:
                continue
            at = starts.get(item.offset + following, len(box.text)) - 1
            glyph = glyphs.glyphs[number]
            if at in added:
                glyph.geometry.width += round((added[at] + rounding) * TO_UNITS)
            if box.text[at] == GAP:
                glyph.glyph = pango.PANGO_GLYPH_EMPTY
                # WeasyPrint takes the width of an empty glyph for thousandths of a pixel.
                glyph.geometry.width = round(glyph.geometry.width * 1000 / TO_UNITS)
        run = run.next


def _byte_offsets(text: str) -> dict[int, int]:
    """The index of each character by its place in the UTF-8 of ``text``."""
    offsets: dict[int, int] = {}
    place = 0
    for at, char in enumerate(text):
        offsets[place] = at
        place += len(char.encode())
    return offsets


# ── less text for Pango ──────────────────────────────────────────────────────
# WeasyPrint guesses how much text a line holds by narrow letters, and hands Pango four times
# what it holds of Chinese, or all of a paragraph where it looks for the narrowest width. There
# is no setting for the guess. Without this patch setting takes about a tenth longer.

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{HAN}\u3040-\u30ff]")
_PUNCTUATION = re.compile("[\u3000-\u303f\uff00-\uffef]")  # half as wide beside another
_NARROWEST = 0.2  # em of any other character, as a rule; what is narrower costs a second try
_BEYOND = 2.0  # em behind the line, for the word that follows it


@patch
def short_lines() -> Iterable[Change]:
    """A line is broken with no more of the text than it surely holds."""
    from weasyprint.layout import inline, preferred
    from weasyprint.text import line_break

    changes = [(line_break, "split_first_line", _with_short_text)]
    users = (inline, preferred)  # which have imported the function by its name
    return changes + [(user, "split_first_line", _with_short_text) for user in users]


def _with_short_text(split: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``split_first_line``, tried with the start of the text first."""

    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any
    ) -> Any:
        size = style["font_size"]
        if max_width not in (None, inf) and size and style["letter_spacing"] == "normal":
            short = text[: enough(text, max_width / size)]
            if len(short) < len(text):
                found = split(short, style, context, max_width, *rest, **named)
                if found[2] is not None:  # the line ends before the short text does
                    return found
        return split(text, style, context, max_width, *rest, **named)

    return split_first_line


def enough(text: str, width: float) -> int | None:
    """How much of ``text`` holds a line so wide (em) and a place to break behind it.

    The text ends there between two Chinese characters. None where that is nearly all.
    """
    width += _BEYOND
    if len(text) <= width:
        return None
    for at, char in enumerate(text):
        if _WIDE.match(char):
            width -= 1
            if width < 0 and at and _HAN.match(text[at - 1]) and _HAN.match(char):
                return at
        else:
            width -= 0.5 if _PUNCTUATION.match(char) else _NARROWEST
    return None
