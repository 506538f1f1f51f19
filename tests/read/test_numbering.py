"""Promises about the numbers in front of titles, and about how titles sound."""

from __future__ import annotations

import pytest

from shuati.read.question_start import clean, title_start
from shuati.sources.numbering import split_number
from shuati.sources.question_words import is_boilerplate, is_closing_title, names_kind, sounds_asked


@pytest.mark.parametrize(
    ("title", "number", "rest", "explicit"),
    [
        ("题目3：什么是锁", "3", "什么是锁", True),
        ("第 十二 题：什么是锁", "12", "什么是锁", True),
        ("【题目2】什么是锁", "2", "什么是锁", True),
        ("Q7. 什么是锁", "7", "什么是锁", True),
        ("4．什么是锁", "4", "什么是锁", False),
        ("１２、什么是锁", "12", "什么是锁", False),
        ("1.10 什么是锁", "1.10", "什么是锁", False),
        ("（3）什么是锁", "3", "什么是锁", False),
        ("二十三、什么是锁", "23", "什么是锁", False),
        ("**5.** 什么是锁", "5", "什么是锁", False),
        (r"6\. 什么是锁", "6", "什么是锁", False),
        ("Ⅳ. 什么是锁", "4", "什么是锁", False),
        ("ⅲ 什么是锁", "3", "什么是锁", False),
        ("⑻什么是锁", "8", "什么是锁", False),
        ("⒓ 什么是锁", "12", "什么是锁", False),
        ("❾ 什么是锁", "9", "什么是锁", False),
        ("㊶、什么是锁", "41", "什么是锁", False),
    ],
)
def test_a_number_is_split_off_in_every_way_of_writing_it(
    title: str, number: str, rest: str, explicit: bool
) -> None:
    numbered = split_number(title)
    assert numbered is not None
    assert (numbered.number, numbered.rest, numbered.explicit) == (number, rest, explicit)


@pytest.mark.parametrize("title", ["HTTP 1.1 的特点", "什么是锁", "", "Ⅱ型错误是什么", "第三3三题"])
def test_a_title_without_a_number_has_none(title: str) -> None:
    assert split_number(title) is None


@pytest.mark.parametrize(
    "title", ["什么是锁？", "锁的区别", "简述锁", "锁是（ ）。", "锁__B__用", "写锁（5分）"]
)
def test_what_asks_orders_or_leaves_a_blank_sounds_asked(title: str) -> None:
    assert sounds_asked(title) >= 0.8


@pytest.mark.parametrize(
    "title", ["目录", "第一章 基础篇", "单项选择题（每题 2 分）", "判断题", ""]
)
def test_the_name_of_a_section_does_not_sound_asked(title: str) -> None:
    assert sounds_asked(title) < 0


def test_kinds_of_questions_closings_and_page_furniture_are_told_from_questions() -> None:
    assert names_kind("多选题（共 5 题）")
    assert not names_kind("选择合适的排序算法")
    assert is_closing_title("总结")
    assert is_closing_title("还有问题吗？")
    assert not is_closing_title("总结什么时候写？")
    assert is_boilerplate("第 1 页 共 3 页")
    assert not is_boilerplate("第 1 页写什么")


@pytest.mark.parametrize(
    "written",
    [
        "**锁**",
        '<a name="q"></a>锁',
        "锁 {#lock}",
        '锁 <Badge type="tip"/>',
        "[]{#_Toc1 .anchor}锁",
        "锁：",
        "锁</font>",
        "<b>锁",
        "</span>锁</B>",
    ],
)
def test_a_title_is_cleaned_of_what_programs_put_into_it(written: str) -> None:
    assert clean(written) == "锁"


@pytest.mark.parametrize("written", ["`</b>` 是什么？", "<u>锁</u>是什么？"])
def test_tags_that_are_whole_or_shown_as_code_stay_in_a_title(written: str) -> None:
    assert clean(written) == written


def test_a_heading_that_is_only_a_number_leaves_its_text_to_the_paragraph_below() -> None:
    start = title_start(0, "007", level=2)
    assert (start.title, start.number, start.explicit) == ("", "7", True)
