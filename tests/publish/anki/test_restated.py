"""A card asks for no point that only says its term again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_entries import HERE, output, point, points

from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.list_numbers import number_points
from shuati.ledger.store import Ledger, Record
from shuati.model import AnswerPart, Entry, Formula, Kind, Point
from shuati.publish.anki.asked_lists import point_texts
from shuati.publish.anki.cues import points_left_out
from shuati.publish.anki.restated import added, restates, score


def asked(question: str, *items: Point) -> Entry:
    others = (point("洗手", "接触患者前后各洗一次。"), point("隔离", "单间，门口挂牌。"))
    part = AnswerPart("答案", Kind.ANSWER, (points(*items, *others),), 0)
    return replace(output(), question=question, parts=(part,))


@pytest.mark.parametrize(
    ("question", "term", "statement"),
    [
        (
            "病房怎样防止感染？",
            "消毒管理",
            "加强对消毒的管理，保证消毒的质量，提高效率，完善制度。",
        ),
        ("公司怎样防止舞弊？", "内部监督", "建立有效的内部监督机制。"),
        ("怎样办好合作社？", "民主管理（self-government）", "合作社应当实行民主管理。"),
        ("明朝为什么衰落？", "财政困难", "国家的财政出现了严重的困难。"),
        ("客服机器人有什么优点？", "高效响应", "能够快速响应用户的需求，提高效率。"),
        ("怎样保证供水？", "分区供水", "将供水分布在不同的区域进行。"),
        ("报社做什么？", "文章编辑", "对各种文章进行编辑，如新闻编辑、专栏编辑等。"),  # kinds of it
    ],
)
def test_a_point_that_only_says_its_term_again_is_not_asked_for(
    question: str, term: str, statement: str
) -> None:
    assert points_left_out(asked(question, point(term, statement))) == {0}


@pytest.mark.parametrize(
    ("question", "term", "statement"),
    [
        ("病房怎样防止感染？", "消毒次数", "消毒的次数是每天两次。"),  # a number
        ("改革从哪里开始？", "试点地区", "试点的地区是深圳。"),  # a name
        ("什么影响沉降？", "沉降速度", "沉降速度 ∝ 粒径"),  # a formula
        ("NIH 建议怎样控制结核？", "药物治疗", "用 INH 作药物治疗。"),  # another
        ("怎样办好合作社？", "利润分配", "把利润分配给社员。"),  # who gets what
        ("怎样学好历史？", "课前预习", "先预习，后上课。"),  # an order
        ("柴油机有什么特点？", "噪声", "噪声大。"),  # which way
        ("柴油机有什么特点？", "点火装置", "没有点火装置。"),  # that there is none
        ("合同为什么无效？", "胁迫", "以暴力威胁签字。"),  # other words
        ("怎样保养机器？", "定期维护", "定期维护，如润滑、紧固等。"),  # examples
        ("报社做什么？", "文章编辑", "对文章进行编辑，如改错字、核引文等。"),  # no kinds of it
    ],
)
def test_numbers_names_formulas_and_mechanisms_are_asked_for(
    question: str, term: str, statement: str
) -> None:
    assert points_left_out(asked(question, point(term, statement))) == frozenset()


def test_what_is_near_to_the_term_in_meaning_adds_less() -> None:
    near = added("数据加密", "怎样保护数据？", "采用密码对资料进行保密。")
    far = added("数据加密", "怎样保护数据？", "把抽屉和窗户关好。")
    assert near.near > far.near
    assert score(near._replace(near=far.near)) < score(near)


def test_what_is_no_text_is_asked_for() -> None:
    formula = Formula("a", HERE)
    for blocks in (
        ("速度。", formula),
        ("速度。", points(point(None, "速度"))),
        ("![速度](a.png)",),
    ):
        assert points_left_out(asked("什么决定路程？", point("速度", *blocks))) == frozenset()


def test_words_of_the_question_add_nothing() -> None:
    statement = "审计账簿，核对凭证。"
    assert not restates("审计", "怎样防止舞弊？", statement)
    assert restates("审计", "怎样用账簿和凭证核对？", statement)
    assert added("药物治疗", "INH 有什么用？", "用 INH 治疗").names == 0
    whole = added("因材施教", "有什么原则？", "教学内容").words
    assert 0 < added("因材施教", "教学有什么原则？", "教学内容").words < whole


def test_what_a_point_is_good_for_adds_no_words() -> None:
    alone = added("洗手", "怎样防止感染？", "流水冲洗").words
    assert added("洗手", "怎样防止感染？", "流水冲洗，避免交叉传染").words == alone
    assert added("洗手", "怎样防止感染？", "避免交叉传染").words > 0  # all that it says


def test_a_step_without_a_cue_is_asked_for() -> None:
    assert not restates("", "怎样洗手？", "洗手。")


def test_a_card_that_a_learner_has_stays() -> None:
    made = asked("病房怎样防止感染？", point("消毒管理", "加强对消毒的管理。"))
    texts, out = {made.guid: point_texts(made)}, {made.guid: points_left_out(made)}
    assert number_points(Ledger(), texts, out)[1][made.guid] == (0, 1, 2)
    prints = (Fingerprint("a", "b", "c.md"),)
    had = Record("Q0001", made.guid, "题", prints, points=("消毒管理：加强对消毒的管理。",))
    assert number_points(Ledger((had,)), texts, out)[1][made.guid] == (1, 2, 3)
