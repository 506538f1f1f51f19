"""Short forms: the front of a sentence, ended where its grammar lets it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.publish.print.short_form import is_empty, sentences, short_form, width

LIMIT = 22.0
TEXT = st.text("数据模型，。；：、（）AI 9但如$x", max_size=120)


@given(TEXT, st.floats(5, 60))
@settings(max_examples=200, deadline=None)
def test_a_short_form_begins_its_sentence(sentence: str, limit: float) -> None:
    found = short_form(sentence, limit)
    if width(sentence) <= limit:
        assert found == sentence
    assert sentence.strip("，,：:；;。.！!？?、 \n").startswith(
        found.strip("，,：:；;。.！!？?、 \n")
    )


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # a result, an aim, an addition may go
        ("把油门踏板先踩下再慢慢松开，从而降低发动机的转速和油耗", "把油门踏板先踩下再慢慢松开"),
        ("胰岛素应放在冰箱冷藏室里保存，以免温度过高使它失效", "胰岛素应放在冰箱冷藏室里保存"),
        # what is an example goes, whatever it names
        (
            "多吃含钾丰富的水果和深色蔬菜，例如香蕉 2 根、橙子和菠菜",
            "多吃含钾丰富的水果和深色蔬菜",
        ),
        ("水稻在淹水的土壤里也能够生长（Smith 等，2019）", "水稻在淹水的土壤里也能够生长"),
    ],
)
def test_what_hangs_on_a_sentence_is_left_out(sentence: str, found: str) -> None:
    assert short_form(sentence, LIMIT) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "如果伤口很深而且边缘不整齐，应当先压迫止血再送往医院缝合",
        "长期卧床的病人突然站起来的时候，容易因为血压下降而昏倒在地",
        "车速超过每小时一百公里以后，空气阻力会成为主要的能量消耗",
        "在光照充足而水分又不缺的环境下，叶片的光合速率主要取决于温度",
        "通过比较两次拍摄的同一个部位的影像，医生能看出病灶有没有变大",
        "对正在实施的严重危及人身安全的暴力犯罪，采取防卫行为不负刑事责任",
        "造成他人财产损失或者人身伤害后果的，应当依法承担相应的赔偿责任",
        "司机在抢救病人的路上闯了红灯撞坏护栏，没有造成人员伤亡的，可以从轻处罚",
    ],
)
def test_a_condition_a_time_or_a_means_is_no_short_form(sentence: str) -> None:
    assert short_form(sentence, LIMIT) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "这种药物起效很快而且价格便宜，但长期使用会损害肝脏和肾脏的功能",
        "问题并不在于数据是由谁来写的，而在于有没有新的信息加进来供学习",
        "先用清水把伤口里的泥沙冲洗干净，再涂上碘伏消毒并用纱布包扎",
        "不仅要记录病人每天的饮水量，还要记录尿量、呕吐量和引流液的量",
        "酸的用量太少反应就进行得很不完全，酸的用量太多则会腐蚀金属容器",
        "保存的间隔太长会丢掉很多已经算好的结果，机器就要从头再算一遍",
        "溶液的颜色随着温度一点点升高，最后就会变成很深的蓝紫色",
        "静脉血颜色暗红并且流得慢；动脉血颜色鲜红，压力高，随心跳喷出",
        "橡胶的弹性好但是怕油，密封圈常用它；金属垫片耐热，用在蒸汽管道上",
        "操作分为两个互相独立的步骤：取样，离心，再把上层清液吸出来",
    ],
)
def test_the_first_half_of_a_contrast_or_of_steps_is_no_short_form(sentence: str) -> None:
    assert short_form(sentence, LIMIT) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "按照牛顿第二定律加速度与合力成正比，写成公式就是 $F = ma$",
        "这个反应的平衡常数随着温度变化很大，室温下大约只有 0.02",
        "最先把这个方法用在临床上的是一家医院，那里的系统叫 OpenMRS",
    ],
)
def test_the_clause_with_a_formula_a_number_or_a_name_is_kept(sentence: str) -> None:
    assert short_form(sentence, LIMIT) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "杠杆是用一根能绕固定点转动的硬棒来传递力，使人少用力气的一种简单机械",
        "所谓折旧是指企业按照固定资产预计可以使用的年限，把成本分摊到各期的方法",
        "扳手是一种拧紧和松开螺栓的常用手工具，用来把力臂加长从而省力",
    ],
)
def test_a_definition_keeps_its_noun_and_its_use(sentence: str) -> None:
    assert short_form(sentence, LIMIT) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "伤口的缝线如果出现明显的红肿热痛并且流脓，要马上回医院重新处理",
        "按照规定的温度和时间把面团放在烤箱的中层，烤到表面变成金黄色",
        "按面团的大小和室内的温度决定发酵的时间，到体积明显变大时为止",
        "怎样在很短的时间里判断病人的意识和呼吸，决定抢救能不能成功",
        "$x$ 是物体经过的路程而不是它的位移，$t$ 是它在路上所用的时间",
        "伤口在手部和脸部的缝线比较早拆，伤口在腿部的一般要两周才能拆",
    ],
)
def test_conditions_within_a_clause_means_and_symbols_are_no_short_forms(sentence: str) -> None:
    assert short_form(sentence, LIMIT) == sentence


def test_no_short_form_ends_with_an_example_or_a_means() -> None:
    food = "平时要多吃一些含钾丰富的食物"
    assert short_form(f"{food}，如香蕉和橙子等，每周称两次体重并且记录", LIMIT) == food
    dose = "给老年病人用药要从小剂量开始慢慢加"
    assert short_form(f"{dose}，根据血压和心率的变化，随时调整给药的次数", 30.0) == dose


def test_what_the_question_or_the_term_names_is_said() -> None:
    sentence = "防卫不能明显超过必要的限度造成损害，避险损害的利益必须小于要护的利益"
    assert short_form(sentence, LIMIT) == "防卫不能明显超过必要的限度造成损害"
    assert short_form(sentence, LIMIT, "防卫和避险") == sentence
    assert short_form(sentence, LIMIT, "", "避险损害与防卫有什么不同？") == sentence


def test_addresses_brackets_and_quotations_are_never_cut() -> None:
    sentence = "说明写在 https://example.org/a,b;c:d?e=1 里，其他的都不必看也不必改"
    assert "https://example.org/a,b;c:d?e=1" in short_form(sentence, LIMIT)
    quoted = "他说“先停下，别动，我来处理，你们在外面等着”，大家都听他的安排"
    assert short_form(quoted, LIMIT) in (quoted, quoted.rpartition("，")[0])


def test_a_formula_is_as_wide_as_its_drawing() -> None:
    assert width(r"$\frac{\mathrm{softmax}(x)}{\sqrt{d_k}}$") < 8
    assert width("数据") == 2.0


def test_sentences_end_at_full_stops_outside_of_formulas_and_addresses() -> None:
    assert sentences("见 https://a.org/?b!c 的第 3.5 节。$a! b$ 是阶乘！e.g. this one") == [
        "见 https://a.org/?b!c 的第 3.5 节",
        "$a! b$ 是阶乘",
        "e.g. this one",
    ]


@pytest.mark.parametrize("sentence", ["主要包括以下几点", "步骤如下", "下面是几种常见的办法"])
def test_what_only_leads_to_a_list_is_empty(sentence: str) -> None:
    assert is_empty(sentence)
    assert not is_empty(f"{sentence[:2]}温度和压力都会影响反应")


def test_what_names_a_limit_is_not_empty() -> None:
    assert not is_empty("温度应当保持在零度以下")
