"""Pages that are set in parts: their numbers, which are known later, and where they begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shuati.publish.print.page_breaks import PageBreaks
from shuati.publish.print.page_numbers import PAGE, PAGES, ZEROS, NewPlaceholder, zeros
from shuati.publish.print.typography import JOINER
from shuati.publish.print.weasyprint_patches import Change, patch

# ── page numbers ─────────────────────────────────────────────────────────────
# WeasyPrint counts the pages of one document; here a document is a part of a sheet.


@patch
def open_page_numbers(digits: int, new_placeholder: NewPlaceholder) -> Iterable[Change]:
    """Page numbers are left open, ``digits`` wide; see `page_numbers`.

    ``new_placeholder`` is called for each number when it is drawn.
    """
    from weasyprint.draw import text
    from weasyprint.formatting_structure import build

    def room(item: tuple[str, Any]) -> tuple[str, Any]:
        kind, value = item
        if kind == "target-counter()" and value[1] == "page":
            return "string", zeros(digits)
        if kind == "counter()" and value[0] == "page":
            return "string", zeros(digits)
        if kind == "counter()" and value[0] == "pages":
            return "string", zeros(digits + 1)
        return item

    return (
        (build, "compute_content_list", lambda original: _with_content(original, room)),
        (
            text,
            "draw_first_line",
            lambda original: _with_placeholders(original, digits, new_placeholder),
        ),
    )


@patch
def pages_of_other_sheets(pages: Mapping[str, int]) -> Iterable[Change]:
    """``target-counter`` also knows ``pages``: by anchor, the page of another PDF."""
    from weasyprint.css import targets
    from weasyprint.formatting_structure import build

    def number(item: tuple[str, Any]) -> tuple[str, Any]:
        if item[0] == "target-counter()":
            name = targets.anchor_name_from_token(item[1][0])
            if name in pages:
                return "string", str(pages[name])
        return item

    return ((build, "compute_content_list", lambda original: _with_content(original, number)),)


def _with_content(
    compute: Callable[..., Any], change: Callable[[tuple[str, Any]], tuple[str, Any]]
) -> Callable[..., Any]:
    """WeasyPrint's ``compute_content_list``, each item of whose content is changed before."""

    def computed(content_list: Sequence[tuple[str, Any]], *rest: Any, **named: Any) -> Any:
        return compute([change(item) for item in content_list], *rest, **named)

    return computed


def _with_placeholders(
    draw_first_line: Callable[..., Any], digits: int, new_placeholder: NewPlaceholder
) -> Callable[..., Any]:
    """WeasyPrint's ``draw_first_line``, writing a placeholder where zeros keep room."""

    def draw(stream: Any, box: Any, *rest: Any) -> Any:
        opened = [match[1] for match in ZEROS.finditer(box.text)]
        if not opened:
            return draw_first_line(stream, box, *rest)
        font, zero = _font_of_zero(stream, box)
        targets = iter([_target(box, len(found) > digits) for found in opened])
        aligned = box.style["text_align_all"] in ("right", "end")
        glyphs = re.compile(rf">-?0\.0<((?:{zero}|>-?\d+<)+)>-?0\.0(<|$)")  # between joiners
        show = stream.show_text

        def placeholder(match: re.Match[str]) -> str:
            count = match[1].count(zero)
            end = "" if match[2] else ">"
            target = next(targets)
            right = target == PAGE or (target != PAGES and aligned)
            return f"{{{new_placeholder(font, target, count, right)}}}{end}"

        stream.show_text = lambda string: show(glyphs.sub(placeholder, string))
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


# ── page breaks ──────────────────────────────────────────────────────────────
# A document begins with its first page; there is no way to go on from a later one.


@patch
def page_breaks(breaks: PageBreaks) -> Iterable[Change]:
    """The next document begins at ``breaks.start``, and ``breaks`` learns where its pages do.

    The HTML of that document begins with the unit of the start.
    """
    from weasyprint import layout
    from weasyprint.layout import page

    def with_begin(initialize: Callable[..., None]) -> Callable[..., None]:
        def initialized(context: Any, root: Any) -> None:
            initialize(context, root)
            breaks.begin(context, root)

        return initialized

    def with_resume(remake: Callable[..., Any]) -> Callable[..., Any]:
        def remade(index: int, context: Any, root: Any, *rest: Any) -> tuple[Any, Any]:
            made, resume = remake(index, context, root, *rest)
            return made, breaks.page_made(index, context, root, resume)

        return remade

    return (layout, "initialize_page_maker", with_begin), (page, "remake_page", with_resume)
