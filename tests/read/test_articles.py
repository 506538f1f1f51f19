"""Articles: long texts of which a few parts ask."""

from __future__ import annotations

from itertools import permutations

import pytest

from shuati.model import Document, Severity, Span
from shuati.read import read
from shuati.sources.source import Source

# Parts of articles on any subject, with their titles; none of them asks.
TOLD = {
    "背景介绍": "这家茶园在南坡，已经种了三十年。",
    "环境搭建": "先翻土，再搭棚，最后接水管。",
    "工具和资源推荐": "- 剪刀\n- 喷壶\n- 《种茶手册》",
    "实际应用场景": "新茶可以做成绿茶，也可以做成白茶。",
    "总结：未来发展趋势": "种的人会更少，机器会更多。",
}
ASKED = {
    "什么时候采茶？": "清明前后采的嫩芽最好。",
    "如何防止霜冻？": "夜里熏烟，或者盖上草帘。",
}


def _article(
    told: dict[str, str], asked: dict[str, str], *, under: str = "", level: int = 2
) -> str:
    parts = [f"{'#' * 2} {title}\n\n{text}" for title, text in told.items()]
    if under:
        parts.append(f"## {under}")
    parts += [f"{'#' * level} {title}\n\n{text}" for title, text in asked.items()]
    return "# 茶园笔记\n\n" + "\n\n".join(parts) + "\n"


def _read(text: str) -> Document:
    return read(Source("茶.md", text.encode()))


def _asked(document: Document) -> list[str]:
    return [question.text for question in document.questions]


def _codes(document: Document) -> list[str]:
    return [one.code for one in document.diagnostics]


@pytest.mark.parametrize("order", list(permutations(TOLD, 5))[::12])
def test_an_article_that_asks_nothing_gives_no_card_and_says_so(order: tuple[str, ...]) -> None:
    document = _read(_article({title: TOLD[title] for title in order}, {}))
    assert _asked(document) == []
    assert _codes(document) == ["no-questions"]


@pytest.mark.parametrize(
    ("under", "level"),
    [("", 2), ("常见问题", 2), ("常见问题", 3), ("附录：常见问题与解答", 3), ("FAQ", 3)],
)
def test_of_an_article_only_the_parts_that_ask_become_cards(under: str, level: int) -> None:
    document = _read(_article(TOLD, ASKED, under=under, level=level))
    assert _asked(document) == list(ASKED)
    assert _codes(document) == []


def test_what_is_marked_as_a_question_is_one_in_an_article_too() -> None:
    marked = {"题目：采茶的时节": "答案：清明前后采的嫩芽最好。"}
    assert _asked(_read(_article(TOLD, marked))) == ["采茶的时节"]


def test_a_heading_that_asks_and_is_not_read_is_warned_of_and_the_way_out_works() -> None:
    heading = "## 为什么茶农还要学习制茶？"
    text = _article(TOLD, ASKED, under="常见问题", level=3)
    text = text.replace("## 背景介绍", f"{heading}\n\n## 背景介绍", 1)
    document = _read(text)
    assert _asked(document) == list(ASKED)
    (lost,) = [one for one in document.diagnostics if one.code == "asks-unread"]
    assert lost.severity is Severity.WARNING
    assert lost.location.span == Span(3, 3)
    marked = "### 题目：为什么茶农还要学习制茶？\n\n做茶比种茶赚钱。"
    document = _read(text.replace(heading, marked))
    assert _asked(document) == ["为什么茶农还要学习制茶？", *ASKED]
    assert _codes(document) == []
