"""Chapters and sections follow the documents, one heading once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sheet_entries as build

from shuati.config.settings import Settings
from shuati.model import Document, Entry, Kind, Location, Question, Span
from shuati.publish.print.item_maker import sheet_item
from shuati.publish.print.sheet_items import Chapter
from shuati.publish.print.sheet_view import chapters, item_arguments


def _question(line: int, *path: str, document: str = "a.md") -> Question:
    asked = build.question(f"{document} 第 {line} 行？", build.section(Kind.ANSWER))
    place = Location(document, Span(line, line))
    return replace(asked, location=place, heading_path=path)


def _chapters(
    documents: Sequence[tuple[str, Sequence[Question]]], order: Sequence[Question], by: str
) -> tuple[Chapter, ...]:
    settings = Settings(chapters=by)  # type: ignore[arg-type]
    read = [Document(path, path, tuple(asked), ()) for path, asked in documents]
    entries: list[Entry] = [
        build.entry(f"Q{number:04}", one, tags=("数据::清洗",))
        for number, one in enumerate(order, 1)
    ]
    items = [sheet_item(*one) for one in item_arguments(entries, read, settings)]
    return chapters(entries, items, read, settings)


def _shown(made: Sequence[Chapter]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [
        (
            chapter.title,
            [(part.title, [item.code for item in part.items]) for part in chapter.sections],
        )
        for chapter in made
    ]


A = [_question(3, "一"), _question(6, "一"), _question(9, "二"), _question(12, "二")]
B = [_question(2, document="b.md"), _question(5, document="b.md")]
BOTH = (("a.md", A), ("b.md", B))


def test_entries_come_in_the_order_of_their_document_and_a_heading_once() -> None:
    order = [A[2], A[0], B[1], A[3], B[0], A[1]]  # as merging finds them
    assert _shown(_chapters(BOTH, order, "document")) == [
        ("a.md", [("一", ["Q0002", "Q0006"]), ("二", ["Q0001", "Q0004"])]),
        ("b.md", [("", ["Q0005", "Q0003"])]),
    ]


def test_entries_of_a_tag_come_in_the_order_of_the_documents() -> None:
    order = [B[1], A[2], A[0], B[0]]
    assert _shown(_chapters(BOTH, order, "tag")) == [
        ("数据", [("", ["Q0003", "Q0002", "Q0004", "Q0001"])])
    ]


def test_one_heading_below_two_others_is_two_sections_that_can_be_told_apart() -> None:
    asked = [_question(1, "上册", "选择题"), _question(2, "下册", "选择题")]
    ((_, found),) = _shown(_chapters([("a.md", asked)], asked, "document"))
    assert found == [("上册 · 选择题", ["Q0001"]), ("下册 · 选择题", ["Q0002"])]


def test_a_heading_that_a_document_comes_back_to_is_one_section() -> None:
    asked = [_question(1, "一"), _question(2, "二"), _question(3, "一")]
    ((_, found),) = _shown(_chapters([("a.md", asked)], asked, "document"))
    assert found == [("一", ["Q0001", "Q0003"]), ("二", ["Q0002"])]
