"""Sheets that are joined from the pages of their sections, which are set one by one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path

from shuati.config.settings import Settings
from shuati.publish.print import card_levels, paper, section_pages, weasyprint_engine
from shuati.publish.print.html_sections import SheetHtml, SheetSection, split_sections
from shuati.publish.print.imposition import PaperSide
from shuati.publish.print.known_runs import KnownRuns, Store
from shuati.publish.print.page_run import PageRun
from shuati.publish.print.pdf_writer import PdfProperties, pages_of_anchors, write_pdf
from shuati.publish.print.section_pages import PageRuns, SetOptions, Share
from shuati.publish.print.sheet_html import SheetTemplates

_MANY = 100  # pages from which other processes pay for writing the PDFs

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LANGUAGE = re.compile(r'<html[^>]* lang="([^"]+)"')


def make(
    html: Mapping[str, str],
    wanted: Collection[str],
    templates: SheetTemplates,
    store: Store,
    share: Share,
    entries: int,
) -> dict[str, bytes]:
    """The PDFs of ``wanted``. ``html`` has these sheets and those that they refer to.

    The study sheet among them is without its index. ``entries`` is how many there are.
    """
    settings = templates.settings
    digits = max(2, len(str(round(1.2 * entries) + 10)))
    foreign = any(map(weasyprint_engine.needs_machine_fonts, html.values()))
    options = SetOptions(digits, templates.overrides, templates.pictures, foreign)
    known = KnownRuns(store, f"{digits} {_own_files(templates.overrides)}")
    setting = _Setting(options, known, share)
    sheets = {name: split_sections(text) for name, text in html.items()}
    try:
        setting.set(sheets)
        _complete(sheets, setting, templates)
    finally:
        section_pages.free()
    runs = {name: setting.runs(sheet) for name, sheet in sheets.items()}
    sides = {name: paper_sides(name, runs[name], settings) for name in sheets}
    others = {
        f"{name}:{anchor}": number
        for name in sheets
        for anchor, number in pages_of_anchors(runs[name], sides[name]).items()
    }
    names = [name for name in sheets if name in wanted]
    jobs = [
        _WriteJob(
            runs[name], properties(html[name], others, settings), sides[name],
            setting.frame(sheets[name]),
        )
        for name in names
    ]  # fmt: skip
    pages = sum(len(run.pages) for name in names for run in runs[name])
    written = (share if pages > _MANY else map)(_write, jobs)
    return dict(zip(names, written, strict=True))


@dataclass(frozen=True, slots=True)
class _WriteJob:
    runs: PageRuns
    properties: PdfProperties
    sides: Sequence[PaperSide] | None
    frame: PageRun | None


def _write(job: _WriteJob) -> bytes:
    return write_pdf(job.runs, job.properties, job.sides, job.frame)


class _Setting:
    """The pages of sections, set as they are asked for."""

    def __init__(self, options: SetOptions, known: KnownRuns, share: Share) -> None:
        self._set_sections = partial(
            section_pages.section_pages, options=options, known=known, share=share
        )
        self._done: dict[SheetSection, PageRuns] = {}

    def set(self, sheets: Mapping[str, SheetHtml]) -> bool:
        """Set all sections of ``sheets`` that are not yet set; whether there were any."""
        every = [
            section
            for sheet in sheets.values()
            for section in (*sheet.sections, *([sheet.frame] if sheet.frame else []))
        ]
        left = [section for section in dict.fromkeys(every) if section not in self._done]
        self._done |= zip(left, self._set_sections(left), strict=True)
        return bool(left)

    def runs(self, sheet: SheetHtml) -> PageRuns:
        """All pages of ``sheet``, which are set."""
        return tuple(run for section in sheet.sections for run in self._done[section])

    def frame(self, sheet: SheetHtml) -> PageRun | None:
        """The page around those of ``sheet``."""
        return self._done[sheet.frame][0] if sheet.frame else None


def _complete(sheets: dict[str, SheetHtml], setting: _Setting, templates: SheetTemplates) -> None:
    """Set again what needs the pages of the rest: the index, and cards that did not fit.

    Changes ``sheets``.
    """
    if "study" in sheets:
        pages = pages_of_anchors(setting.runs(sheets["study"]))
        sheets["study"] = split_sections(templates.study(pages))
    fitted = "cards" in sheets and not templates.settings.cards_test
    levels = templates.card_levels.first() if fitted else {}
    while True:
        if fitted:
            longer = templates.card_levels.shorter(setting.runs(sheets["cards"]), levels)
            levels |= longer
            if longer:
                sheets["cards"] = split_sections(templates.cards(levels))
        if not setting.set(sheets):
            return


def paper_sides(
    name: str, runs: Sequence[PageRun], settings: Settings
) -> Sequence[PaperSide] | None:
    """How the pages of a sheet are laid on paper; None for a page each."""
    if name == "cheat":
        return paper.column_sides(sum(len(run.pages) for run in runs), settings)
    if name == "cards" and settings.cards_test:
        return paper.test_sides(settings)
    if name == "cards":
        return paper.card_sides(card_levels.front_and_back_pages(runs), settings)
    return None


def properties(html: str, others: Mapping[str, int], settings: Settings) -> PdfProperties:
    """The properties of the PDF of ``html``; ``others`` are the anchors of other sheets."""
    title, language = _TITLE.search(html), _LANGUAGE.search(html)
    return PdfProperties(
        unescape(title[1].strip()) if title else settings.title,
        language[1] if language else "zh-CN",
        others,
        settings.archival,
    )


def _own_files(overrides: Path | None) -> str:
    """A digest of the project's own templates, which pages may show without naming them."""
    digest = hashlib.sha256()
    own = overrides / "print" if overrides else None
    for path in sorted(own.rglob("*")) if own else ():
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()
