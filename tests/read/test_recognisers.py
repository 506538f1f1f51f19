"""Promises about where a question begins and ends, each on a document of a few lines."""

from __future__ import annotations

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
