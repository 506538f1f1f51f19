"""The sheets of a bank: from entries to PDFs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuati.config.settings import Settings
from shuati.config.sheet_names import SHEETS
from shuati.model import Diagnostic, Document, Entry, Location, warning
from shuati.publish.print import joined_sheets, weasyprint_patches, whole_sheets
from shuati.publish.print.exam_paper import PrintedExam
from shuati.publish.print.index import IndexKey
from shuati.publish.print.known_runs import Store
from shuati.publish.print.printed_pictures import folder_of
from shuati.publish.print.section_pages import Share
from shuati.publish.print.sheet_html import SheetTemplates
from shuati.publish.print.sheet_items import SheetItem

__all__ = ["SHEETS", "Printed", "print_sheets"]

_ORDER = (*SHEETS, "exam")
_OTHER = re.compile(r'href="#([a-z]+):')


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF of each sheet by its name, and what was found when making them."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


def print_sheets(
    names: Collection[str],
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    templates: Path | None,
    store: Store,
    share: Share = map,
    items: Sequence[SheetItem] | None = None,
    index_keys: Mapping[str, IndexKey] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    exam: PrintedExam | None = None,
) -> Printed:
    """The PDFs of ``names``, of `SHEETS`; with an ``exam`` also "exam".

    ``templates`` is the project's own folder of templates. Pages that were set before are
    found in ``store``, and new ones put there; ``share`` is called like `map` and may make
    the calls in other processes. ``items`` are the entries as `item_maker.sheet_item` makes
    them, ``index_keys`` the words of `index.words` with their `index.index_key` (None: made
    here). ``pictures`` are those that the items show, by name. Raises
    `jinja2.TemplateError` where a template is wrong and
    `shuati.publish.print.pango.PangoMissing`.
    """
    with folder_of(pictures or {}) as folder:
        made = SheetTemplates(
            entries, documents, settings, templates, items, index_keys, folder, exam
        )
        return _printed(names, made, store, share, len(entries))


def _printed(
    names: Collection[str], made: SheetTemplates, store: Store, share: Share, entries: int
) -> Printed:
    settings = made.settings
    known = weasyprint_patches.known()
    joined = known and not settings.tagged

    def html(name: str) -> str:
        # The index of joined sections waits for the pages that it names.
        return made.study_without_index() if joined and name == "study" else made.html(name)

    texts = {name: html(name) for name in _ORDER if name in names}
    for name in sorted({name for text in texts.values() for name in _OTHER.findall(text)}):
        if name in SHEETS and name not in texts:
            texts[name] = html(name)
    if joined:
        files = joined_sheets.make(texts, names, made, store, share, entries)
    elif known:
        laid = {name for name in texts if name in whole_sheets.LAID_ON_PAPER}
        plain = {name: text for name, text in texts.items() if name not in laid}
        files = whole_sheets.make(plain, names, made)
        if laid & set(names):
            joined_texts = {name: texts[name] for name in texts if name in laid}
            if "study" in texts:
                joined_texts["study"] = made.study_without_index()
            wanted = laid & set(names)
            files |= joined_sheets.make(joined_texts, wanted, made, store, share, entries)
    else:
        files = whole_sheets.make(texts, names, made)
    ordered = {name: files[name] for name in _ORDER if name in files}
    return Printed(ordered, () if known else (_unknown(next(iter(ordered), "")),))


def _unknown(sheet: str) -> Diagnostic:
    version, versions = weasyprint_patches.installed(), weasyprint_patches.KNOWN
    location = Location(f"{sheet}.pdf")
    return warning("unknown-weasyprint", location, version=version, known=versions)
