"""The report in a browser: nothing is fetched, everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import document, entry, points, question

from shuati.model import Location, Pair, Span, Verdict, reason, warning
from shuati.publish.report.render import report_html
from shuati.publish.report.view import page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ASKED = [
    question("如何防止过拟合？", points("正则化：用 L2 限制参数"), "结语。", path="a.md", line=1),
    question("怎样避免过拟合？", points("数据增强：添加噪声"), path="b.md", line=1),
    question("如何防止欠拟合？", points("加大模型：增加层数"), path="b.md", line=5),
    question("什么是 GPU？", "并行计算的芯片。", path="b.md", line=9),
]


@pytest.fixture
def report(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report of three entries, one of them merged, two in doubt; it fails on any request."""
    entries = [
        replace(one, code=f"Q{at:04d}", tags=(tag,))
        for at, (one, tag) in enumerate(
            zip(
                (entry(*_ASKED[:2]), entry(_ASKED[2]), entry(_ASKED[3])),
                ("训练::过拟合", "训练", "硬件"),
                strict=True,
            ),
            1,
        )
    ]
    pairs = [
        Pair(_ASKED[0], _ASKED[1], Verdict.SAME, 0.9, (reason("same-intent", intent="handle"),)),
        Pair(_ASKED[0], _ASKED[2], Verdict.REVIEW, 0.6, (reason("same-intent", intent="handle"),)),
    ]
    diagnostics = [warning("breaks-off", Location("b.md", Span(9, 9)))]
    documents = [document(_ASKED[0]), document(*_ASKED[1:], path="b.md")]
    file = tmp_path / "report.html"
    file.write_text(report_html(page("题库", documents, entries, {}, pairs, diagnostics)), "utf-8")
    context = browser.new_context(viewport={"width": 1200, "height": 800}, color_scheme="light")
    shown = context.new_page()
    wrong: list[str] = []
    shown.on("request", lambda request: wrong.append(request.url))
    shown.on("console", lambda message: wrong.append(message.text))
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    shown.goto(file.as_uri())
    yield shown
    assert set(wrong) == {file.as_uri()}
    context.close()


def _shown(report: Page) -> list[str]:
    return report.locator(".entry:visible").evaluate_all("all => all.map(one => one.id)")


def _types(report: Page, text: str) -> None:
    report.keyboard.press("/")
    report.keyboard.type(text)
    report.wait_for_timeout(250)


def test_search_finds_questions_answers_and_codes_in_any_width_and_case(report: Page) -> None:
    _types(report, "ｇｐｕ")
    assert _shown(report) == ["Q0003"]
    assert report.locator("#shown").inner_text() == "1 / 3"
    report.keyboard.press("Escape")
    assert len(_shown(report)) == 3
    _types(report, "噪声 过拟合")
    assert _shown(report) == ["Q0001"]
    assert report.locator(".review:visible").count() == 0
    report.keyboard.press("Escape")
    _types(report, "没有这个词")
    assert _shown(report) == []
    assert report.locator("#nothing").is_visible()


def test_filters_by_kind_document_and_tag_work_together(report: Page) -> None:
    report.click("[data-kind=merged]")
    assert _shown(report) == ["Q0001"]
    report.click("[data-kind=problem]")
    assert _shown(report) == ["Q0003"]
    report.click('[data-kind=""]')
    report.select_option("#file", "a.md")
    assert _shown(report) == ["Q0001"]
    report.select_option("#file", "")
    report.click(".tags > summary")
    report.click('[data-tag="训练"]')
    assert _shown(report) == ["Q0001", "Q0002"]
    assert report.locator('[data-tag="训练"]').get_attribute("aria-pressed") == "true"
    report.click('[data-tag="训练::过拟合"]')
    assert _shown(report) == ["Q0001"]
    assert not report.locator("[data-kind=near]").is_visible()


def _focused(report: Page) -> str:
    return str(report.evaluate("document.activeElement.closest('.item')?.id ?? ''"))


def test_the_keyboard_reaches_everything(report: Page) -> None:
    report.keyboard.press("m")
    assert _shown(report) == ["Q0001"]
    report.keyboard.press("Escape")
    for _ in range(2):
        report.keyboard.press("j")
    assert _focused(report) == "Q0001"
    report.keyboard.press("Enter")
    assert report.locator("#Q0001 .answer").is_visible()
    report.keyboard.press("j")
    assert _focused(report) == "Q0002"
    report.keyboard.press("k")
    assert _focused(report) == "Q0001"
    report.keyboard.press("?")
    assert report.locator("#help").is_visible()
    report.keyboard.press("Escape")
    assert not report.locator("#help").is_visible()


def _paper(report: Page) -> int:
    shade = report.evaluate("getComputedStyle(document.body).backgroundColor")
    return int(str(shade).split("(")[1].split(",")[0])


def test_day_and_night_follow_the_machine_and_the_person(report: Page) -> None:
    assert _paper(report) > 200
    report.emulate_media(color_scheme="dark")
    assert _paper(report) < 60
    report.click("#theme")
    assert _paper(report) > 200
    report.reload()
    assert _paper(report) > 200
    report.keyboard.press("t")
    assert _paper(report) < 60
    report.evaluate("localStorage.clear()")


def test_a_review_shows_differences_and_copies_the_lines(report: Page) -> None:
    review = report.locator(".review").first
    review.locator("summary").click()
    assert review.locator(".left mark").first.inner_text() == "过"
    assert review.locator(".right mark").first.inner_text() == "欠"
    button = review.locator(".copy").first
    button.click()
    assert str(report.evaluate("getSelection().toString()")).startswith("[[same]]\nquestions = [")
    assert button.inner_text() in ("已复制", "已选中")


def test_a_link_to_a_related_entry_opens_it_even_when_it_was_filtered_out(report: Page) -> None:
    report.click("[data-kind=merged]")
    report.evaluate("location.hash = '#Q0003'")
    report.wait_for_timeout(100)
    assert report.locator("#Q0003 .answer").is_visible()


def test_nothing_is_wider_than_a_phone(report: Page) -> None:
    report.set_viewport_size({"width": 360, "height": 700})
    report.click("#unfold")
    report.locator(".review summary").first.click()
    assert report.evaluate("document.documentElement.scrollWidth") <= 360
