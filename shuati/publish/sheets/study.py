"""The study sheet: title page, contents, and every entry with its whole answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuati import templates
from shuati.model import Document, Entry
from shuati.publish.sheets import justify
from shuati.publish.sheets.pages import chapters
from shuati.settings import Settings


def study_html(
    entries: Sequence[Entry],
    documents: Sequence[Document],
    settings: Settings,
    overrides: Path | None = None,
) -> str:
    """The whole HTML of the study sheet, for `render.pdf`.

    ``overrides`` is the project's own templates folder. Raises `jinja2.TemplateError`
    where a template is wrong. The template is given: ``settings``; ``chapters`` (see
    `pages`); ``documents``, ``questions`` and ``entries``, all three numbers;
    ``justified``, whether lines can be justified.
    """
    template = templates.environment("print", overrides).get_template("study.html")
    return template.render(
        settings=settings,
        chapters=chapters(entries, documents, settings),
        documents=len(documents),
        questions=sum(len(document.questions) for document in documents),
        entries=len(entries),
        justified=justify.known(),
    )
