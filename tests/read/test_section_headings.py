"""Promises about lines that are the headings of sections without being marked so."""

from __future__ import annotations

import pytest

from shuati.model import Heading, Paragraph, PointList
from shuati.read.section_headings import with_section_headings
from shuati.sources.formats.markdown.elements import elements_of_text


def kinds(text: str) -> list[type]:
    elements = with_section_headings(elements_of_text(text)[0])
    return [type(element.block) for element in elements if element.block is not None]


@pytest.mark.parametrize("line", ["单项选择题", "**二、简答题**", "第三章 数据库"])
def test_a_line_that_names_a_section_or_a_kind_of_question_is_a_heading(line: str) -> None:
    assert kinds(f"{line}\n\n1.题") == [Heading, Paragraph]


@pytest.mark.parametrize("line", ["一、什么是锁？", "锁的用途"])
def test_a_line_that_asks_or_names_no_section_is_none(line: str) -> None:
    assert kinds(f"{line}\n\n1.题") == [Paragraph, Paragraph]


def test_items_of_a_list_are_no_headings() -> None:
    assert kinds("- 判断题\n- 填空题") == [PointList]


def test_the_title_of_an_answer_key_is_a_heading_above_those_of_its_sections() -> None:
    elements = with_section_headings(elements_of_text("参考答案\n\n### 一、单选题\n\n1. A")[0])
    key, section, _ = (element.block for element in elements)
    assert isinstance(key, Heading)
    assert isinstance(section, Heading)
    assert key.level < section.level
