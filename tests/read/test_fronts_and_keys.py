"""Which wording goes on the front, and keys that are written in unusual places."""

from __future__ import annotations

import pytest

from shuati.model import Document, Kind
from shuati.read import read
from shuati.sources.question_words import sounds_asked
from shuati.sources.source import Source


def _read(text: str, name: str = "题.md") -> Document:
    return read(Source(name, text.encode()))


def test_the_paragraph_that_asks_is_the_front_and_not_the_heading_above_it() -> None:
    asked = ["检索之后的一步是？", "循环的核心是？", "记忆存在哪里？"]
    text = "# 自测\n\n" + "".join(
        f"### 第 {at} 题｜系统设计\n{one}\n- 答案：答{at}\n- 解析：因为{at}。\n- 作答情况：答对\n\n"
        for at, one in enumerate(asked, 1)
    )
    found = _read(text).questions
    assert [one.text for one in found] == asked
    kinds = [section.kind for section in found[0].sections]
    assert kinds == [Kind.ANSWER, Kind.EXPLANATION, Kind.NOTE]


def test_a_fenced_letter_is_the_key() -> None:
    text = "".join(
        f"{at}. 数据库（DB）的第 {at} 种关系是（）。\n    - A. 一\n    - B. 二\n    - C. 三\n\n"
        f"答：\n```\n{letter}\n```\n解析：\n```\n见书。\n```\n\n"
        for at, letter in enumerate("CBA", 1)
    )
    found = _read(text).questions
    right = [[one.label for one in asked.options if one.correct] for asked in found]
    assert right == [["C"], ["B"], ["A"]]
    assert all("（DB）" in asked.text for asked in found)


@pytest.mark.parametrize(
    "text",
    [
        "是否分离数据与文件；",
        "怎样分层、如何缓存；",
        "选型要看负载，如何取舍没有定论，这也是团队里争论了很久的一件事情。",
        "关于性能",
    ],
)
def test_a_part_of_a_text_asks_nothing(text: str) -> None:
    assert sounds_asked(text) < 0.8


@pytest.mark.parametrize("text", ["关于索引的说法正确的是", "请说明缓存的作用。", "是否要分库？"])
def test_an_order_or_a_question_asks(text: str) -> None:
    assert sounds_asked(text) >= 0.8
