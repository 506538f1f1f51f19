"""The sheets of a bank: from entries to PDFs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from shuati.config.settings import Settings
from shuati.model import Document, Entry
from shuati.pipeline import cache
from shuati.publish.print import SHEETS, cards, justify, paper, press
from shuati.publish.print.book import Book, Section, cut, whole
from shuati.publish.print.impose import Side
from shuati.publish.print.kept import Kept
from shuati.publish.print.pages import chapters
from shuati.publish.print.parallel import all_made, processors
from shuati.publish.print.sections import Advance, Pieces, Setting, set_all
from shuati.publish.print.terms import index, once
from shuati.publish.render import templates

Made = dict[Section, Pieces]

_MANY = 100  # pages from which another process pays
_IMPOSED = ("cheat", "cards")

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LANGUAGE = re.compile(r'<html[^>]* lang="([^"]+)"')
_OTHER = re.compile(r'href="#([a-z]+):')


class Printer:
    """Makes the sheets of one bank.

    ``overrides`` is the project's own templates folder, ``folder`` where set pages are
    kept (`cache.folder`'s by default), ``processes`` how many work at once (by default as
    many as there are processors).
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        documents: Sequence[Document],
        settings: Settings,
        overrides: Path | None = None,
        folder: Path | None = None,
        processes: int | None = None,
    ) -> None:
        self._settings, self._overrides, self._processes = settings, overrides, processes
        self._environment = templates.environment("print", overrides)
        self._values = values(entries, documents, settings)
        self._digits = max(2, len(str(round(1.2 * len(entries)) + 10)))
        self._kept = Kept(_salt(overrides, self._digits), folder)

    def make(self, sheets: Collection[str], advance: Advance) -> dict[str, bytes]:
        """The PDF of each of ``sheets``, names of `SHEETS`.

        ``advance`` is told how much of all is done. Raises `jinja2.TemplateError` where a
        template is wrong and `shuati.publish.print.pango.PangoMissing`.
        """
        joined = justify.known() and not self._settings.tagged
        # The index of joined sections waits for the pages that it names.
        more: dict[str, dict[str, Any]] = {"study": {"index": ()}} if joined else {}
        html = {name: self.html(name, **more.get(name, {})) for name in SHEETS if name in sheets}
        for name in sorted({name for text in html.values() for name in _OTHER.findall(text)}):
            if name in SHEETS and name not in html:
                html[name] = self.html(name, **more.get(name, {}))
        return self._joined(html, sheets, advance) if joined else self._whole(html, sheets)

    def html(self, sheet: str, **more: Any) -> str:
        """What the template of ``sheet`` makes."""
        if sheet == "cards" and self._settings.cards_test:
            sheet = "cards-test"
        elif sheet == "cards":
            more.setdefault("levels", cards.levels(self._values["chapters"], self._settings))
        return self._environment.get_template(f"{sheet}.html").render(self._values | more)

    # ── joined from sections ─────────────────────────────────────────────────

    def _joined(
        self, html: Mapping[str, str], wanted: Collection[str], advance: Advance
    ) -> dict[str, bytes]:
        from shuati.publish.print.join import join, page_numbers

        setting = self._setting(html.values())
        books = {name: cut(text) for name, text in html.items()}
        made = self._set(books, {}, setting, advance)
        made = self._mended(books, made, setting)
        self._kept.prune()
        pieces = {name: _pieces(book.sections, made) for name, book in books.items()}
        sides = {name: self._sides(name, pieces[name]) for name in books}
        others = {
            f"{name}:{anchor}": number
            for name in books
            for anchor, number in page_numbers(pieces[name], sides[name]).items()
        }
        jobs = {
            name: partial(
                join,
                pieces[name],
                self._sheet(html[name], others),
                sides[name],
                made[book.frame][0] if book.frame else None,
            )
            for name, book in books.items()
            if name in wanted
        }
        pages = sum(len(piece.pages) for name in jobs for piece in pieces[name])
        processes = (self._processes or processors()) if pages > _MANY else 1
        return all_made(jobs, processes)

    def _set(
        self, books: Mapping[str, Book], made: Made, setting: Setting, advance: Advance
    ) -> Made:
        """``made`` and the pieces of every section that is not in it, all set at once."""
        every = [
            section
            for book in books.values()
            for section in (*book.sections, *([book.frame] if book.frame else []))
        ]
        left = [section for section in dict.fromkeys(every) if section not in made]
        done = set_all(left, setting, self._kept, advance, self._processes)
        return {**made, **dict(zip(left, done, strict=True))}

    def _mended(self, books: dict[str, Book], made: Made, setting: Setting) -> Made:
        """Set again what had to be seen first: the index, and cards that did not fit.

        Changes ``books``; returns ``made`` with what they hold now.
        """
        from shuati.publish.print.join import page_numbers

        if "study" in books:
            pages = page_numbers(_pieces(books["study"].sections, made))
            books["study"] = cut(self.html("study", index=once(self._values["index"], pages)))
        fitted = "cards" in books and not self._settings.cards_test
        levels = dict(cards.levels(self._values["chapters"], self._settings)) if fitted else {}
        for _ in range(cards.LAST + 1):
            if fitted:
                long = cards.too_long(_pieces(books["cards"].sections, made))
                longer = {name: levels[name] + 1 for name in long if levels[name] < cards.LAST}
                levels |= longer
                books["cards"] = (
                    cut(self.html("cards", levels=levels)) if longer else books["cards"]
                )
            again = self._set(books, made, setting, _quiet)
            if len(again) == len(made):
                break
            made = again
        return made

    def _sides(self, name: str, pieces: Pieces) -> Sequence[Side] | None:
        """How the pages of a sheet are laid on paper; None for a page each."""
        if name == "cheat":
            return paper.column_sides(sum(len(piece.pages) for piece in pieces), self._settings)
        if name == "cards" and self._settings.cards_test:
            return paper.test_sides(self._settings)
        if name == "cards":
            return paper.card_sides(cards.pairs(pieces), self._settings)
        return None

    def _setting(self, html: Collection[str]) -> Setting:
        foreign = any(map(press.needs_machine_fonts, html))
        salt = _salt(self._overrides, self._digits)
        return Setting(self._digits, salt, self._overrides, foreign)

    def _sheet(self, html: str, others: Mapping[str, int]) -> Any:
        from shuati.publish.print.join import Sheet

        title, language = _TITLE.search(html), _LANGUAGE.search(html)
        return Sheet(
            unescape(title[1].strip()) if title else self._settings.title,
            language[1] if language else "zh-CN",
            others,
            self._settings.archival,
        )

    # ── each set as a whole ──────────────────────────────────────────────────

    def _whole(self, html: Mapping[str, str], wanted: Collection[str]) -> dict[str, bytes]:
        """Without sections: for tagged PDFs, and where this WeasyPrint is not known."""
        from shuati.publish.print import numbers
        from shuati.publish.print.archive import packed

        imposed = {name: text for name, text in html.items() if name in _IMPOSED}
        others: dict[str, int] = {}
        made: dict[str, bytes] = {}
        options: dict[str, Any] = {"pdf_tags": self._settings.tagged}
        if self._settings.archival:
            options["pdf_variant"] = "pdf/a-2a" if self._settings.tagged else "pdf/a-2b"
            options["uncompressed_pdf"] = True  # `packed` compresses, but not the metadata
        with press.opened(
            self._overrides, machine_fonts=any(map(press.needs_machine_fonts, html.values()))
        ) as opened:
            for name, text in html.items():
                if name in imposed:
                    continue
                with numbers.known_elsewhere(others):
                    document = opened.document(whole(text))
                    for number, page in enumerate(document.pages, 1):
                        for anchor in page.anchors:
                            others.setdefault(f"{name}:{anchor}", number)
                    if name in wanted:
                        content = document.write_pdf(**options)
                        made[name] = packed(content) if self._settings.archival else content
        if imposed:
            if "study" in html:
                imposed["study"] = self.html("study", index=())
            made |= self._joined(imposed, {*imposed} - {"study"}, _quiet)
        return made


def values(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
) -> dict[str, Any]:
    """What the templates may use; `templates/print/README.md` describes it."""
    return {
        "settings": settings,
        "chapters": chapters(entries, documents, settings),
        "documents": len(documents),
        "questions": sum(len(document.questions) for document in documents),
        "entries": len(entries),
        "index": index(entries),
        "justified": justify.known(),
        "margins": paper.margins(settings),
        "page": paper.page(settings),
        "columns": paper.columns(settings),
        "grid": paper.card_grid(settings),
    }


def _salt(overrides: Path | None, digits: int) -> str:
    """What pages depend on beside their HTML: this program, its libraries, own files."""
    digest = hashlib.sha256(f"{digits} {cache.program()}".encode())
    own = overrides / "print" if overrides else None
    for path in sorted(own.rglob("*")) if own else ():
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _pieces(sections: Sequence[Section], made: Made) -> Pieces:
    return tuple(piece for section in sections for piece in made[section])


def _quiet(done: int, total: int) -> None:
    """Tell nobody."""
