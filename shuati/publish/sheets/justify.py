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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from shuati.markdown import HAN
from shuati.publish.sheets.typography import GAP, JOINER

KNOWN = ("70.0",)
LOOSEST = 0.3  # of an em between two characters; a looser line stays ragged

_HAN = re.compile(f"[{HAN}\u3040-\u30ff]")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’")
_OPENING = frozenset("（《〈「『【〔“‘")
_UNPARTED = frozenset("—…⋯")
_SPACES = frozenset((" ", "\u00a0", GAP))
_OBJECT = "\ufffc"


def known(weasyprint_version: str | None = None) -> bool:
    """Whether the installed WeasyPrint (or the version given) is one that was tried."""
    return (weasyprint_version or version("weasyprint")) in KNOWN


# ── where a line may stretch ─────────────────────────────────────────────────


def stretches(before: str, after: str) -> bool:
    """Whether space may be put between these two neighbouring characters."""
    if after in _SPACES or before == JOINER:
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
    """How a line is filled: the places that widen, by how much, and how far it moves left."""

    places: frozenset[int]
    each: float
    left: float


def plan(text: str, room: float, size: float) -> Plan | None:
    """How to fill a line that holds ``text`` and has ``room`` left; None leaves it ragged.

    ``size`` is the size of the font, in the unit of ``room``. A place is the index of the
    character that is followed by more space.
    """
    end = len(text.rstrip(f" {GAP}{JOINER}"))
    if not end:
        return None
    room += size / 6 * text.count(GAP, end)
    if text[end - 1] in _CLOSING:
        room += size / 2
    left = size / 2 if text[0] in _OPENING else 0.0
    places = frozenset(at for at in range(end - 1) if stretches(text[at], text[at + 1]))
    if not places or (room + left) / len(places) > LOOSEST * size:
        return None
    return Plan(places, (room + left) / len(places), left)


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
    wider: dict[int, frozenset[int]] = {}
    start = 0
    for box in boxes:
        end = start + (1 if box is None else len(box.text))
        if box is not None:
            inside = frozenset(at - start for at in filled.places if start <= at < end)
            wider[id(box)] = inside
        start = end
    _widen(line, -filled.left, filled.each, wider)


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


def _widen(box: Any, shift: float, each: float, wider: dict[int, frozenset[int]]) -> float:
    """Move ``box`` by ``shift`` and widen the texts in it; returns the shift of what follows."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if isinstance(box, TextBox):
        places = wider[id(box)]
        box.position_x += shift
        box.width += each * len(places)
        if places:
            box.han_spacing = places, each
        return shift + each * len(places)
    if isinstance(box, LineBox | InlineBox):
        start = shift
        box.position_x += shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, shift, each, wider)
        box.width += shift - start
        return shift
    box.translate(shift, 0)
    return shift


def _drawing(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``draw_first_line``, preceded by the widening of the glyphs."""

    def draw(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:
        places, each = getattr(box, "han_spacing", (frozenset(), 0.0))
        plain = overflow != "ellipsis" and ellipsis == "none"
        if plain and (places or GAP in box.text) and box.pango_layout.text == box.text:
            _widen_glyphs(box, places, each)
        return draw_first_line(stream, box, overflow, ellipsis, matrix)

    return draw


def _widen_glyphs(box: Any, places: frozenset[int], each: float) -> None:
    """Add ``each`` pixels to the glyphs at ``places``, and draw a `GAP` as a mere distance."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    layout = box.pango_layout
    # As the caller does: setting it later would lay the line out anew.
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    starts = _byte_offsets(box.text)
    unit = box.style["font_size"] / 1000  # what a PDF can tell apart
    added = round(each * TO_UNITS + 0.3 * unit * TO_UNITS)
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
            if at in places:
                glyph.geometry.width += added
            if box.text[at] == GAP:
                glyph.glyph = pango.PANGO_GLYPH_EMPTY
        run = run.next


def _byte_offsets(text: str) -> dict[int, int]:
    """The index of each character by its place in the UTF-8 of ``text``."""
    offsets: dict[int, int] = {}
    place = 0
    for at, char in enumerate(text):
        offsets[place] = at
        place += len(char.encode())
    return offsets
