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
from shuati.publish.render.colours import with_colours

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
    names = {*given, "sides"}
    for thing in (chapter, chapter.sections[0], item):
        names |= {name for name in dir(thing) if not name.startswith("_")}
    for name in names:
        assert re.search(rf"`{name}`", described), name


# ── colours ──────────────────────────────────────────────────────────────────


def declared(css: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+: #[^;]+);", css))


@pytest.mark.parametrize("time", ["day", "night"])
def test_cards_have_the_colours_of_the_report(time: str) -> None:
    card = templates.read_text("anki/card.css")
    first, second = (part.partition("}")[0] for part in card.split("\n.card")[1:3])
    own = with_colours(f"/* colours: {time}-text {time}-card {time}-code */")
    assert len(declared(own)) == 14
    assert declared(first if time == "day" else second) == declared(own)


def test_every_colour_that_a_style_sheet_asks_for_is_there() -> None:
    for name in ("report/report.css", "print/sheet.css"):
        css = with_colours(templates.read_text(name))
        assert "colours:" not in css
        used = set(re.findall(r"var\((--[\w-]+)\)", css)) - {"--serif", "--sans", "--mono"}
        assert used
        assert used <= {one.partition(":")[0] for one in declared(css)}


def test_own_colours_win(tmp_path: Path) -> None:
    shipped = templates.read_text("colours.css")
    (tmp_path / "colours.css").write_text(shipped.replace("#1d4e7a", "#123456"), "utf-8")
    assert "--accent: #123456" in sheet_templates(tmp_path).html("list")


def test_own_templates_that_are_whole_documents_and_say_half_still_work(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    own = "<html><head><style>{% include 'sheet.css' %}</style></head><body>{% for c in chapters %}"
    own += "{% for s in c.sections %}{% for i in s.items %}{% for p in i.points %}[{{ p.half }}]"
    (tmp_path / "print" / "cheat.html").write_text(own + "{% endfor %}" * 4, "utf-8")
    html = sheet_templates(tmp_path).html("cheat")
    assert "[去掉错误]" in html
    assert "--accent: #" in html
