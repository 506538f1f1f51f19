"""What only counts the points of a list is no cue."""

from __future__ import annotations

import pytest
from sample_entries import point, points
from test_cues import asked, shown

from shuati.model.views import all_text
from shuati.publish.anki.cues import Cue, cues, points_left_out
from shuati.publish.anki.ordinals import without_ordinals


def cues_of(*items: tuple[str, str], question: str = "为什么失败？") -> list[Cue]:
    return cues(asked(points(*(point(*item) for item in items)), question=question))


def test_an_ordinal_before_a_name_is_cut() -> None:
    found = cues_of(
        ("第一、粮食", "只够三天"), ("其二，士气", "屡败之后无人愿战"), ("③地形", "四面是水")
    )
    assert shown(found) == ["粮食", "士气", "地形"]


def test_for_a_bare_ordinal_the_subject_of_the_first_clause_is_the_cue() -> None:
    found = cues_of(
        ("第一点", "外周阻力是舒张压高低的决定因素。"),
        ("第二点", "大动脉弹性能缓冲血压的波动。"),
        ("其三", "必须立即停止输液并且通知医生。"),
    )
    assert shown(found) == ["外周阻力", "大动脉弹性", "-"]
    assert found[2].shown == "其三"  # beside the others, and on a card from before


def test_one_bare_ordinal_among_names_is_no_cue() -> None:
    assert shown(cues_of(("粮食", "只够三天"), ("第二点", "立即停药。"), ("水", "断了"))) == [
        "粮食",
        "-",
        "水",
    ]


def test_points_with_one_name_and_numbers_are_told_apart_by_their_subjects() -> None:
    found = cues_of(
        ("缺点一", "循环血量会使血压下降。"), ("缺点 2", "立即停药。"), ("价格", "每盒一百元。")
    )
    assert shown(found) == ["缺点：循环血量", "-", "价格"]
    assert all_text(found[0].hidden) == "会使血压下降。"


@pytest.mark.parametrize(
    "terms",
    [
        ("第一阶段", "第二阶段", "第三阶段"),
        ("1 期", "2 期", "4 期"),
        ("年级一", "年级二"),
        ("统一", "专一", "万一"),
        ("维生素B1", "维生素B2"),
        ("1949", "1978"),
        ("缺点一", "优点二"),
        ("一致", "三权分立"),
        ("3.5 毫米", "其他"),
    ],
)
def test_names_with_numbers_stay(terms: tuple[str, ...]) -> None:
    assert without_ordinals(terms) == [None] * len(terms)


def test_what_follows_an_ordinal_is_no_card_where_two_points_have_it() -> None:
    made = asked(
        points(
            point("第一个，原因", "连年大旱。"),
            point("第二个，原因", "加派三饷。"),
            point("外患", "后金入关。"),
        ),
        question="明朝怎样灭亡？",
    )
    assert points_left_out(made) == {0, 1}
