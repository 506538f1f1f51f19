"""Formulas in the colour of the text around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
