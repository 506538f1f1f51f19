"""What makes WeasyPrint quicker changes nothing that is printed, and is undone."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import sheet_entries as build
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.config.settings import Settings
from shuati.model import Kind
from shuati.publish.print import SHEETS, press, quicker
from shuati.publish.print.book import whole
from shuati.publish.print.sheets import Printer

TEXT = "数据清洗（data cleaning）是发现并改正数据里“错误”的过程，它去掉 3.5% 的重复记录；" * 8


def html(sheet: str) -> str:
    asked = [
        build.question(
            f"第{number}个问题是什么？",
            build.section(
                Kind.ANSWER,
                build.paragraph(TEXT[number:]),
                build.points(("要点", TEXT[3 * number :]), ("", "w" * 300)),
                build.table(("列", "说明"), ("甲", TEXT[:80]), ("乙 b", "短")),
                build.code("def f(x):\n\treturn x  # 注释" + "很长" * 60),
            ),
        )
        for number in range(6)
    ]
    entries = [build.entry(f"Q{number:04d}", one) for number, one in enumerate(asked)]
    return whole(Printer(entries, [build.document("文档", *asked)], Settings()).html(sheet))


def pdf(text: str) -> bytes:
    with press.opened() as opened:
        return opened.pdf(text)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_pages_are_those_of_weasyprint(sheet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = html(sheet)
    quick = pdf(text)
    monkeypatch.setattr(press, "quicker", nullcontext)
    assert quick == pdf(text)


@given(st.text("数据的，。（）「”、AIfi9 -—…é\u200a\u2060\u00ad", max_size=90), st.integers(8, 90))
@settings(max_examples=25, deadline=None)
def test_any_text_breaks_as_it_did(text: str, width: int) -> None:
    page = (
        f"<style>div {{ width: {width}mm; overflow-wrap: anywhere; text-align: justify }}"
        "p { float: left } b { letter-spacing: -0.3em }</style>"
        f"<div>{text}<p>{text}</p><b>{text}</b></div>"
    )
    quick = pdf(page)
    kept = press.quicker
    press.quicker = nullcontext  # type: ignore[assignment]
    try:
        assert quick == pdf(page)
    finally:
        press.quicker = kept


def test_weasyprint_is_left_as_it_was() -> None:
    pdf("<p>字</p>")
    from weasyprint.layout import block, inline
    from weasyprint.text.line_break import Layout

    assert inline.split_first_line.__module__ == "weasyprint.text.line_break"
    assert block.resolve_percentages.__module__ == "weasyprint.layout.percent"
    assert Layout.setup.__module__ == "weasyprint.text.line_break"


def test_an_unknown_weasyprint_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text.line_break import Layout

    monkeypatch.setattr("shuati.publish.print.justify.known", lambda: False)
    setup = Layout.setup
    with quicker.quicker():
        assert Layout.setup is setup
