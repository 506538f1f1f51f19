"""Chapters and entries on pages: what runs on, and what a page that begins in its midst says."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest
import sheet_entries as build

from shuati.config.settings import Settings
from shuati.model import Kind
from shuati.publish.print import paper
from shuati.publish.print.imposition import MM

SETTINGS = replace(Settings(), front_matter=False)
LINE = "数据清洗是发现并改正数据里错误的过程，它去掉重复的记录，也补上缺少的值。"


def pages_of(sheet: str, lengths: list[int]) -> list[pymupdf.Page]:
    """The pages of a sheet with a chapter of one entry for each of ``lengths`` (points)."""
    asked = [
        build.question(
            f"第{at}问？",
            build.section(Kind.ANSWER, build.points(*(("要点", LINE) for _ in range(length)))),
            path=f"{at}.md",
        )
        for at, length in enumerate(lengths, 1)
    ]
    entries = [build.entry(f"Q{at:04}", one) for at, one in enumerate(asked, 1)]
    documents = [
        build.document(f"第{at}章", one, path=f"{at}.md") for at, one in enumerate(asked, 1)
    ]
    pdf = build.sheets([sheet], entries, documents, SETTINGS)[sheet]
    return list(pymupdf.open(stream=pdf))


def ends(page: pymupdf.Page) -> tuple[float, float]:
    """Where the text of a page begins and ends, as shares of its height."""
    top, _, bottom, _ = (side * MM for side in paper.margins(SETTINGS))
    height = page.rect.height - top - bottom
    blocks = [block for block in page.get_text("blocks") if top - 5 < block[1] < top + height - 5]
    return (
        (min(block[1] for block in blocks) - top) / height,
        (max(block[3] for block in blocks) - top) / height,
    )


@pytest.mark.parametrize("sheet", ["study", "quiz", "list"])
def test_short_chapters_share_a_page(sheet: str) -> None:
    (page,) = pages_of(sheet, [1, 1])[:1]
    assert "第1问" in page.get_text()
    assert "第2问" in page.get_text()


def test_a_chapter_begins_where_a_third_of_the_page_is_left_or_on_the_next_one() -> None:
    moved = 0
    for length in range(1, 22, 2):
        pages = pages_of("study", [length, 1])
        (at, page) = next(
            (at, page)
            for at, page in enumerate(pages)
            if "第2章" in page.get_text("text", clip=(0, 65, 600, 800))
        )
        box = min(page.search_for("第2章", clip=(0, 65, 600, 800)), key=lambda found: found.y0)
        place = (box.y0 - page.rect.height * 0.08) / (page.rect.height * 0.84)
        assert place < 0.8
        if place < 0.1:
            moved += 1
            assert ends(pages[at - 1])[1] > 0.6
    assert moved


def test_a_page_that_begins_in_the_midst_of_an_entry_names_it() -> None:
    first, *rest = (
        [line for line in page.get_text().splitlines() if "续" in line]
        for page in pages_of("study", [60, 1])
    )
    assert first == []
    assert rest[0] == ["Q0001 续"]


def test_a_page_that_begins_with_an_entry_names_none() -> None:
    for page in pages_of("study", [1, 1, 1, 1, 1, 1, 1]):
        assert "续" not in page.get_text()
