"""A sheet's HTML, cut where its template says that it may be cut.

A template marks with ``<!-- section -->`` what begins on a new page and with ``<!-- unit -->``
what may begin a page (an entry, a card). Sections are set apart from one another, and a
section whose entry was edited is set again only from the page that changed. What stands
between the marks ``section`` and its first ``unit`` is set again with every piece of the
section: it should take no room (the title for the running head). ``<!-- leaf -->`` in place
of ``<!-- unit -->`` marks a unit that always begins a page, by its style: a card.
``<!-- frame -->`` begins a page of the paper that the pages of the sections are laid on, for
`imposition`.

A template without marks is one section of one unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SECTION = re.compile(r"\s*<!-- section -->\s*")
_UNIT = re.compile(r"\s*<!-- (?:unit|leaf) -->\s*")
_LEAF = "<!-- leaf -->"
_FRAME = re.compile(r"\s*<!-- frame -->\s*")
_BODY = re.compile(r"(.*<body[^>]*>)(.*?)(?:</body>.*)?", re.DOTALL)
_BREAK = '\n<div style="break-after: page"></div>\n'
_FIRSTS = ", ".join(f"[data-unit='{{0}}']{' > :first-child' * depth}" for depth in range(5))
_RESUMED = f"<style>{_FIRSTS} {{{{ margin-top: 0 !important }}}}</style>\n"
_MARK = re.compile(r"<!-- (?:frame|section|unit|leaf) -->\s*")


@dataclass(frozen=True, slots=True)
class SheetSection:
    """What is set apart from the rest: ``head`` up to ``<body>``, ``prelude``, ``units``.

    With ``fixed_units``, every unit begins a page whatever is before it.
    """

    head: str
    prelude: str
    units: tuple[str, ...]
    fixed_units: bool = False

    def html(self, first: int, last: int, *, resumed: bool) -> str:
        """A document of the units ``first`` to before ``last``, each with its number.

        Where it is ``resumed`` it begins like a page in the midst of the section: without
        the margin above its first block, which CSS drops at an unforced break only.
        """
        units = self.units[first:last]
        numbered = "".join(_numbered(unit, number) for number, unit in enumerate(units, first))
        style = _RESUMED.format(first) if resumed else ""
        return f"{self.head}\n{style}{self.prelude}\n{numbered}</body></html>"


@dataclass(frozen=True, slots=True)
class SheetHtml:
    """A sheet as sections, and the frame around its pages where it has one."""

    sections: tuple[SheetSection, ...]
    frame: SheetSection | None = None


def split_sections(html: str) -> SheetHtml:
    """``html``, a whole document, as sections."""
    match = _BODY.fullmatch(html)
    head, body = (match[1], match[2]) if match else ("<body>", html)
    start, *sections = _SECTION.split(body)
    before, *frame = _FRAME.split(start)
    if not sections:
        sections = [before] if before.strip() else []
    framed = SheetSection(head, "", (frame[0],)) if frame else None
    return SheetHtml(tuple(_section(head, section) for section in sections), framed)


def without_marks(html: str) -> str:
    """``html`` as one document, whose sections begin on a new page."""
    first, *rest = _SECTION.split(html)
    return _MARK.sub("", "\n".join([first, _BREAK.join(rest)]))


def _section(head: str, html: str) -> SheetSection:
    prelude, *units = _UNIT.split(html)
    if not units:
        prelude, units = "", [prelude]
    return SheetSection(head, prelude, tuple(units), _LEAF in html)


def _numbered(unit: str, number: int) -> str:
    return re.sub(r"<([a-z][a-z0-9]*)", rf'<\1 data-unit="{number}"', unit, count=1) + "\n"
