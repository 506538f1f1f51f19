"""Every function of WeasyPrint that is replaced, and why there is no public way.

The functions are internal, so each version of WeasyPrint has to be tried before it is added
to `KNOWN`. With any other version nothing here is replaced: the sheets are then set as
WeasyPrint sets them (`whole_sheets`), and the build says so.

Each patch is a context manager that puts back what it replaced. Its function lists the
changes: where, which name, and what makes the new function of the original one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache, wraps
from importlib.metadata import version
from math import inf
from typing import Any, ParamSpec

from shuati.publish.print import fonts
from shuati.publish.print.justification import fill_line
from shuati.publish.print.page_breaks import PageBreaks
from shuati.publish.print.page_numbers import PAGE, PAGES, ZEROS, NewPlaceholder, zeros
from shuati.publish.print.typography import GAP, JOINER
from shuati.text.scripts import HAN

KNOWN = ("70.0",)

_START_OF_FILE = 1024  # bytes of a font file that identify it
_OBJECT = "\ufffc"  # an object in a line that is no text

_Arguments = ParamSpec("_Arguments")
_Change = tuple[Any, str, Callable[[Any], Any]]


def installed() -> str:
    """The version of the WeasyPrint that is installed."""
    return version("weasyprint")


def known() -> bool:
    """Whether the installed WeasyPrint is one that these patches were tried with."""
    return installed() in KNOWN


def _patch(
    changes: Callable[_Arguments, Iterable[_Change]],
) -> Callable[_Arguments, AbstractContextManager[None]]:
    """A context manager that makes ``changes``; with an unknown WeasyPrint it does nothing."""

    @contextmanager
    @wraps(changes)
    def patched(*args: _Arguments.args, **named: _Arguments.kwargs) -> Iterator[None]:
        replaced: list[tuple[Any, str, Any]] = []
        try:
            for place, name, change in changes(*args, **named) if known() else ():
                original = getattr(place, name)
                replaced.append((place, name, original))
                setattr(place, name, change(original))
            yield
        finally:
            for place, name, original in reversed(replaced):
                setattr(place, name, original)

    return patched


# ── justification ────────────────────────────────────────────────────────────
# CSS has `text-justify: inter-character` for it, which WeasyPrint does not support.


@_patch
def justified_lines() -> Iterable[_Change]:
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


@_patch
def short_lines() -> Iterable[_Change]:
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


# ── formulas ─────────────────────────────────────────────────────────────────
# An inline SVG does not inherit `color` in WeasyPrint, and style sheets do not reach into it.


@_patch
def coloured_formulas() -> Iterable[_Change]:
    """A drawing of class ``tex`` has the colour of the text around it."""
    from weasyprint.images import SVGImage

    return ((SVGImage, "draw", _with_colour),)


def _with_colour(draw_image: Callable[..., None]) -> Callable[..., None]:
    def draw(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        tree = image._svg.tree
        if tree.get("class") == "tex":
            levels = (round(255 * level) for level in style["color"].to("srgb").coordinates)
            tree.attrib["color"] = "#" + "".join(f"{level:02x}" for level in levels)
        draw_image(image, stream, width, height, style)

    return draw


# ── page numbers ─────────────────────────────────────────────────────────────
# WeasyPrint counts the pages of one document; here a document is a part of a sheet.


@_patch
def open_page_numbers(digits: int, new_placeholder: NewPlaceholder) -> Iterable[_Change]:
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


@_patch
def pages_of_other_sheets(pages: Mapping[str, int]) -> Iterable[_Change]:
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


@_patch
def page_breaks(breaks: PageBreaks) -> Iterable[_Change]:
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


# ── fonts ────────────────────────────────────────────────────────────────────
# Every PDF has its fonts embedded and cut down anew. The joined one embeds them once.


@_patch
def without_shipped_fonts() -> Iterable[_Change]:
    """Shipped fonts are left out of PDFs; ``font.shipped`` is then the name of the file."""
    from weasyprint.pdf import fonts as drawn

    return (drawn, "get_hb_object_data", _with_names), (drawn.Font, "clean", _with_stubs)


def _with_names(object_data: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``get_hb_object_data``, giving no more than its name for a shipped file."""
    from weasyprint.text.ffi import ffi, harfbuzz

    def content(face: Any, *rest: Any) -> Any:
        if not rest:
            blob = harfbuzz.hb_face_reference_blob(face)
            length = ffi.new("unsigned int *")
            start = harfbuzz.hb_blob_get_data(blob, length)
            size = int(length[0])
            name = _shipped(size, ffi.unpack(start, min(_START_OF_FILE, size)))
            harfbuzz.hb_blob_destroy(blob)
            if name:
                return _ShippedFont(name)
        return object_data(face, *rest)

    return content


def _with_stubs(clean: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``Font.clean``, which cuts a font down to the glyphs used."""

    def cleaned(font: Any, *rest: Any) -> None:
        if isinstance(font.file_content, _ShippedFont):
            font.shipped = font.file_content.name
            font.file_content = b"\0\1\0\0"
        else:
            clean(font, *rest)

    return cleaned


class _ShippedFont:
    """Stands for the content of a shipped font file, which need not be copied."""

    def __init__(self, name: str) -> None:
        self.name = name


def _shipped(size: int, start: bytes) -> str | None:
    """The name of the shipped font file that is so large (bytes) and starts so.

    There an OpenType font lists the checksums of its tables.
    """
    name = _sizes().get(size)
    return name if name and start == _start(name) else None


@cache
def _sizes() -> dict[int, str]:
    return {(fonts.FOLDER / face.file).stat().st_size: face.file for face in fonts.FACES}


@cache
def _start(name: str) -> bytes:
    with (fonts.FOLDER / name).open("rb") as file:
        return file.read(_START_OF_FILE)
