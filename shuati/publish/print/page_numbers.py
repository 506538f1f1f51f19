"""Page numbers that are only known when all sections are joined.

A style sheet writes them as everywhere: ``counter(page)``, ``counter(pages)`` and
``target-counter(attr(href), page)``. `patched_pages.open_page_numbers` lets WeasyPrint
set zeros in their place, and the content of the page gets the placeholders ``{0}``, ``{1}`` …
instead of their glyphs. `filled` puts the digits there. Where text is aligned to the right,
and for ``counter(page)``, a number is set at the right end of its room; else at the left end,
and what follows it in the same ``content`` moves up to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from shuati.publish.print.typography import JOINER

PAGE = "page"  # the number of the page itself
PAGES = "pages"  # how many pages there are

ZEROS = re.compile(f"{JOINER}(0+){JOINER}")
_PLACEHOLDER = re.compile(rb"\{(\d+)\}")

# Given the font (its name in the PDF), the target, the zeros, and whether the number ends at
# the right; gives the number of the placeholder.
NewPlaceholder = Callable[[str, str, int, bool], int]


def zeros(count: int) -> str:
    """The text that keeps room for a page number of ``count`` digits."""
    return f"{JOINER}{'0' * count}{JOINER}"


def filled(content: bytes, number: Callable[[int], str]) -> bytes:
    """``content`` with every placeholder replaced by what ``number`` gives; see `operand`."""
    return _PLACEHOLDER.sub(lambda match: number(int(match[1])).encode(), content)


def operand(glyphs: Sequence[int], room: float) -> str:
    """The PDF operand for ``glyphs`` that leave ``room`` (thousandths of an em) empty.

    They stand at the right end of the room.
    """
    shown = "".join(f"{glyph:04x}" for glyph in glyphs)
    return f">{-room:g}<{shown}" if room else shown
