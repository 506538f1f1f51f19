"""Promises about blocks: what the grammar reads otherwise than CommonMark, and why."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Block, Code, Heading, Html, Paragraph, Table
from shuati.sources.element import Role
from shuati.sources.formats.markdown.elements import elements_of_text


def blocks(text: str) -> list[Block]:
    return [element.block for element in elements_of_text(text)[0] if element.block is not None]


def kinds(text: str) -> list[type]:
    return [type(block) for block in blocks(text)]


def roles(text: str) -> list[Role]:
    return [element.role for element in elements_of_text(text)[0]]


@pytest.mark.parametrize(
    "line", ["**答案：** 是", "2、点", "（1）点", "B. 乙", "第 2 题", "【解析】因为"]
)
def test_a_label_a_number_and_an_option_begin_a_paragraph(line: str) -> None:
    assert kinds(f"前文\n{line}") == [Paragraph, Paragraph]


def test_a_heading_needs_no_space_but_a_directive_is_none() -> None:
    assert kinds("##题") == [Heading]
    assert kinds("文\n#include <a>") == [Paragraph]
    assert kinds("#标签\n\n# 题") == [Paragraph, Heading]


def test_dashes_below_a_sentence_are_a_rule_and_no_underline() -> None:
    assert roles("这是一句话。\n---") == [Role.BLOCK, Role.RULE]
    assert kinds("标题\n---") == [Heading]


def test_dashes_below_a_sentence_with_a_number_that_asks_or_counts_on_are_an_underline() -> None:
    assert kinds("1.简述甲的作用。\n---\n\n2.整理乙的用法：\n---\n文") == [
        Heading,
        Heading,
        Paragraph,
    ]
    assert roles("2.施工噪音请谅解。\n---") == [Role.BLOCK, Role.RULE]
    assert kinds("1.简述甲的作用。\n---\n\n3.再整理乙：\n---")[:2] == [Heading, Paragraph]
    assert roles("简述甲的作用。\n---") == [Role.BLOCK, Role.RULE]


def test_a_fence_left_open_ends_where_the_next_question_begins() -> None:
    text = "```py\nx = 1\n\n### 2. 什么是锁？\n\n```py\ny\n```"
    assert kinds(text) == [Code, Heading, Code]
    assert elements_of_text(text)[1] == [1]


def test_indented_text_is_code_only_where_it_looks_like_code() -> None:
    assert kinds("例\n\n    x = f(1);\n    return x") == [Paragraph, Code]
    assert kinds("题\n\n    答案写在这里。") == [Paragraph, Paragraph]


def test_html_that_is_complete_ends_before_a_number() -> None:
    assert kinds("<table><tr><td>a</td></tr></table>\n3.以下正确的是") == [Html, Paragraph]


def test_a_row_keeps_the_cells_beyond_the_columns_of_its_table() -> None:
    (table,) = blocks("| a | b |\n|---|---|\n| 1 | 2 | 3 |")
    assert isinstance(table, Table)
    assert table.rows == (("1", "2 | 3"),)


BOXES = [
    '??? question "什么是锁？"\n\n    互斥。',
    "::: details 什么是锁？\n互斥。\n:::",
    "> [!question]- 什么是锁？\n> 互斥。",
    "<details><summary>什么是锁？</summary>\n\n互斥。\n\n</details>",
]


@pytest.mark.parametrize("text", BOXES)
def test_a_box_of_a_question_folds_open_whatever_program_it_is_written_for(text: str) -> None:
    assert roles(text) == [Role.OPEN, Role.SUMMARY, Role.BLOCK, Role.CLOSE]
    (question,) = read_document("a.md", f"{text}\n".encode()).questions
    assert question.text == "什么是锁？"


def test_a_box_with_a_remark_is_text_and_its_title_stays() -> None:
    assert [getattr(block, "text", "") for block in blocks('!!! tip "小窍门"\n\n    多练。')] == [
        "**小窍门**",
        "多练。",
    ]


@pytest.mark.parametrize("text", ["> " * 300 + "末", "- " * 300 + "末", "::: note\n" * 300 + "末"])
def test_what_is_nested_too_deep_is_kept_as_text(text: str) -> None:
    assert "末" in str(blocks(text))
