"""Sheets that WeasyPrint sets whole: tagged ones, and all where its version is not known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from shuati.publish.print import patched_pages, weasyprint_engine
from shuati.publish.print.html_sections import SheetSection, split_sections, without_marks
from shuati.publish.print.joined_sheets import paper_sides, properties
from shuati.publish.print.page_run import PageRun
from shuati.publish.print.page_setter import page_run
from shuati.publish.print.pdf_archive import compressed
from shuati.publish.print.pdf_writer import write_pdf
from shuati.publish.print.sheet_html import SheetTemplates
from shuati.publish.print.weasyprint_engine import Engine

LAID_ON_PAPER = ("cheat", "cards")


def make(
    html: Mapping[str, str], wanted: Collection[str], templates: SheetTemplates
) -> dict[str, bytes]:
    """The PDFs of ``wanted``; ``html`` has these sheets and those that they refer to.

    Where WeasyPrint is not known, a sheet does not name the pages of another.
    """
    settings = templates.settings
    pages: dict[str, int] = {}  # of the anchors of all sheets
    made: dict[str, bytes] = {}
    options: dict[str, Any] = {"pdf_tags": settings.tagged}
    if settings.archival:
        options["pdf_variant"] = "pdf/a-2a" if settings.tagged else "pdf/a-2b"
        options["uncompressed_pdf"] = True  # `compressed` does it, but not to the metadata
    foreign = any(map(weasyprint_engine.needs_machine_fonts, html.values()))
    with weasyprint_engine.opened(
        templates.overrides, pictures=templates.pictures, machine_fonts=foreign
    ) as engine:
        for name, text in html.items():
            if name in LAID_ON_PAPER:
                if name in wanted:
                    made[name] = _laid_on_paper(name, text, engine, templates)
                continue
            with patched_pages.pages_of_other_sheets(pages):
                document = engine.document(without_marks(text))
                for number, page in enumerate(document.pages, 1):
                    for anchor in page.anchors:
                        pages.setdefault(f"{name}:{anchor}", number)
                if name in wanted:
                    content = document.write_pdf(**options)
                    made[name] = compressed(content) if settings.archival else content
    return made


def _laid_on_paper(name: str, html: str, engine: Engine, templates: SheetTemplates) -> bytes:
    """The PDF of a sheet with several pages on a side of paper."""
    settings = templates.settings
    run = _run(html, engine)
    if name == "cards" and not settings.cards_test:
        levels = templates.card_levels.first()
        while longer := templates.card_levels.shorter([run], levels):
            levels |= longer
            run = _run(templates.cards(levels), engine)
    sides = paper_sides(name, [run], settings)
    frame = split_sections(html).frame
    frames = _frames(frame, len(sides or ()), engine) if frame else None
    return write_pdf([run], properties(html, {}, settings), sides, frames)


def _run(html: str, engine: Engine) -> PageRun:
    without_frame = re.sub(r"<!-- frame -->.*?(?=<!-- section -->|</body>)", "", html, flags=re.S)
    return page_run(engine.document(without_marks(without_frame)), [])


def _frames(frame: SheetSection, count: int, engine: Engine) -> PageRun:
    """So many pages of ``frame``, each with its number."""
    copies = SheetSection(frame.head, frame.prelude, frame.units * count)
    breaks = "<style>[data-unit] { break-after: page }</style>"
    html = copies.html(0, count, resumed=False).replace("</head>", f"{breaks}</head>", 1)
    return page_run(engine.document(html), [])
