"""Terms for the index: what one would look up, and no labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sheet_entries as build

from shuati.model import Entry, Kind
from shuati.publish.print.index_terms import index_words, is_noun, mentions


def entry(question: str, *points: tuple[str, str], keywords: tuple[str, ...]) -> Entry:
    asked = build.question(question, build.section(Kind.ANSWER, build.points(*points)))
    return replace(build.entry("Q0001", asked), keywords=keywords)


@pytest.mark.parametrize(
    "word",
    [
        "酮症酸中毒",
        "肾小球",
        "胰岛素",
        "善意取得",
        "缓存",
        "学习率",
        "梯度裁剪",
        "LoRA",
        "pH",
        "F1",
    ],
)
def test_what_names_a_thing_of_a_field_is_a_noun(word: str) -> None:
    assert is_noun(word)


@pytest.mark.parametrize(
    "word",
    [
        *("给材料", "三步", "怎么选", "省什么", "训练后", "数据上", "每张卡", "两篇文档"),
        *("凭记忆", "多样", "名称", "来源", "预防", "读代码", "should"),
    ],
)
def test_a_label_or_a_common_word_is_none(word: str) -> None:
    assert not is_noun(word)


def test_a_label_that_the_text_never_uses_is_no_term() -> None:
    one = entry(
        "怎样用胰岛素补液？", ("容量上限", "先快后慢，胰岛素也要用，胰岛素滴注。"),
        keywords=("容量上限", "胰岛素"),
    )  # fmt: skip
    assert index_words(mentions(one), (), {"容量上限", "胰岛素"}) == {"胰岛素"}
    assert index_words(mentions(one), {"容量上限"}, set()) == {"容量上限"}


@pytest.mark.parametrize(
    ("question", "text"),
    [("什么是酮症？", "见书。"), ("酮症的定义是什么？", "见书。"), ("说说它", "酮症是一种急症。")],
)
def test_a_word_that_is_defined_once_is_a_term(question: str, text: str) -> None:
    one = entry(question, ("甲", text), keywords=("酮症",))
    assert index_words(mentions(one), (), {"酮症"}) == {"酮症"}


def test_a_rare_word_that_is_asked_for_once_is_a_term() -> None:
    words = ("导尿管", "面前")
    one = entry("导尿管在病人面前怎样消毒？", ("甲", "见书。"), keywords=words)
    assert index_words(mentions(one), (), set(words)) == {"导尿管"}


def test_a_word_that_a_question_only_names_is_no_term() -> None:
    one = entry("助手要能转账、下单，怎样防止误用？", ("甲", "见书。"), keywords=("下单",))
    assert index_words(mentions(one), (), {"下单"}) == set()


@pytest.mark.parametrize(
    ("question", "found"), [("病人发热怎样处理？", set()), ("什么是病人？", {"病人"})]
)
def test_an_everyday_word_is_a_term_only_where_it_is_defined(
    question: str, found: set[str]
) -> None:
    one = entry(question, ("甲", "病人要多喝水，病人要静养。"), keywords=("病人",))
    assert index_words(mentions(one), {"病人"}, {"病人"}) == found


@pytest.mark.parametrize(
    ("question", "found"), [("怎样给病人降温？", set()), ("什么是预防措施？", {"预防措施"})]
)
def test_a_compound_of_everyday_words_is_a_term_only_where_it_is_defined(
    question: str, found: set[str]
) -> None:
    one = entry(question, ("甲", "预防措施要早，预防措施要全。"), keywords=("预防措施",))
    assert index_words(mentions(one), (), {"预防措施"}) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("用压力性损伤量表。压力性损伤要翻身，压力性损伤要记录。", set()),
        ("用压力性的量表。压力性溃疡要翻身，压力性损伤要记录。", {"压力性"}),
    ],
)
def test_a_part_of_a_longer_term_is_none(text: str, found: set[str]) -> None:
    one = entry("怎样护理？", ("甲", text), keywords=("压力性",))
    assert index_words(mentions(one), (), {"压力性"}) == found


def test_a_latin_word_behind_a_hyphen_is_another() -> None:
    one = entry(
        "怎样训练？", ("甲", "用 QK-Clip 截断，用 LoRA-FA 微调。"), keywords=("Clip", "LoRA")
    )
    assert [mention.places for mention in mentions(one)] == [0, 1]


def test_an_entry_that_asks_about_a_word_is_worth_more_than_one_that_uses_it() -> None:
    asks = entry("酮症怎样处理？", ("甲", "见书。"), keywords=("酮症",))
    uses = entry("它怎样处理？", ("甲", "酮症，酮症，酮症。"), keywords=("酮症",))
    assert mentions(asks)[0].worth > mentions(uses)[0].worth


def test_a_latin_word_is_not_found_inside_another() -> None:
    one = entry("怎样用 JavaScript？", ("甲", "JavaScript 很快。"), keywords=("Java",))
    assert mentions(one)[0].places == 0
