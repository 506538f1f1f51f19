"""Every part of a document is read by the layout that it has itself."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from evaluation import read as evaluated
from shuati.model import Document, Severity
from shuati.read import read
from shuati.sources.source import Source

HEADINGS = "### 1. 什么是茶多酚？\n\n茶里的酚类物质。\n\n### 2. 为什么要杀青？\n\n停住发酵。\n"
LABELS = (
    "**问**：什么是发酵？\n\n**答**：茶叶氧化。\n\n**问**：什么是萎凋？\n\n**答**：失去水分。\n"
)
ITEMS = "- **什么是回甘？**\n  咽下以后的甜。\n\n- **什么是涩感？**\n  收紧的感觉。\n"
TABLE = "| 问题 | 答案 |\n| --- | --- |\n| 什么是茶氨酸？ | 氨基酸。 |\n| 什么是茶毫？ | 毛。 |\n"
PARTS = {
    HEADINGS: ["什么是茶多酚？", "为什么要杀青？"],
    LABELS: ["什么是发酵？", "什么是萎凋？"],
    ITEMS: ["什么是回甘？", "什么是涩感？"],
    TABLE: ["什么是茶氨酸？", "什么是茶毫？"],
}
TOPICS = {
    "绿茶的杀青": "高温停住酶的作用。",
    "红茶的发酵": "让茶叶充分氧化。",
    "白茶的萎凋": "摊开慢慢晾干。",
}


def _read(text: str, path: str = "茶.md", read_as: str = "") -> Document:
    return read(Source(path, text.encode(), read_as))


def _asked(document: Document) -> list[str]:
    return [question.text for question in document.questions]


def _codes(document: Document) -> list[str]:
    return [one.code for one in document.diagnostics]


@pytest.mark.parametrize("parts", list(permutations(PARTS)))
def test_parts_with_layouts_of_their_own_are_all_read(parts: tuple[str, ...]) -> None:
    text = "# 茶叶题集\n\n" + "\n".join(
        f"## 第{number}章 其{number}\n\n{part}"
        for number, part in zip("一二三四", parts, strict=True)
    )
    assert _asked(_read(text)) == [asked for part in parts for asked in PARTS[part]]


def _topics(chapter: str = "") -> str:
    return (
        "# 茶\n\n这里说三种茶。\n\n"
        + chapter
        + "\n\n".join(f"## {title}\n\n{text}" for title, text in TOPICS.items())
    )


@pytest.mark.parametrize("said", ["front matter", "setting"])
def test_a_person_says_whether_headings_that_ask_nothing_are_questions(said: str) -> None:
    for reading, expected in (("topics", list(TOPICS)), ("article", [])):
        if said == "setting":
            document = _read(_topics(), read_as=reading)
        else:
            document = _read(f"---\nshuati: {reading}\n---\n\n{_topics()}")
        assert _asked(document) == expected
        assert not {"read-as-topics", "read-as-article"} & set(_codes(document))


def test_what_a_document_was_taken_for_is_said_and_the_way_out_works() -> None:
    text = _topics() + "\n\n## 黑茶的渥堆\n\n湿热里慢慢发酵。\n"
    for path in ("茶叶八股.md", "茶.md"):
        document = _read(text, path)
        other = "article" if document.questions else "topics"
        code = "read-as-topics" if document.questions else "article-without-questions"
        assert code in _codes(document)
        overruled = _read(f"---\nshuati: {other}\n---\n\n{text}", path)
        assert bool(overruled.questions) is not bool(document.questions)


def test_a_list_that_announces_the_headings_below_it_begins_no_questions() -> None:
    contents = "## 目录\n\n1. 什么是茶多酚？\n2. 为什么要杀青？\n\n"
    assert _asked(_read(f"# 茶\n\n{contents}{HEADINGS}")) == PARTS[HEADINGS]


def test_a_heading_of_questions_is_none_itself() -> None:
    text = f"# 茶\n\n## 新手有哪些常见问题？\n\n{ITEMS}"
    assert _asked(_read(text)) == PARTS[ITEMS]


def test_an_answer_that_holds_another_question_is_reported() -> None:
    several = "### 1. 什么是锁？\n\n**答案：** 互斥。\n\n**答案：** 独占。\n\n"
    text = f"{several}### 2. 什么是表？\n\n**答案：** 行。\n"
    (found,) = [one for one in _read(text).diagnostics if one.code == "several-answers"]
    assert found.severity is Severity.WARNING
    assert found.location.span is not None
    assert found.location.span.first == 1


def _figures(truths: list[evaluated.Truth]) -> tuple[float, float, float]:
    """Recall, precision, and the share of documents that are right."""
    scores = [evaluated.score(truth, read(truth.source)) for truth in truths]
    found = sum(one.found for one in scores)
    extra = sum(one.extra for one in scores)
    expected = sum(one.expected for one in scores)
    right = sum(one.right for one in scores)
    return found / expected, found / (found + extra), right / len(scores)


def test_pairs_of_documents_are_read_as_each_is_alone() -> None:
    pairs = [truth for truth in evaluated.truths("mixed") if truth.questions]
    met = [truth for truth in pairs if re.search(r"(^|\+)w\d\d\.", truth.source.path)]
    recall, precision, right = _figures([truth for truth in pairs if truth not in met])
    assert recall >= 0.92
    assert precision >= 0.985
    assert right >= 0.78
    recall, precision, _ = _figures(met)  # one half has the slips of documents met on the net
    assert recall >= 0.7
    assert precision >= 0.9
