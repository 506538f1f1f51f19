"""A topic is found where the words of a text allow it, and never across them."""

from __future__ import annotations

import pytest
from builders import entry, question

from shuati.config.settings import Settings
from shuati.tag import tag
from shuati.tag.word_borders import whole_terms
from shuati.text.term_finder import TermFinder


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("肾", "肾小球怎样滤过？"),
        ("肾", "左肾比右肾高吗"),
        ("保险", "工伤保险由谁缴纳"),
        ("低血糖", "低血糖有什么表现"),
        ("低血糖", "糖尿病人怎样预防低血糖反应"),
        ("对称加密", "对称加密算法有哪些"),
        ("go", "go 的协程"),
    ],
)
def test_a_term_counts_alone_and_at_an_end_of_a_longer_word(term: str, text: str) -> None:
    assert list(whole_terms(TermFinder([term]), text))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("低血糖", "病人一天里最低血糖是多少"),
        ("大模型", "更大模型的好处"),
        ("工单", "施工单位的职责"),
        ("防抖", "怎样预防抖动"),
        ("电商", "留电商校合作的资料"),
        ("go", "google 的面试"),
    ],
)
def test_a_longer_word_with_another_meaning_wins(term: str, text: str) -> None:
    assert not list(whole_terms(TermFinder([term]), text))


def test_a_project_may_name_a_topic_by_one_character() -> None:
    own = Settings(tags=("泌尿 = 肾",))
    (found,) = tag([entry(question("肾小球有什么功能？", "滤过血浆。"))], own)
    assert "泌尿" in found.tags


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("索引的优缺点是什么？", "类型::优缺点"),
        ("索引各有什么优点和缺点？", "类型::优缺点"),
        ("小儿体温有什么特点？", "类型::特点"),
        ("它有什么缺点？", "类型::挑战"),
    ],
)
def test_features_are_no_advantages(asked: str, kind: str) -> None:
    (found,) = tag([entry(question(asked, "有几条。"))], Settings())
    assert kind in found.tags
