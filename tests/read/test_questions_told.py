"""Questions that their source does not answer, and those inside answers."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from shuati import lexicon
from shuati.model import Document, Kind
from shuati.read import read
from shuati.sources.source import Source

SIGNS = st.sampled_from(["", "- [ ] ", "**", "（", "> ", "…", "！", "。", " "])


def document(text: str) -> Document:
    return read(Source("题.md", text.encode()))


@given(st.sampled_from(lexicon.words("placeholders.txt")), SIGNS, SIGNS)
def test_a_word_that_stands_for_an_answer_to_come_is_no_answer(word: str, a: str, b: str) -> None:
    answer = f"{a}{word.upper()}{b.strip()}"
    text = f"### 1. 什么是线程？\n\n{answer}\n\n### 2. 什么是锁？\n\n互斥。\n"
    first, second = document(text).questions
    assert not first.answered
    assert not any(section.blocks for section in first.sections)
    assert second.answered
    assert first.span.last == 3


@pytest.mark.parametrize(
    "answer", ["√", "×", "略有不同。", "`TODO` 是注释的标记。", "![](a.png)", "1", "$$x$$", "无"]
)
def test_a_short_answer_is_one(answer: str) -> None:
    first, _ = document(f"### 1. 是什么？\n\n{answer}\n\n### 2. 什么是锁？\n\n互斥。\n").questions
    assert first.answered
    assert first.sections


def test_an_explanation_to_come_is_not_shown_and_its_lines_are_owned() -> None:
    text = "### 1. 什么是线程？\n\n执行的单位。\n\n**解析**：略\n\n### 2. 什么是锁？\n\n互斥。\n"
    first, _ = document(text).questions
    assert [section.kind for section in first.sections] == [Kind.ANSWER]
    assert first.span.last == 5


def test_what_is_only_beside_an_answer_is_none() -> None:
    first, _ = document(
        "### 1. 什么是线程？\n\n难度：简单\n\n### 2. 什么是锁？\n\n答案：互斥。\n"
    ).questions
    assert not first.answered


def test_many_questions_without_answers_are_one_warning() -> None:
    text = "# 面试题\n\n" + "".join(f"{at}. 什么是第 {at} 种锁？\n" for at in range(1, 31))
    found = document(text)
    assert len(found.questions) == 30
    codes = {one.code: dict(one.args) for one in found.diagnostics}
    assert codes["question-list"]["count"] == 30
    assert "no-answer" not in codes


def test_a_single_question_without_an_answer_is_named() -> None:
    found = document("### 1. 什么是线程？\n\n### 2. 什么是锁？\n\n互斥。\n")
    (one,) = [one for one in found.diagnostics if one.code == "no-answer"]
    assert one.span == found.questions[0].span


def test_follow_ups_in_answers_are_told() -> None:
    found = document(
        "### 1. 什么是线程？\n\n执行的单位。\n\n**追问：协程呢？**\n\n用户态的线程。\n\n"
        "**注意**：线程共享堆。\n\n### 2. 什么是锁？\n\n互斥。\n"
    )
    (one,) = [one for one in found.diagnostics if one.code == "follow-ups"]
    assert dict(one.args) == {"count": 1, "lines": ("5",)}
