"""WeasyPrint, quicker: the same pages in about half the time.

What it works out again and again is kept: what Pango is told of a style, the lengths that
a style gives a box, the height of a line. And Chinese is shaped a line at a time: WeasyPrint
hands Pango four times what a line holds, reckoning with narrow letters, and all of a
paragraph where it looks for the narrowest width.

WeasyPrint has no hook for this, so a few of its functions are replaced while `quicker` is
open. They are internal: with a version that was not tried (`justify.known`), nothing is
replaced. A test sets the same pages with and without.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import Any

from shuati.publish.print import justify
from shuati.text.scripts import HAN

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{HAN}\u3040-\u30ff]")
_PUNCTUATION = re.compile("[\u3000-\u303f\uff00-\uffef]")  # half as wide beside another
_NARROWEST = 0.2  # em of any other character, as a rule; what is narrower costs a second try
_MEASURED = 64  # characters; longer texts are not measured twice
_MARGIN = 2.0  # em beyond the line, for the word that follows it

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = tuple(
    [f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES]
    + ["width", "height", "min_width", "max_width", "min_height", "max_height"]
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_lengths_of = itemgetter(*_LENGTHS, "box_sizing", "border_collapse")
_borders_of = itemgetter(*_BORDERS)

_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
_FONT = (
    *_FEATURES,
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variation_settings",
    "font_language_override",
    "lang",
)
_font_of = itemgetter(*_FONT)
_layout_of = itemgetter(
    "direction", "overflow_wrap", "text_decoration_line", "letter_spacing", "word_spacing"
)
_breaks_of = itemgetter(
    "white_space",
    "word_break",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
)
_END_OF_TEXT = 2**32 - 1  # Pango's PANGO_ATTR_INDEX_TO_TEXT_END


@contextmanager
def quicker() -> Iterator[None]:
    """Let WeasyPrint work quicker while the context is open."""
    if not justify.known():
        yield
        return
    from weasyprint import css
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import percent
    from weasyprint.text import line_break

    replaced: list[tuple[Any, str, Any]] = []
    for place, name, make in (
        (line_break.Layout, "setup", _setup),
        (line_break.Layout, "set_text", _set_text),
        (line_break, "split_first_line", _split_first_line),
        (line_break, "strut", _strut),
        (percent, "resolve_percentages", _resolve_percentages),
        (css.ComputedStyle, "__missing__", _missing),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow),
    ):
        original = getattr(place, name)
        quick = make(original)
        for holder in (place, *_others(name, original)):
            replaced.append((holder, name, original))
            setattr(holder, name, quick)
    try:
        yield
    finally:
        for holder, name, original in replaced:
            setattr(holder, name, original)


def _others(name: str, original: Any) -> list[Any]:
    """The modules of WeasyPrint that have imported a function."""
    return [
        module
        for module in list(sys.modules.values())
        if module.__name__.startswith("weasyprint.") and vars(module).get(name) is original
    ]


# ── what Pango is told of a style ────────────────────────────────────────────


@dataclass(slots=True, eq=False)
class _Recipe:
    """What `Layout.setup` makes of a style, apart from the layout itself."""

    context: Any
    language: Any
    description: Any
    attributes: Any


def _recipe(style: Any) -> _Recipe | None:
    """None for what is rare: decoration, spacing, or values that cannot be a key."""
    config = style.font_config
    try:
        recipes = config.recipes
    except AttributeError:
        recipes = config.recipes = {}
    _, _, decoration, letter_spacing, word_spacing = told = _layout_of(style)
    if decoration != "none" or letter_spacing != "normal" or word_spacing:
        return None
    key = (told, tuple(style["font_family"]), _font_of(style))
    try:
        found: _Recipe | None = recipes.get(key)
    except TypeError:
        return None
    if found is None:
        found = recipes[key] = _new_recipe(style)
    return found


def _new_recipe(style: Any) -> _Recipe:
    """As `Layout.setup` does, and with what `Layout.set_text` adds for every text."""
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import font_features, get_font_description

    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"]
    if override != "normal":
        name = LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    features = font_features(*map(style.__getitem__, _FEATURES))
    attributes = None
    if features or style["overflow_wrap"] in ("anywhere", "break-word"):
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    if features:
        told = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(told))
    if style["overflow_wrap"] in ("anywhere", "break-word"):
        hyphens = pango.pango_attr_insert_hyphens_new(False)
        hyphens.start_index, hyphens.end_index = 0, _END_OF_TEXT
        pango.pango_attr_list_change(attributes, hyphens)
    return _Recipe(context, language, get_font_description(style), attributes)


def _setup(setup: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``Layout.setup``."""
    from weasyprint.text.ffi import ffi, gobject, pango

    def quick(layout: Any, style: Any) -> None:
        recipe = layout.recipe = _recipe(style)
        if recipe is None:
            setup(layout, style)
            return
        layout.style, layout.first_line_direction = style, 0
        layout.language = recipe.language
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(recipe.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, recipe.description)
        if recipe.attributes is not None:
            pango.pango_layout_set_attributes(layout.layout, recipe.attributes)

    return quick


