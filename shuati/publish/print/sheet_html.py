"""The HTML of a sheet, made by its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from shuati.config.settings import Settings
from shuati.model import Document, Entry
from shuati.publish.print import paper, weasyprint_patches
from shuati.publish.print.balanced import balanced
from shuati.publish.print.card_levels import CardLevels, Levels, card_levels
from shuati.publish.print.column_widths import fitted
from shuati.publish.print.exam_paper import PrintedExam
from shuati.publish.print.index import IndexKey, index, once
from shuati.publish.print.index_terms import listed_terms
from shuati.publish.print.item_maker import sheet_item
from shuati.publish.print.sheet_items import SheetItem
from shuati.publish.print.sheet_view import chapters, item_arguments
from shuati.publish.print.typography import run_in
from shuati.publish.render import templates
from shuati.publish.render.colours import with_colours


class SheetTemplates:
    """Makes the HTML of the sheets of one bank.

    ``items`` are the ``entries`` as `sheet_item` makes them, ``index_keys`` the words of the
    index with their `index.index_key`; both are made here where they are None.
    ``overrides`` is the project's own templates folder, ``pictures`` that of the pictures that
    the items show; ``exam`` is a paper of some of the entries, which the template of that name
    prints.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        documents: Sequence[Document],
        settings: Settings,
        overrides: Path | None = None,
        items: Sequence[SheetItem] | None = None,
        index_keys: Mapping[str, IndexKey] | None = None,
        pictures: Path | None = None,
        exam: PrintedExam | None = None,
    ) -> None:
        self.settings, self.overrides, self.pictures = settings, overrides, pictures
        self._environment = templates.environment("print", overrides)
        self._environment.globals["fitted"] = fitted  # in macros too
        self._values = values(entries, documents, settings, items, index_keys)
        self._values |= {"exam": exam} if exam else {}

    def html(self, sheet: str, **more: Any) -> str:
        """A whole document; ``more`` values win. Raises `jinja2.TemplateError`, or anything."""
        if sheet == "cards" and self.settings.cards_test:
            sheet = "cards-test"
        elif sheet == "cards":
            more.setdefault("sides", self.card_levels.shown(self.card_levels.first()))
        html = self._environment.get_template(f"{sheet}.html").render(self._values | more)
        head, body, rest = html.partition("<body")
        return with_colours(head, self.overrides) + body + rest

    def study_without_index(self) -> str:
        """The study sheet, but for its index."""
        return self.html("study", index=())

    def study(self, pages: Mapping[str, int]) -> str:
        """The study sheet, whose index names each page once; ``pages`` are by anchor."""
        return self.html("study", index=once(self._values["index"], pages))

    def cards(self, levels: Levels) -> str:
        """The cards, whose sides are those of ``levels``."""
        return self.html("cards", sides=self.card_levels.shown(levels))

    @cached_property
    def card_levels(self) -> CardLevels:
        """The sides that the cards may have."""
        return card_levels(self._values["chapters"], self.settings)


def values(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    items: Sequence[SheetItem] | None = None,
    index_keys: Mapping[str, IndexKey] | None = None,
) -> dict[str, Any]:
    """What the templates may use; `templates/print/README.md` describes it."""
    if items is None:
        items = [sheet_item(*each) for each in item_arguments(entries, documents, settings)]
    return {
        "settings": settings,
        "balanced": balanced,
        "run_in": run_in,
        "chapters": chapters(entries, items, documents, settings),
        "documents": len(documents),
        "questions": sum(len(document.questions) for document in documents),
        "entries": len(entries),
        "index": index(items, listed_terms(settings.tags), index_keys),
        "justified": weasyprint_patches.known(),
        "margins": paper.margins(settings),
        "page": paper.page(settings),
        "columns": paper.columns(settings),
        "grid": paper.card_grid(settings),
    }
