"""Page numbers that are known only when all sections are joined.

A style sheet writes them as everywhere: ``counter(page)``, ``counter(pages)`` and
``target-counter(attr(href), page)``. While `left_open` is open, WeasyPrint sets zeros in
their place, and the content of the page gets ``{0}``, ``{1}`` … instead of their glyphs.
`filled` puts the digits there. Where text is aligned to the right, and for ``counter(page)``,
a number stands at the right end of its room; else at the left end, and what follows it in
the same ``content`` moves up to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from shuati.publish.print.typography import JOINER

PAGE = "page"  # the number of the page itself
PAGES = "pages"  # how many pages there are

_OPEN = re.compile(f"{JOINER}(0+){JOINER}")
_HOLE = re.compile(rb"\{(\d+)\}")

# Told the font (its name in the PDF), the target, the zeros, whether they end at the right.
Tell = Callable[[str, str, int, bool], int]


@contextmanager
def left_open(digits: int, tell: Tell) -> Iterator[None]:
    """Let WeasyPrint leave page numbers open, ``digits`` wide, while the context is open.

    ``tell`` is called for each number when it is drawn, and returns the number of its hole.
    """
    from weasyprint.draw import text as draw
    from weasyprint.formatting_structure import build

    kept = build.compute_content_list, draw.draw_first_line
    build.compute_content_list = _with_zeros(build.compute_content_list, digits)
    draw.draw_first_line = _with_holes(draw.draw_first_line, digits, tell)
    try:
        yield
    finally:
        build.compute_content_list, draw.draw_first_line = kept


@contextmanager
def known_elsewhere(others: Mapping[str, int]) -> Iterator[None]:
    """Let ``target-counter`` tell the pages of ``others`` too, which are anchors of other PDFs."""
    from weasyprint.css import targets
    from weasyprint.formatting_structure import build

    def one(item: tuple[str, Any]) -> tuple[str, Any]:
        if item[0] == "target-counter()":
            name = targets.anchor_name_from_token(item[1][0])
            if name in others:
                return "string", str(others[name])
        return item

    compute = build.compute_content_list
    build.compute_content_list = _changed(compute, one)
    try:
        yield
    finally:
        build.compute_content_list = compute


def _with_zeros(compute: Callable[..., Any], digits: int) -> Callable[..., Any]:
    """WeasyPrint's ``compute_content_list``, given text where it would count pages."""

    def one(item: tuple[str, Any]) -> tuple[str, Any]:
        kind, value = item
        if kind == "target-counter()" and value[1] == "page":
            return "string", f"{JOINER}{'0' * digits}{JOINER}"
        if kind == "counter()" and value[0] == "page":
            return "string", f"{JOINER}{'0' * digits}{JOINER}"
        if kind == "counter()" and value[0] == "pages":
            return "string", f"{JOINER}{'0' * (digits + 1)}{JOINER}"
        return item

    return _changed(compute, one)


def _changed(
    compute: Callable[..., Any], one: Callable[[tuple[str, Any]], tuple[str, Any]]
) -> Callable[..., Any]:
    def computed(content_list: Sequence[tuple[str, Any]], *rest: Any, **named: Any) -> Any:
        return compute([one(item) for item in content_list], *rest, **named)

    return computed


def _with_holes(draw_first_line: Callable[..., Any], digits: int, tell: Tell) -> Any:
    """WeasyPrint's ``draw_first_line``, writing a hole where zeros stand for a number."""

    def draw(stream: Any, box: Any, *rest: Any) -> Any:
        opened = [match[1] for match in _OPEN.finditer(box.text)]
        if not opened:
            return draw_first_line(stream, box, *rest)
        font, zero = _font_of_zero(stream, box)
        targets = iter([_target(box, len(zeros) > digits) for zeros in opened])
        aligned = box.style["text_align_all"] in ("right", "end")
        glyphs = re.compile(rf">-?0\.0<((?:{zero}|>-?\d+<)+)>-?0\.0(<|$)")  # between joiners
        show = stream.show_text

        def hole(match: re.Match[str]) -> str:
            zeros = match[1].count(zero)
            end = "" if match[2] else ">"
            target = next(targets)
            right = target == PAGE or (target != PAGES and aligned)
            return f"{{{tell(font, target, zeros, right)}}}{end}"

        stream.show_text = lambda string: show(glyphs.sub(hole, string))
        try:
            return draw_first_line(stream, box, *rest)
        finally:
            del stream.show_text

    return draw


def _target(box: Any, all_pages: bool) -> str:
    if all_pages:
        return PAGES
    href = box.element.get("href", "") if box.element is not None else ""
    return href if href.startswith("#") else PAGE


def _font_of_zero(stream: Any, box: Any) -> tuple[str, str]:
    """The name of the font that the digits of ``box`` are set in, and the glyph of ``0``."""
    from weasyprint.text.ffi import ffi, pango

    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    text = box.text.encode()
    at = text.index(f"{JOINER}0".encode()) + len(JOINER.encode())
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for number in range(glyphs.num_glyphs):
            if item.offset + glyphs.log_clusters[number] == at:
                font, _ = stream.add_font(item.analysis.font)
                return font.hash, f"{glyphs.glyphs[number].glyph:04x}"
        run = run.next
    raise AssertionError("a line without its digits")


def filled(content: bytes, written: Callable[[int], str]) -> bytes:
    """``content`` with every hole filled by what ``written`` gives for it; see `digits`."""
    return _HOLE.sub(lambda match: written(int(match[1])).encode(), content)


def digits(glyphs: Sequence[int], room: float) -> str:
    """The operand for ``glyphs`` that leave ``room`` (thousandths of an em) of a hole empty.

    They stand at the right end of the hole.
    """
    shown = "".join(f"{glyph:04x}" for glyph in glyphs)
    return f">{-room:g}<{shown}" if room else shown
