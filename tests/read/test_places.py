"""Where a start is among others: points below a lead, marks that others have, parts and titles."""

from __future__ import annotations

import pytest

from shuati.read import read
from shuati.read.conventions import conventions_of
from shuati.read.evidence.of_place import led_by, unlike_asking
from shuati.read.proposal import Proposal
from shuati.read.question_start import title_start
from shuati.sources import elements_of
from shuati.sources.question_words import is_faq_title, sounds_asked
from shuati.sources.source import Source


def _proposal(text: str) -> Proposal:
    """Every paragraph as a start."""
    elements = elements_of(Source("甲.md", text.encode())).elements
    titles = ((at, one.paragraph) for at, one in enumerate(elements) if one.paragraph)
    return Proposal("plain", elements, tuple(title_start(at, title) for at, title in titles))


def _led(text: str) -> list[tuple[bool, bool]]:
    proposal = _proposal(text)
    conventions = conventions_of(proposal.elements)
    leads = led_by(proposal, conventions)
    return [(bool(one["led"]), bool(one["led by a question"])) for one in leads]


def _asked(text: str, name: str = "甲.md") -> list[str]:
    return [one.text for one in read(Source(name, text.encode())).questions]


def test_points_below_a_line_with_a_colon_are_led_by_it() -> None:
    assert _led("看下面几点：\n\n（1）是否干燥\n\n（2）是否通风")[1:] == [(True, False)] * 2


def test_points_below_a_numbered_question_are_led_by_a_question() -> None:
    assert _led("4、怎样验收：\n\n（1）是否干燥\n\n（2）是否通风")[1:] == [(True, True)] * 2


@pytest.mark.parametrize(
    "above", ["仓库要干燥。", "## 要求：", "常见问题：", "一共问了两题：\n\n空一段。"]
)
def test_what_is_below_another_line_is_led_by_none(above: str) -> None:
    assert _led(f"{above}\n\n（1）是否干燥\n\n（2）是否通风")[-2:] == [(False, False)] * 2


def test_a_point_that_counts_on_from_elsewhere_is_led_by_none() -> None:
    assert _led("看下面几点：\n\n（3）是否干燥\n\n（4）是否通风")[1:] == [(False, False)] * 2


def test_starts_without_the_sign_of_those_that_ask_are_unlike_them() -> None:
    text = "1、水源\n\n2、管网\n\n✅ 1、为什么要过滤？\n\n✅ 2、怎样冲洗？"
    assert unlike_asking(_proposal(text)) == [True, True, False, False]


def test_a_sign_before_some_of_one_count_says_nothing_of_the_others() -> None:
    text = "⭐ 1、为什么要过滤？\n\n2、管网\n\n⭐ 3、怎样冲洗？"
    assert unlike_asking(_proposal(text)) == [False, False, False]


def test_one_that_asks_does_not_show_how_all_are_marked() -> None:
    assert unlike_asking(_proposal("1、水源\n\n✅ 1、为什么要过滤？")) == [False, False]


@pytest.mark.parametrize("title", ["常见问题", "FAQ", "播放器常见问题汇总", "常见问题与解答"])
def test_a_title_of_frequent_questions_is_one(title: str) -> None:
    assert is_faq_title(title)


@pytest.mark.parametrize("title", ["三月更新说明", "常见问题的分类", "面试题"])
def test_another_title_is_none_of_frequent_questions(title: str) -> None:
    assert not is_faq_title(title)


SYMPTOMS = "## 无法开机\n\n换一块电池。\n\n## 屏幕发黄\n\n色温调低。\n\n## 谢谢\n\n再见。\n"


def test_headings_of_a_document_of_frequent_questions_name_symptoms() -> None:
    assert _asked(f"---\ntitle: 常见问题\n---\n\n{SYMPTOMS}") == ["无法开机", "屏幕发黄"]


def test_the_same_headings_of_another_document_ask_nothing() -> None:
    assert _asked(f"---\ntitle: 维修日志\n---\n\n{SYMPTOMS}") == []


def test_a_case_asks_where_its_last_sentence_orders() -> None:
    assert sounds_asked("某厂有三台水泵，其中一台振动大。分析原因，给出步骤。") >= 0.8


def test_a_case_whose_last_sentence_tells_more_asks_nothing() -> None:
    assert sounds_asked("某厂有三台水泵，其中一台振动大。去年更换过叶轮。") < 0.8


def test_a_denial_that_ends_in_可否认_asks_nothing() -> None:
    assert sounds_asked("不可否认服务") < 0.8
    assert sounds_asked("可否提前交卷") >= 0.8


def test_a_topic_that_begins_with_a_word_of_forewords_is_read() -> None:
    text = "### 说明磷的固定\n\n被铁和铝结合。\n\n### 什么是腐殖质？\n\n保水保肥。\n"
    assert "什么是腐殖质？" in _asked(text)
    text = "---\ntitle: 常见问题\n---\n\n## 目录同步不自动运行\n\n换成定时。\n\n## 断网\n\n重启。\n"
    assert _asked(text) == ["目录同步不自动运行", "断网"]
