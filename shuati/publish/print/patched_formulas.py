"""Formulas in the colour of the text around them, drawn without delay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from shuati.publish.print.weasyprint_patches import Change, patch

# An inline SVG does not inherit `color` in WeasyPrint, and style sheets do not reach into it.


@patch
def coloured_formulas() -> Iterable[Change]:
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


# WeasyPrint reads the outlines of a drawing letter by letter each time it is drawn, which took a
# fifth of the time of a sheet with many formulas.

_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "H": 1, "V": 1, "h": 1, "v": 1, "Z": 0}

Draw = Callable[[Any, Any, float], None]
Point = tuple[float, float]


@patch
def quick_outlines() -> Iterable[Change]:
    """The outlines in a drawing of class ``tex`` are read once."""
    from weasyprint import svg

    return ((svg, "TAGS", _with_operators),)


def _with_operators(tags: dict[str, Draw]) -> dict[str, Draw]:
    path = tags["path"]

    def draw(image: Any, node: Any, font_size: float) -> None:
        made = operators(node.get("d", "")) if image.tree.get("class") == "tex" else None
        if made is None:
            path(image, node, font_size)
        else:
            image.stream.stream.append(made)

    return tags | {"path": draw}


@lru_cache(maxsize=4096)
def operators(outline: str) -> bytes | None:
    """SVG path data as PDF operators; None where it has other steps than those of `formulas`."""
    found: list[str] = []
    at = (0.0, 0.0)
    for letter, text in _STEP.findall(outline):
        values = [float(value) for value in text.replace(",", " ").split()]
        if len(values) != _NUMBERS.get(letter):
            return None
        if letter == "Z":
            found.append("h")
            continue
        control, end = _step(letter, values, at)
        name = "m" if letter == "M" else "c" if control else "l"
        found.append(" ".join(f"{value:.3f}" for point in (*control, end) for value in point))
        found.append(name)
        at = end
    return " ".join(found).encode()


def _step(letter: str, values: list[float], at: Point) -> tuple[tuple[Point, ...], Point]:
    """The control points (none of a line, two of a curve) and the end of a step from ``at``."""
    x, y = at
    if letter in "Hh":
        return (), (values[0] + (x if letter == "h" else 0), y)
    if letter in "Vv":
        return (), (x, values[0] + (y if letter == "v" else 0))
    end = values[-2], values[-1]
    if letter == "C":
        return ((values[0], values[1]), (values[2], values[3])), end
    if letter == "Q":  # a quadratic curve as a cubic one
        first, second = (
            (x0 + (values[0] - x0) * 2 / 3, y0 + (values[1] - y0) * 2 / 3) for x0, y0 in (at, end)
        )
        return (first, second), end
    return (), end
