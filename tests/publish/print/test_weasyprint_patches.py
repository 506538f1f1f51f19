"""What is replaced in WeasyPrint: put back afterwards, and nothing where it is not known."""

from __future__ import annotations

import inspect
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sheet_entries as build
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shuati.config.settings import Settings
from shuati.messages import Language, describe
from shuati.model import Kind
from shuati.publish.print import (
    SHEETS,
    patched_formulas,
    patched_lines,
    print_sheets,
    weasyprint_engine,
    weasyprint_patches,
)
from shuati.publish.print.weasyprint_engine import Engine

LONG = "数据清洗（data cleaning）是发现并改正数据里“错误”的过程，它去掉 3.5% 的重复记录；" * 8


def attributes() -> dict[tuple[str, ...], int]:
    """The identity of everything that the modules and classes of WeasyPrint hold."""
    found: dict[tuple[str, ...], int] = {}
    for name, module in list(sys.modules.items()):
        if name != "weasyprint" and not name.startswith("weasyprint."):
            continue
        for attribute, value in vars(module).items():
            found[name, attribute] = id(value)
            if inspect.isclass(value) and value.__module__.startswith("weasyprint"):
                for inner, member in vars(value).items():
                    found[name, attribute, inner] = id(member)
    return found


@pytest.fixture(scope="module")
def asked() -> list[Any]:
    answer = build.section(
        Kind.ANSWER,
        build.paragraph(LONG + "其中 $x^2$ 是公式。"),
        build.points(*((f"要点{at}", LONG[at:]) for at in range(9))),
    )
    return [build.question(f"第{number}个问题是什么？", answer) for number in range(12)]


def printed(asked: list[Any], chosen: Settings) -> Any:
    entries = [
        replace(build.entry(f"Q{number:04d}", one), keywords=("数据",))
        for number, one in enumerate(asked)
    ]
    documents = [build.document("文档", *asked)]
    return print_sheets(SHEETS, entries, documents, chosen, None, build.Store())


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[set[tuple[str, ...]]]]:
    """What differs in WeasyPrint from before, each time that a document is set."""
    weasyprint_engine.imported()
    with weasyprint_engine.opened() as engine:  # imports what is imported late
        engine.pdf("<p>字<svg class=tex width=9 height=9><path d='M 0 0 h 9'/></svg></p>")
    before = attributes()
    seen: list[set[tuple[str, ...]]] = []
    document = Engine.document

    def watched_document(engine: Engine, html: str) -> Any:
        now = attributes()
        seen.append({key for key in before if now.get(key) != before[key]})
        return document(engine, html)

    monkeypatch.setattr(Engine, "document", watched_document)
    yield seen
    assert {key for key in before if attributes().get(key) != before[key]} == set()


def test_with_a_known_weasyprint_functions_are_replaced_and_put_back(
    asked: list[Any], watched: list[set[tuple[str, ...]]]
) -> None:
    assert printed(asked, Settings()).diagnostics == ()
    replaced = {key[-1] for key in set.union(*watched)}
    assert replaced == {
        "TAGS",
        "clean",
        "compute_content_list",
        "draw",
        "draw_first_line",
        "get_hb_object_data",
        "initialize_page_maker",
        "justify_line",
        "remake_page",
        "split_first_line",
    }


@pytest.mark.parametrize("tagged", [False, True])
def test_with_an_unknown_weasyprint_nothing_is_replaced_and_all_sheets_are_made(
    asked: list[Any],
    watched: list[set[tuple[str, ...]]],
    monkeypatch: pytest.MonkeyPatch,
    tagged: bool,
) -> None:
    monkeypatch.setattr(weasyprint_patches, "KNOWN", ("0.0",))
    made = printed(asked, Settings(tagged=tagged))
    assert watched
    assert set.union(*watched) == set()
    assert tuple(made.files) == SHEETS
    for sheet, content in made.files.items():
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        assert all(f"Q{number:04d}" in "".join(pages) for number in range(12)), sheet
        if sheet == "cheat":
            numbers = [page.replace(" ", "") for page in pages]
            for number, text in enumerate(numbers, 1):
                assert f"{number}/{len(pages)}" in text
    (found,) = made.diagnostics
    assert found.code == "unknown-weasyprint"
    for language in Language:
        assert weasyprint_patches.installed() in describe(found, language).text


def test_an_unknown_weasyprint_is_named_once_by_a_build_of_some_sheets(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weasyprint_patches, "installed", lambda: "99.0")
    entries = [build.entry("Q0001", asked[0])]
    documents = [build.document("文档", asked[0])]
    made = print_sheets(["list"], entries, documents, Settings(), None, build.Store())
    assert [(one.code, one.path) for one in made.diagnostics] == [
        ("unknown-weasyprint", "list.pdf")
    ]


@given(st.text("数据的，。（）「”、AIfi9 -—…é\u200a\u2060\u00ad", max_size=90), st.integers(8, 90))
@settings(max_examples=25, deadline=None)
def test_lines_break_where_they_do_when_all_of_the_text_is_tried(text: str, width: int) -> None:
    page = (
        f"<style>div {{ width: {width}mm; overflow-wrap: anywhere; text-align: justify }}"
        "p { float: left } b { letter-spacing: -0.3em }</style>"
        f"<div>{text}<p>{text}</p><b>{text}</b></div>"
    )
    with weasyprint_engine.opened() as engine:
        short = engine.pdf(page)
    enough = patched_lines.enough
    patched_lines.enough = lambda text, width: None
    try:
        with weasyprint_engine.opened() as engine:
            assert engine.pdf(page) == short
    finally:
        patched_lines.enough = enough


def test_the_versions_that_are_installed_are_those_that_are_known() -> None:
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    needed = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
    assert [one for one in needed if one.startswith("weasyprint")] == [
        f"weasyprint=={version}" for version in weasyprint_patches.KNOWN
    ]


def test_the_outline_of_a_formula_is_drawn_as_weasyprint_draws_it() -> None:
    from weasyprint.svg.path import path

    class Stream:
        def __init__(self) -> None:
            self.steps: list[tuple[float, ...]] = []

        def move_to(self, *at: float) -> None:
            self.steps.append(at)

        line_to = curve_to = move_to

        def close(self) -> None:
            self.steps.append(())

    class Node(dict[str, str]):
        vertices: list[Any] = []  # noqa: RUF012

    class Image:
        stream = Stream()
        inner_diagonal = concrete_width = concrete_height = 1.0
        inner_width = inner_height = 1.0

        def point(self, x: str, y: str, _: float) -> tuple[float, float]:
            return float(x), float(y)

    outline = "M 1 2 L 3 4.5 Q 5 6 7 -8 C 1 2 3 4 5 6 Z M 2 3 h 4 v 1 h -4 Z"
    path(Image(), Node(d=outline), 16)
    own = patched_formulas.operators(outline)
    assert own is not None
    drawn = [tuple(map(float, step.split())) for step in re.split(r" ?[mlch] ?", own.decode())[:-1]]
    _, *expected = Image.stream.steps  # it begins with a step to the origin
    assert len(drawn) == len(expected)
    for mine, theirs in zip(drawn, expected, strict=True):
        assert mine == pytest.approx(theirs, abs=0.001)


def test_an_outline_of_other_steps_is_left_to_weasyprint() -> None:
    assert patched_formulas.operators("M 1 2 A 1 1 0 0 1 2 3") is None
    assert patched_formulas.operators("M 1 2 3 4") is None
