"""What a heading or title names, and what an entry is filed under where no rule says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import entry, question
from hypothesis import given
from hypothesis import strategies as st

from evaluation.labels import ROOT
from evaluation.stages import find_entries, read_folder
from evaluation.tags import filed, tagged_sources
from shuati.config.settings import Settings
from shuati.config.strings import TAGS_BESIDE
from shuati.tag import tag
from shuati.tag.heading_topics import learned_topic, thing_named
from shuati.tag.tree import chapter_of
from shuati.text.markdown import plain


@pytest.mark.parametrize(
    ("title", "thing"),
    [
        ("第一章 循环系统", "循环系统"),
        ("二、给药与输液（重点）", "给药与输液"),
        ("🧠 模块一 学习心理", "学习心理"),
        ("劳动法律知识问答", "劳动法律知识"),
        ("三面：推理与部署", "推理与部署"),
        ("操作系统：典型问题与解答", "操作系统"),
        ("Redis 高频考点", "Redis"),
        ("经典例题精讲", ""),
        ("经典力学", "经典力学"),
        ("Part II. Hierarchical Structures", "Hierarchical Structures"),
        ("一、单项选择题（每题 2 分，共 30 分）", ""),
        ("9. 附录：常见问题与解答", ""),
        ("怎样复习？", ""),
        ("第一章 总论", ""),
        ("基础", ""),
        ("d15", ""),
        ("：", ""),
        ("a<b onclick=c>", ""),
        ("{{c1::x}}", ""),
    ],
)
def test_a_heading_names_what_is_left_without_number_and_collection(title: str, thing: str) -> None:
    assert thing_named(title) == thing


@given(st.text())
def test_any_text_can_be_a_title(title: str) -> None:
    assert set(thing_named(title)) <= set(plain(title))


def test_the_outermost_and_the_innermost_heading_count_before_any_title() -> None:
    path = ("第一章 循环系统", "第一节 概述", "1.2 心力衰竭")
    assert learned_topic(path, ("内科护理学",)) == ("循环系统", "心力衰竭")
    assert learned_topic(("一、简答题",), ("复习题", "内科护理学")) == ("内科护理学",)
    assert learned_topic((), ("复习题",)) == ()


def test_an_entry_without_a_rule_is_filed_under_its_heading_else_its_title() -> None:
    asked = question("急性发作时怎样护理？", "取坐位，双腿下垂。")
    below = replace(asked, heading_path=("第一章 循环系统",))
    titles = {"a.md": "内科护理学"}
    (heading,) = tag([entry(below)], Settings(), titles=titles)
    (title,) = tag([entry(asked)], Settings(), titles=titles)
    assert (chapter_of(heading), chapter_of(title)) == ("循环系统", "内科护理学")


def test_a_rule_of_the_project_wins_over_a_heading() -> None:
    asked = replace(question("急性发作时怎样护理？", "取坐位。"), heading_path=("循环系统",))
    (found,) = tag([entry(asked)], replace(Settings(), tags=("急症 = 急性发作",)))
    assert chapter_of(found) == "急症"


def test_at_most_three_in_a_hundred_entries_of_the_bank_are_filed_wrongly() -> None:
    found = filed(tagged_sources())
    assert found.entries >= 150
    assert len(found.wrong) <= 0.03 * found.entries
    assert len(found.by_document) <= 0.06 * found.entries


def test_in_a_field_without_rules_every_entry_is_filed_under_what_its_author_wrote() -> None:
    documents = read_folder(ROOT / "evaluation" / "practice")
    nursing = [one for one in documents if "nursing" in one.path]
    titles = {one.path: one.title for one in nursing}
    entries = tag(find_entries(nursing, Settings()).entries, Settings(), titles=titles)
    written = {
        thing_named(title)
        for one in nursing
        for title in (one.title, *(h for q in one.questions for h in q.heading_path))
    }
    assert len(entries) > 30
    for one in entries:
        (topic,) = (name for name in one.tags if name.split("::")[0] not in TAGS_BESIDE)
        assert topic in written
