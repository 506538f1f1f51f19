"""Justification of Han text in WeasyPrint, which by itself stretches spaces only.

The space that a line has left goes evenly between its Han characters and words; a closing
mark at the end of a line and an opening one at its start give up their blank half; a line
that would become too loose stays ragged. Nothing is added to the text: glyphs become wider
when they are drawn, and the marks of `typography` become distances.

WeasyPrint has no hook for this, so two of its functions are replaced while `justified` is
open. They are internal: with a version that was not tried, `known` is false and the sheet
is set left-aligned. Opportunities follow W3C's "Requirements for Chinese Text Layout",
section 3.2 (line adjustment).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from shuati.publish.print.typography import GAP, GAP_WIDTH, JOINER
from shuati.text.scripts import HAN

KNOWN = ("70.0",)
LOOSEST = GAP_WIDTH  # em between two Han characters; more would be copied as a space
WIDEST = 0.4  # em that a space may grow by; a line that needs more stays ragged

_HAN = re.compile(f"[{HAN}\u3040-\u30ff]")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’")
_OPENING = frozenset("（《〈「『【〔“‘")
_UNPARTED = frozenset("—…⋯")
_SPACES = frozenset((" ", "\u00a0"))
_MARKS = frozenset((GAP, JOINER))
_OBJECT = "\ufffc"


def known(weasyprint_version: str | None = None) -> bool:
    """Whether the installed WeasyPrint (or the version given) is one that was tried."""
    return (weasyprint_version or version("weasyprint")) in KNOWN


# ── where a line may stretch ─────────────────────────────────────────────────


def stretches(before: str, after: str) -> bool:
    """Whether space may be put between these two neighbouring characters."""
    if after in _SPACES or before in _MARKS or after == GAP:
        return False
    if before in _SPACES:
        return True
    if before in _UNPARTED and before == after:
        return False
    if after in _CLOSING or before in _OPENING:
        return False
    if before in _CLOSING or after in _OPENING:
        return True
    return bool(_HAN.match(before) or _HAN.match(after))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a line is filled: what is added after which characters, and how far it moves left."""

    added: Mapping[int, float]
    left: float


def plan(text: str, room: float, size: float) -> Plan | None:
    """How to fill a line that holds ``text`` and has ``room`` left; None leaves it ragged.

    ``size`` is the size of the font, in the unit of ``room``. Han characters part by at
    most `LOOSEST`; what is then left goes to the spaces.
    """
    end = len(text.rstrip(f" {GAP}{JOINER}"))
    if not end:
        return None
    room += GAP_WIDTH * size * text.count(GAP, end)
    if text[end - 1] in _CLOSING:
        room += size / 2
    left = size / 2 if text[0] in _OPENING else 0.0
    room += left
    places = [at for at in range(end - 1) if stretches(text[at], text[at + 1])]
    spaces = [at for at in places if text[at] in _SPACES]
    between = min(room / len(places), LOOSEST * size) if places else 0.0
    wide = (room - between * (len(places) - len(spaces))) / len(spaces) if spaces else between
    if abs(between * (len(places) - len(spaces)) + wide * len(spaces) - room) > 0.01:
        return None
    if wide > max(WIDEST * size, between):
        return None
    return Plan({at: wide if text[at] in _SPACES else between for at in places}, left)


# ── WeasyPrint ───────────────────────────────────────────────────────────────


@contextmanager
def justified() -> Iterator[None]:
    """Let WeasyPrint justify Han text while the context is open; does nothing unless `known`."""
    if not known():
        yield
        return
    from weasyprint.draw import text as draw
    from weasyprint.layout import inline

    kept = inline.justify_line, draw.draw_first_line
    inline.justify_line = _justify_line
    draw.draw_first_line = _drawing(draw.draw_first_line)
    try:
        yield
    finally:
        inline.justify_line, draw.draw_first_line = kept


def _justify_line(context: Any, line: Any, room: float) -> None:
    """WeasyPrint's `justify_line`: fill ``line``, which has ``room`` pixels left."""
    del context
    boxes = list(_boxes(line))
    text = "".join(_OBJECT if box is None else box.text for box in boxes)
    sizes = [box.style["font_size"] for box in boxes if box is not None and box.text]
    filled = plan(text, room, max(sizes)) if sizes else None
    if filled is None:
        return
    wider: dict[int, dict[int, float]] = {}
    start = 0
    for box in boxes:
        end = start + (1 if box is None else len(box.text))
        if box is not None:
            inside = range(start, end)
            wider[id(box)] = {at - start: filled.added[at] for at in inside if at in filled.added}
        start = end
    _widen(line, -filled.left, wider)


def _boxes(box: Any) -> Iterator[Any]:
    """The text boxes of a line in order, and None for each other thing that stands in it."""
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


def _drawing(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
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
