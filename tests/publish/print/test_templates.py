"""A person's own templates: which file wins, what they may use, what an error tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sheet_entries as build
from jinja2 import UndefinedError

from shuati.config.settings import Settings
from shuati.model import Kind
from shuati.publish.print import SHEETS
from shuati.publish.print.sheet_html import SheetTemplates, values
from shuati.publish.render import templates

ASKED = build.question(
    "什么是数据清洗？", build.section(Kind.ANSWER, build.paragraph("去掉错误。"))
)
ENTRIES = (build.entry("Q0001", ASKED),)
DOCUMENTS = (build.document("数据基础", ASKED),)


def sheet_templates(own: Path | None = None) -> SheetTemplates:
    return SheetTemplates(ENTRIES, DOCUMENTS, Settings(), own)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_has_a_title_and_its_entries(sheet: str) -> None:
    html = sheet_templates().html(sheet)
    assert "<title>" in html
    assert "Q0001" in html


def test_an_own_file_wins_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "list.css").write_text("/* mine */", "utf-8")
    assert "/* mine */" in sheet_templates(tmp_path).html("list")
    assert "counter-style" in sheet_templates(tmp_path).html("list")


def test_an_unknown_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "cheat.html").write_text("<p>\n{{ settings.colour }}</p>", "utf-8")
    with pytest.raises(UndefinedError, match="colour"):
        sheet_templates(tmp_path).html("cheat")


def test_every_variable_is_described() -> None:
    described = (templates.folder() / "print" / "README.md").read_text("utf-8")
    given = values(ENTRIES, DOCUMENTS, Settings())
    chapter = given["chapters"][0]
    item = chapter.sections[0].items[0]
    names = {*given, "levels"}
    for thing in (chapter, chapter.sections[0], item):
        names |= {name for name in dir(thing) if not name.startswith("_")}
    for name in names:
        assert re.search(rf"`{name}`", described), name
