"""Tables beside points: small ones as tables, wider ones as lines."""

from __future__ import annotations

import re

import sheet_entries as build

from shuati.config.settings import Settings
from shuati.model import Entry, Kind
from shuati.publish.print.column_widths import fitted
from shuati.publish.print.sheet_html import SheetTemplates
from shuati.publish.render.html import Flavour, Renderer


def html(columns: int, cell: str) -> str:
    head = [f"列{at}" for at in range(columns)]
    table = build.table(head, *([cell] * columns for _ in range(2)))
    return Renderer(Flavour.PRINT).blocks((table,))


def test_a_table_is_fitted_where_no_word_and_no_narrow_column_is_squeezed() -> None:
    assert "<colgroup>" in fitted(html(3, "甲"), 12)
    assert "<colgroup>" in fitted(html(3, "很长的一格" * 4), 20)
    assert fitted(html(3, "很长的一格" * 4), 16) == ""
    assert fitted(html(3, "Transformer"), 18) == ""
    assert "<colgroup>" in fitted(html(3, "Transformer"), 22)
    assert fitted("", 30) == ""


def entry(columns: int) -> Entry:
    head = [f"列{at}" for at in range(columns)]
    table = build.table(head, *([f"格{row}之{at}" for at in range(columns)] for row in range(2)))
    answer = build.section(Kind.ANSWER, build.points(("甲", "一。")), table)
    return build.entry("Q0001", build.question("问？", answer))


def shown(sheet: str, columns: int) -> str:
    """The last section of a sheet of an entry with a table of ``columns``."""
    made = entry(columns)
    document = build.document("卷", *made.variants)
    body = SheetTemplates([made], [document], Settings()).html(sheet).partition("<body")[2]
    last = body.split("<!-- section -->")[-1]
    return re.sub(r"[\s\u200a\u2060]", "", last)


def test_list_key_and_cheat_sheet_have_a_small_table_once_and_a_wide_one_as_lines() -> None:
    for sheet in ("list", "quiz", "cheat"):
        small, wide = shown(sheet, 3), shown(sheet, 9)
        assert small.count("<table") == 1, sheet
        assert "列1：格0之1" not in small
        assert "<table" not in wide
        assert "格0之0——列1：格0之1，列2：格0之2" in wide
        assert wide.count("格1之8") == small.count("格1之2") == 1
