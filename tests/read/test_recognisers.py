"""Promises about where a question begins and ends, each on a document of a few lines."""

from __future__ import annotations

import pytest

from shuati.read.documents import read_document


def _texts(text: str) -> list[str]:
    return [question.text for question in read_document("a.md", text.encode()).questions]


def test_options_make_a_stem_a_question_that_does_not_ask() -> None:
    options = "\n\n   1. A、先进\n   2. **B、后进**\n\n"
    text = f"1. 栈的特点是 B。{options}2. 队的特点是 A。{options}"
    assert _texts(text) == ["栈的特点是 B。", "队的特点是 A。"]


def test_the_key_at_the_end_of_a_paper_is_no_question_and_belongs_to_none() -> None:
    asked = "## 判断题\n\n1. 栈后进先出。（ ）\n\n2. 队后进先出。（ ）\n\n3. 树有根。（ ）\n\n"
    text = f"{asked}## 参考答案\n\n1. √\n2. ×\n3. √\n"
    questions = read_document("a.md", text.encode()).questions
    assert [question.span.last for question in questions] == [3, 5, 7]


def test_cards_of_a_spaced_repetition_plugin_are_questions_and_scopes_of_names_are_none() -> None:
    assert _texts("锁的作用::互斥\n\n什么是死锁？\n?\n互相等待\n") == ["锁的作用", "什么是死锁？"]
    assert _texts("std::vector\n\nstd::map 是树。\n") == []


def test_a_list_of_questions_under_a_heading_of_its_own_is_read_behind_other_questions() -> None:
    answered = "### 1. 什么是锁？\n\n互斥。\n\n### 2. 什么是表？\n\n行和列。\n\n"
    assert _texts(f"{answered}### 反问\n\n- 团队多大？\n- 用什么语言？\n") == [
        "什么是锁？",
        "什么是表？",
        "团队多大？",
        "用什么语言？",
    ]


def test_a_paragraph_of_the_page_belongs_to_no_question() -> None:
    text = "一、什么是锁？\n互斥。\n\n二、什么是死锁？\n互等。\n\n上一篇：线程  下一篇：进程\n"
    questions = read_document("a.txt", text.encode()).questions
    assert [question.span.last for question in questions] == [2, 5]


def test_a_heading_over_parts_without_text_is_a_section() -> None:
    assert _texts("# 库\n\n## 什么是索引？\n\n## 什么是锁？\n") == ["什么是索引？", "什么是锁？"]


def test_a_run_of_numbered_items_of_one_build_is_read_whole_whatever_its_items_say() -> None:
    heads = ["锁的用途是什么", "死锁的成因", "写放大", "怎么选主", "读放大", "脑裂为何危险"]
    items = [f"{at}. **{head}**\n   - 点一\n   - 点二\n\n" for at, head in enumerate(heads, 1)]
    text = "# 速查\n\n**锁**\n\n" + "".join(items[:3]) + "**集群**\n\n" + "".join(items[3:])
    assert _texts(text) == heads
    document = read_document("a.md", text.encode())
    assert [other.text for other in document.other] == ["# 速查", "**锁**", "**集群**"]


def test_the_parts_of_an_answer_are_no_questions_where_the_item_above_asks() -> None:
    first = "1. 闭包是什么？\n   - 一句话：记住出生处\n   - 用处\n     - 缓存\n"
    text = f"{first}2. 何时泄漏？\n   - 没解绑\n"
    assert _texts(text) == ["闭包是什么？", "何时泄漏？"]


@pytest.mark.parametrize(
    "asking",
    ["### 1. 什么是锁？", "# 库\n\n## 什么是锁？", "**题目：** 什么是锁？", "**什么是锁？**"],
)
def test_one_question_may_have_two_answers(asking: str) -> None:
    text = f"{asking}\n\n**答案：** 互斥。\n\n**答案：** 也说独占。\n"
    (question,) = read_document("a.md", text.encode()).questions
    assert question.text == "什么是锁？"
    assert [section.label for section in question.sections] == ["答案", "答案"]