def _set_text(set_text: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``Layout.set_text``, for layouts that were set up from a recipe."""
    from weasyprint.text.ffi import pango, unicode_to_char_p

    def quick(layout: Any, text: str, justify: bool = False) -> None:
        if layout.recipe is None or (justify and layout.justification_spacing):
            set_text(layout, text, justify)
            return
        end = text.find("\n")
        if end != -1:
            text = text[: end + 2]
        layout.text = text
        pointer, content = unicode_to_char_p(text)
        pango.pango_layout_set_text(layout.layout, pointer, len(content))
        if b"\t" in content:
            layout.set_tabs()

    return quick


# ── styles ───────────────────────────────────────────────────────────────────


def _missing(missing: Callable[..., Any]) -> Callable[..., Any]:
    """`ComputedStyle.__missing__`, for what no rule sets and nothing else decides."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    inherited = frozenset(
        key for key in INHERITED if key not in PHYSICAL_FUNCTIONS and "decoration" not in key
    )
    # Each with the properties (of a direction) that would decide it too.
    initial = {
        key: tuple(
            PHYSICAL_FUNCTIONS[key](block="ttb", inline=inline)
            for inline in ("ltr", "rtl")
            if key in PHYSICAL_FUNCTIONS
        )
        for key in set(INITIAL_VALUES) - set(INHERITED) - set(INITIAL_NOT_COMPUTED)
        if key not in ("float", "display", "position", "page") and "decoration" not in key
    }

    def quick(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            if key in inherited and style.parent_style is not None:
                value = style.parent_style[key]
                if type(value) in (str, int, float):
                    style[key] = value
                    return value
            elif key in initial:
                for logical in initial[key]:
                    if logical in cascaded:
                        break
                else:
                    value = style[key] = INITIAL_VALUES[key]
                    return value
        return missing(style, key)

    return quick


def _is_in_normal_flow(is_in_normal_flow: Callable[..., bool]) -> Callable[..., bool]:
    def quick(box: Any) -> bool:
        style = box.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return is_in_normal_flow(box)

    return quick


# ── lengths ──────────────────────────────────────────────────────────────────


def _strut(strut: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``strut``, asked once for each kind of line."""

    def quick(style: Any) -> Any:
        config = style.font_config
        try:
            struts = config.struts
        except AttributeError:
            struts = config.struts = {}
        key = (tuple(style["font_family"]), style["line_height"], _font_of(style))
        try:
            found = struts.get(key)
        except TypeError:
            return strut(style)
        if found is None:
            found = struts[key] = strut(style)
        return found

    return quick


def _resolve_percentages(resolve: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's ``resolve_percentages``, where no length depends on another box."""
    known: dict[Any, dict[str, Any] | None] = {}

    def quick(box: Any, containing_block: Any) -> None:
        told = _lengths_of(box.style)
        try:
            lengths = known[told]
        except TypeError:
            lengths = None
        except KeyError:
            lengths = known[told] = _fixed(told)
        if lengths is None:
            resolve(box, containing_block)
            return
        box.__dict__.update(lengths)
        for name, width in zip(_BORDERS, _borders_of(box.style), strict=True):
            setattr(box, name, width)

    return quick


def _fixed(told: tuple[Any, ...]) -> dict[str, Any] | None:
    """The lengths as numbers or ``auto``; None where one is a share, or borders change them."""
    *lengths, sizing, collapse = told
    if sizing != "content-box" or collapse == "collapse":
        return None
    found: dict[str, Any] = {}
    for name, length in zip(_LENGTHS, lengths, strict=True):
        if length == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else "auto"
        elif getattr(length, "unit", "").lower() == "px":
            found[name] = length.value
        else:
            return None
    return found


# ── lines ────────────────────────────────────────────────────────────────────


def _split_first_line(split: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``split_first_line``, shown no more Chinese than it needs.

    Where it only measures, it mostly measures what it did before: running heads, marks,
    numbers, syllables.
    """

    known: dict[Any, Any] = {}

    def quick(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        rest = style, context, max_width, spacing, is_line_start, minimum
        size = style["font_size"]
        short = text
        if max_width not in (None, inf) and size and style["letter_spacing"] == "normal":
            short = text[: _enough(text, max_width / size)]
        recipe = _recipe(style) if minimum and len(short) < _MEASURED else None
        if recipe is None:
            found = split(short, *rest)
        else:
            key = recipe, short, max_width, is_line_start, _breaks_of(style)
            found = known.get(key)
            if found is None:
                found = known[key] = split(short, *rest)
        if found[2] is None and len(short) < len(text):
            return split(text, *rest)
        return found

    return quick


def _enough(text: str, width: float) -> int | None:
    """How much of ``text`` holds a line so wide (em) and a place to break behind it.

    The text ends there between two Chinese characters. None where that is nearly all.
    """
    width += _MARGIN
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
