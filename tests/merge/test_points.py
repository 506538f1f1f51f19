"""Points of several documents that are one point, and those that are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from builders import code, paragraph, point, points, question, section
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.points_joined import labelled, question_of
from shuati.merge import merge
from shuati.merge.redundancy import clauses
from shuati.merge.terms import term_key
from shuati.model import Block, Entry, Kind, Paragraph, Point, PointList, Question
from shuati.model.views import all_text, points_of, term_of
from shuati.text.fold import fold, fold_letters

_LONG = "结语，很长很长，长到使它成为代表，比另一个答案里的几句话加在一起还要长出一些来，再长一点。"


def _texts(entry: Entry) -> list[str]:
    """The points of the merged answer, each "term：text"."""
    return [
        "：".join(filter(None, (term_of(one), all_text(one.blocks))))
        for part in entry.parts
        for one in points_of(part.blocks)
    ]


def _merged(*documents: Block | tuple[Block | str, ...]) -> Entry:
    """The entry of documents, of which the first is the representative."""
    asked = [
        question("问？", *(one if isinstance(one, tuple) else (one,)), path=f"{at}.md")
        for at, one in enumerate(documents)
    ]
    first, *others = asked
    return merge([question("问？", *first.sections, _LONG, path="0.md"), *others]).entry


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("正则化", "正则化（Regularization）"),
        ("正则化", "正则化："),
        ("ＧＰＵ 加速", "gpu加速"),
        ("數據增強", "数据增强"),
        ("perplexity（困惑度）", "困惑度"),
        ("用户", "使用者"),
        ("F1 分数（F1 Score）", "F1分数（F1-Score）"),
        ("健壮性（Robustness）", "健壮度（robustness）"),
    ],
)
def test_points_with_one_term_are_one_point(one: str, other: str) -> None:
    texts = (f"{one}：限制参数的大小", f"{other}：每天看三页书，写两行字")
    for first, second in (texts, texts[::-1]):
        (text,) = _texts(_merged(points(first), points(second)))
        assert "限制参数的大小" in text
        assert "每天看三页书，写两行字" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一类错误", "第二类错误"),
        ("L1 正则化", "L2 正则化"),
        ("C", "C++"),
        ("缓存（本地）", "缓存（分布式）"),
        ("查询语句（MySQL）", "更新语句（MySQL）"),
        ("读取数据（SQL）", "存取数据（SQL）"),
        ("1 型糖尿病", "2 型糖尿病"),
    ],
)
def test_points_with_different_terms_stay_two(one: str, other: str) -> None:
    entry = _merged(points(f"{one}：限制参数的大小"), points(f"{other}：每天看三页书，写两行字"))
    assert len(_texts(entry)) == 2


def test_a_name_that_only_another_document_gives_stays_behind_the_term() -> None:
    entry = _merged(
        points("定时翻身：每 2 小时翻身一次，避免局部受压"),
        points("避免局部受压：每 2 小时翻身一次"),
    )
    assert [one.term for one in entry.points] == ["定时翻身（避免局部受压）"]
    assert entry.points[0].variants == (0, 1)


def test_the_fullest_wording_comes_first_and_what_is_new_behind_it() -> None:
    entry = _merged(
        points("数据增强：增加训练数据的多样性"),
        points("数据增强：通过旋转、缩放和裁剪增加训练数据的多样性，提高泛化能力"),
        points("数据增强：增加训练数据的多样性，如随机遮罩、添加噪声"),
    )
    assert _texts(entry) == [
        "数据增强：通过旋转、缩放和裁剪增加训练数据的多样性，提高泛化能力；"
        "增加训练数据的多样性，如随机遮罩、添加噪声"
    ]


def _divided(*texts: str) -> tuple[str, str]:
    """What the one point of documents with these points says first, and what is added to it."""
    entry = _merged(*(points(f"缓存：{text}") for text in texts))
    (joined,) = (one for part in entry.parts for one in points_of(part.blocks))
    (block,) = joined.blocks
    assert isinstance(block, Paragraph)
    assert "".join(block.divided()) == block.text
    return block.divided()


_FULLEST = "把常用的大量数据放在计算机的内存里。以后就在那里找它"


@pytest.mark.parametrize(
    ("others", "added"),
    [
        ((), ""),
        (("以后就在那里找它",), ""),
        (("太阳从东边升起",), "太阳从东边升起。"),
        (("太阳从东边升起", "每天看三页书，写两行字"), "每天看三页书，写两行字。太阳从东边升起。"),
    ],
)
def test_a_point_knows_which_sentences_other_documents_added(
    others: Sequence[str], added: str
) -> None:
    assert _divided(f"{_FULLEST}。", *others) == (f"{_FULLEST}。", added)
    assert _divided(*others, f"{_FULLEST}。") == (f"{_FULLEST}。", added)


def test_a_clause_that_goes_into_a_sentence_is_no_added_sentence() -> None:
    longer = "把常用的大量数据放在计算机的内存里，减少访问的次数"
    clause = "把数据放在内存里，减少访问的次数"
    before = "以后就在那里找它。把常用的大量数据放在计算机的内存里"
    assert _divided(_FULLEST, clause) == (f"{longer}。以后就在那里找它", "")
    assert _divided(before, clause) == (f"以后就在那里找它。{longer}", "")
    assert _divided(_FULLEST, clause, "太阳从东边升起") == (
        f"{longer}。以后就在那里找它；",
        "太阳从东边升起",
    )
    assert _divided(_FULLEST, f"太阳从东边升起；{clause}") == (
        f"{longer}。以后就在那里找它；",
        "太阳从东边升起；",
    )


def test_what_leads_to_a_list_is_not_taken_from_it() -> None:
    lead = paragraph("太阳从东边升起。有以下几种：")
    deep = Point("缓存", (lead, points("磁盘上的文件", "网络上的代理")), lead.span)
    entry = _merged(points(f"缓存：{_FULLEST}，用起来又快又省事。"), points(deep))
    (joined,) = (one for part in entry.parts for one in points_of(part.blocks))
    first, below = joined.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(below, PointList)
    assert first.text.endswith("太阳从东边升起。有以下几种：")
    assert first.divided() == (first.text, "")


@pytest.mark.parametrize(
    ("text", "first", "added"),
    [
        ("甲。乙。", "甲。", "乙。"),
        ("词：甲。乙。", "词：甲。", "乙。"),
        ("乙。", "乙。", ""),
        ("甲。乙（Q0001）。", "甲。乙（Q0001）。", ""),
    ],
)
def test_what_was_added_is_apart_only_while_the_text_ends_in_it(
    text: str, first: str, added: str
) -> None:
    assert replace(paragraph(text), added="乙。").divided() == (first, added)


def test_a_point_of_one_sentence_and_one_with_points_below_it_are_one() -> None:
    deep = points(point("正则化：", points("L1 使权重稀疏", "L2 使权重变小")))
    flat = points("正则化：在损失里加入惩罚项")
    for first, second in ((deep, flat), (flat, deep)):
        assert _texts(_merged(first, second)) == [
            "正则化：在损失里加入惩罚项\nL1 使权重稀疏\nL2 使权重变小"
        ]


def test_a_term_inside_a_point_is_not_lost_where_the_text_below_it_repeats() -> None:
    entry = _merged(
        points(point("处理：先看数据", points("先看数据的分布"))),
        points(point("处理：先看数据", points("清洗：先看数据"))),
    )
    assert "清洗" in _texts(entry)[0]


def test_what_contradicts_is_whole_in_the_point_and_named() -> None:
    asked = [
        question("问？", points(f"限盐：每日食盐摄入量少于 {grams} 克"), path=f"{grams}.md")
        for grams in (5, 6)
    ]
    merged = merge(asked)
    (text,) = _texts(merged.entry)
    assert "每日食盐摄入量少于 5 克" in text
    assert "每日食盐摄入量少于 6 克" in text
    assert [one.code for one in merged.diagnostics] == ["contradictory-points"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("批次变大以后训练的速度会提高", "批次变大以后训练的速度会降低"),
        ("每次鼻饲量不超过 200 毫升", "每次鼻饲量不超过 300 毫升"),
        ("长期鼻饲者每周更换一次胃管", "长期鼻饲者每月更换一次胃管"),
        ("这种引擎支持事务", "这种引擎不支持事务"),
    ],
)
def test_contradicting_points_without_a_term_stay_two(one: str, other: str) -> None:
    assert sorted(_texts(_merged(points(one), points(other)))) == sorted((one, other))


def test_a_term_that_a_document_has_twice_names_no_one_thing() -> None:
    twice = (points("成本：甲方案要买机器"), points("成本：乙方案要付租金"))
    entry = _merged(twice, points("成本：人工按小时计算"))
    assert len(_texts(entry)) == 3


def test_one_term_below_headings_that_differ_stays_two() -> None:
    good = section("优点", points("成本：不用买机器"), kind=Kind.FEATURE)
    bad = section("缺点", points("成本：流量大时账单惊人"), kind=Kind.FEATURE)
    assert len(_texts(merge([question("问", good), question("问", bad)]).entry)) == 2


def test_points_of_an_answer_do_not_become_one_with_those_of_an_explanation() -> None:
    told = section("解析", points("早停：看验证集的损失"), kind=Kind.EXPLANATION)
    entry = merge([question("问", points("早停：及时停下来")), question("问", told)]).entry
    assert len(_texts(entry)) == 2


def test_two_points_of_one_document_stay_two_where_others_lie_between_them() -> None:
    mine = ("各卡处理一部分数据，再同步梯度", "各卡保存一部分模型，再传递激活")
    one = "各卡处理一部分数据，再同步梯度，或者各卡保存一部分模型"
    other = "各卡保存一部分模型，再传递激活，或者各卡处理一部分数据"
    texts = _texts(_merged(points(one), points(*mine), points(other)))
    assert len([text for text in texts if mine[0] in text or mine[1] in text]) >= 2
    assert not any(mine[0] in text and mine[1] in text for text in texts)


def test_a_point_that_is_only_a_term_adds_nothing_to_one_that_explains_it() -> None:
    for bare in ("异步", "异步；", "**异步**"):
        entry = _merged(points("异步：缩短响应时间；", "解耦：下游不用改"), points(bare, "削峰"))
        assert _texts(entry)[0].rstrip("；") == "异步：缩短响应时间"


def test_a_sentence_that_contradicts_in_one_clause_stays_whole() -> None:
    said = "对有气体参加的反应，增大压强，反应速率"
    (text,) = _texts(_merged(points(f"压强：{said}加快"), points(f"压强：{said}减慢")))
    assert f"{said}加快" in text
    assert f"{said}减慢" in text


def test_a_point_that_took_the_place_of_another_keeps_its_words_when_a_third_joins() -> None:
    said = "在训练过程中，当验证集的性能不再提高时，提前停止训练"
    deep = point("早停：", points(f"{said}。", "用验证集的性能作为指标，避免过拟合。"))
    why = section("解析", points(deep), kind=Kind.EXPLANATION)
    documents = [
        question("问？", points("早停：验证集的性能不再提高时，停止训练"), 3 * _LONG, path="a.md"),
        question("问？", section("答案", points(f"早停：{said}，避免过拟合")), why, path="b.md"),
        question("问？", points("早停：耐心设为五轮，之后恢复最好的权重"), path="c.md"),
    ]
    for order in permutations(documents):
        told = "\n".join(_texts(merge(order).entry))
        assert [word for word in ("作为指标", "耐心", "不再提高") if word not in told] == []


def test_two_points_of_one_document_never_become_one() -> None:
    mine = points("数据并行：各卡处理一部分数据", "模型并行：各卡保存一部分模型")
    entry = _merged(mine, points("并行：各卡处理一部分数据，或者保存一部分模型"))
    terms = [term_key(one.term) for one in entry.points]
    assert {"数据并行", "模型并行"} <= set(terms)


# ── steps ────────────────────────────────────────────────────────────────────


def test_a_step_that_a_document_has_twice_keeps_its_place() -> None:
    steps = points("训练：跑一轮", "验证：看损失", "调参：改学习率", "验证：看损失", ordered=True)
    for others in ((), (points("训练：跑一轮", "验证：看损失"),)):
        terms = [text.split("：")[0] for text in _texts(_merged(steps, *others))]
        assert terms == ["训练", "验证", "调参", "验证"]
    terms = [
        text.split("：")[0]
        for text in _texts(_merged(points("训练：跑一轮", "验证：看损失"), steps))
    ]
    assert terms == ["训练", "验证", "调参", "验证"]
    terms = [text.split("：")[0] for text in _texts(_merged(points("部署：上线"), steps))]
    assert terms == ["部署", "训练", "验证", "调参", "验证"]


def test_steps_that_another_document_lacks_come_where_they_belong() -> None:
    def steps(*names: str) -> PointList:
        said = {
            "收集": "找资料",
            "清洗": "去重",
            "训练": "跑一轮",
            "评估": "看指标",
            "部署": "上线",
        }
        return points(*(f"{name}：{said[name]}" for name in names), ordered=True)

    def told(*names: str) -> tuple[Block | str, ...]:
        return (section("步骤", steps(*names), kind=Kind.FEATURE),)  # type: ignore[return-value]

    entry = _merged(told("收集", "训练", "部署"), told("收集", "清洗", "训练", "评估", "部署"))
    terms = [text.split("：")[0] for text in _texts(entry)]
    assert terms == ["收集", "清洗", "训练", "评估", "部署"]
    turned = _merged(told("收集", "训练", "部署"), told("部署", "清洗", "收集"))
    terms = [text.split("：")[0] for text in _texts(turned)]
    assert terms == ["收集", "训练", "部署", "部署", "清洗", "收集"]


# ── sentences ────────────────────────────────────────────────────────────────


def test_a_sentence_that_the_entry_has_is_dropped_from_a_paragraph_and_shown() -> None:
    said = "梯度下降沿负梯度的方向更新参数。"
    merged = merge(
        [
            question("问", f"{said}学习率决定步长。{_LONG}", path="a.md"),
            question("问", f"{said}动量让它更稳。", path="b.md"),
        ]
    )
    added = [all_text(part.blocks) for part in merged.entry.parts if part.variant]
    assert added == ["动量让它更稳。"]
    assert [one.text for one in merged.dropped] == [said]


def test_a_sentence_that_the_next_one_leans_on_stays_with_it() -> None:
    said = "梯度下降沿负梯度的方向更新参数。"
    entry = merge([question("问", f"{said}{_LONG}"), question("问", f"{said}因此它会变慢。")]).entry
    assert all_text(entry.parts[-1].blocks) == f"{said}因此它会变慢。"


def test_examples_go_on_behind_the_sentence_they_are_examples_of() -> None:
    entry = _merged(
        points("文本分类：用大模型对文本进行分类，如新闻分类、垃圾邮件过滤等。它按主题整理文章。"),
        points("文本分类：如情感分析、新闻分类等。"),
        points("文本分类：对文本进行分类，例如意图识别等。"),
    )
    assert _texts(entry) == [
        "文本分类：用大模型对文本进行分类，如新闻分类、垃圾邮件过滤等。又如意图识别、情感分析等。"
        "它按主题整理文章。"
    ]


def test_examples_of_a_term_name_it_where_the_last_clause_is_about_something_else() -> None:
    whole = "投资策略：研究量化的策略，实现自动化的交易"
    for end in ("。", ""):
        entry = _merged(points(f"{whole}{end}"), points("投资策略：如股票预测等。"))
        assert _texts(entry) == [f"{whole}。投资策略如股票预测等。"]


def test_a_joined_point_begins_with_what_it_is_and_not_with_examples() -> None:
    examples = "巡检：如配电柜、电缆沟、变压器、蓄电池、避雷器、接地网等。"
    for end in ("", "它在雨季加密。"):
        entry = _merged(points(f"{examples}{end}"), points("巡检：工人每天察看设备，记下读数。"))
        (text,) = _texts(entry)
        assert not text.startswith("巡检：如")
        assert text.endswith("巡检如配电柜、电缆沟、变压器、蓄电池、避雷器、接地网等。")


def test_examples_alone_stay_as_they_are_where_no_document_says_more() -> None:
    entry = _merged(points("巡检：如配电柜、电缆沟等。"), points("巡检：如变压器、配电柜等。"))
    assert _texts(entry) == ["巡检：如配电柜、电缆沟、变压器等。"]


def test_a_sentence_without_its_repeated_end_keeps_its_full_stop() -> None:
    below = points("管道夜里几乎没有人用，正好检查和冲洗。", "阀门在夜里关上，早上五点打开。")
    entry = _merged(
        points(point("夜间：", below)),
        points("夜间：居民的用水量降到白天的两成，阀门在夜里关上。"),
    )
    assert "居民的用水量降到白天的两成。" in _texts(entry)[0]


def test_examples_of_a_clause_inside_a_sentence_stand_behind_it_in_parentheses() -> None:
    entry = _merged(
        points("灌溉：改进供水的方法，减少蒸发和渗漏。"),
        points("灌溉：改进供水的方法，如滴灌、喷灌等。"),
    )
    assert _texts(entry) == ["灌溉：改进供水的方法（如滴灌、喷灌等），减少蒸发和渗漏。"]


@pytest.mark.parametrize(
    ("kept", "new", "together"),
    [
        (  # what the same means is good for
            "使用混合精度的训练，如 FP16、BF16，减少显存的占用。",
            "使用混合精度的训练，缩短通信时间。",
            "使用混合精度的训练，如 FP16、BF16，减少显存的占用，缩短通信时间。",
        ),
        (  # what follows the same clause
            "排序后居中的值，不受极端值影响。它容易计算。",
            "不受极端值影响，适合偏态分布。",
            "排序后居中的值，不受极端值影响，适合偏态分布。它容易计算。",
        ),
        (  # what follows another clause
            "染色体排列在赤道板上，数目清晰，便于观察。",
            "染色体排列在赤道板上，形态稳定。",
            "染色体排列在赤道板上，数目清晰，便于观察。染色体排列在赤道板上，形态稳定。",
        ),
    ],
)
def test_a_sentence_with_a_repeated_beginning_goes_on_where_that_is(
    kept: str, new: str, together: str
) -> None:
    assert _texts(_merged(points(f"要点：{kept}"), points(f"要点：{new}"))) == [f"要点：{together}"]


def test_a_predicate_without_a_subject_is_appended_with_the_term() -> None:
    entry = _merged(
        points("F1 分数（F1 Score）：结合精确率和召回率的综合指标，取值在 0 和 1 之间。"),
        points("F1 分数：是两者的调和平均。"),
    )
    assert _texts(entry)[0].endswith("。F1 分数是两者的调和平均。")


@pytest.mark.parametrize(
    ("kept", "new"),
    [
        ("血糖低时先进食，血糖高时推迟运动。", "血糖低时推迟运动。"),
        ("进程切换的开销大，线程切换的开销小。", "线程切换的开销大。"),
        ("把中间表示转换为机器的指令，再分配寄存器。", "把机器的指令转换为中间表示。"),
        ("缓存里有数据时，直接返回缓存里的数据。", "缓存里的数据过期时，直接返回。"),
        ("每天服药 10 次。", "每天服药 1 次。"),
        ("这种引擎不支持事务。", "这种引擎支持事务。"),
        ("在服务器上启用压缩，减少传输的数据量。", "用服务器上的 Brotli 启用压缩。"),
    ],
)
def test_the_words_of_a_sentence_in_other_relations_are_news(kept: str, new: str) -> None:
    assert _texts(_merged(points(f"要点：{kept}"), points(f"要点：{new}"))) == [
        f"要点：{kept}{new}"
    ]


def test_a_sentence_that_leads_to_a_list_goes_where_one_of_several_items_is_left() -> None:
    first = (points("正则化：限制参数", "早停：及时停下", "丢弃：随机去掉单元"),)
    other = ("处理问题可以有以下方法：", points("早停：及时停下", "剪枝：去掉小权重"))
    merged = merge([question("怎样处理问题？", *first, _LONG), question("怎样处理问题？", *other)])
    assert "以下方法" not in "".join(all_text(part.blocks) for part in merged.entry.parts)
    assert "处理问题可以有以下方法：" in [one.text for one in merged.dropped]


def test_points_come_in_the_order_of_most_documents() -> None:
    first = points("散射：光的散射使天变蓝", "折射：水里的筷子像断了", "反射：镜子里有像，左右相反")
    others = points("反射：镜子里有像", "折射：水里的筷子像断了")
    order = ["散射", "反射", "折射"]
    assert [text[:2] for text in _texts(_merged(first, others, others))] == order
    assert [text[:2] for text in _texts(_merged(first, others))] == ["散射", "折射", "反射"]
    steps = [question("步骤是什么？", one) for one in (first, others, others)]
    assert [text[:2] for text in _texts(merge(steps).entry)] == ["散射", "折射", "反射"]


def test_one_term_for_points_that_the_other_document_has_beside_it_is_another() -> None:
    umbrella = points("模型压缩：用模型剪枝、量化等减小模型", "硬件：换更快的卡")
    narrow = points("模型压缩：用低秩分解", "模型剪枝：去掉小权重", "量化：用八位的整数")
    assert _texts(_merged(umbrella, narrow)).count("模型压缩：用低秩分解") == 1
    alone = points("模型压缩：用低秩分解", "蒸馏：教小的模型")
    assert "模型压缩：用低秩分解" not in _texts(_merged(umbrella, alone))


# ── properties ───────────────────────────────────────────────────────────────

_documents = [
    [question_of(entry, at) for at in range(len(entry.documents))] for entry in labelled()
]
_EMPTY = Counter(dict.fromkeys("有的了是", 9))
_some_documents = st.sampled_from(_documents)


def _said(question: Question) -> list[str]:
    return [
        sentence
        for part in question.sections
        for one in points_of(part.blocks)
        for sentence in re.split("[。；]", all_text(one.blocks))
        if sentence
    ]


@settings(max_examples=60, deadline=None)
@given(_some_documents, st.randoms())
def test_every_sentence_is_in_the_entry_or_is_shown_as_dropped(
    asked: list[Question], random
) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(asked, len(asked))
    merged = merge(shuffled)
    whole = fold_letters("\n".join((*_texts(merged.entry), *(one.text for one in merged.dropped))))
    for one in shuffled:
        assert [text for text in _said(one) if fold_letters(text) not in whole] == []
    asks = Counter(fold_letters(merged.entry.question))
    kept = [Counter(fold_letters(text)) | asks for text in _texts(merged.entry)]
    for one in merged.dropped:
        for clause in clauses(fold(one.text)):
            own = Counter(fold_letters(clause)) - _EMPTY  # 有寒战 is 寒战
            assert any((own & text).total() >= 0.7 * own.total() for text in kept), clause


@settings(max_examples=60, deadline=None)
@given(_some_documents)
def test_the_order_of_documents_does_not_change_which_points_are_one(asked: list[Question]) -> None:
    def groups(order: tuple[Question, ...]) -> set[frozenset[str]]:
        merged = merge(order)
        home: dict[str, set[str]] = {text: {text} for text in _texts(merged.entry)}
        for one in merged.dropped:
            home[one.kept].add(one.text)
        wordings = {
            "：".join(filter(None, (term_of(item), all_text(item.blocks))))
            for one in order
            for part in one.sections
            for item in points_of(part.blocks)
        }
        return {frozenset(texts & wordings) for texts in home.values()}

    first, *others = map(groups, permutations(asked))
    assert all(one == first for one in others)


@settings(max_examples=60, deadline=None)
@given(_some_documents)
def test_no_two_points_of_an_entry_have_one_term(asked: list[Question]) -> None:
    keys = [term_key(one.term) for one in merge(asked).entry.points if one.term]
    assert len(set(keys)) == len(keys)


@settings(max_examples=60, deadline=None)
@given(_some_documents)
def test_a_merged_answer_as_a_document_of_its_own_changes_nothing(asked: list[Question]) -> None:
    merged = merge(asked).entry
    whole = PointList(False, 1, _points(merged), paragraph("").span)
    once = question(merged.question, whole, path="x.md")
    again = merge([once, *asked]).entry
    assert _texts(again) == _texts(merge([once]).entry)


def _points(entry: Entry) -> tuple[Point, ...]:
    return tuple(one for part in entry.parts for one in points_of(part.blocks))


_BESIDE = (
    "日志监控：把每次请求的耗时写进日志，超过阈值就报警。",
    "灰度发布：新版本先放给百分之一的用户。",
    "限流：每个调用者每秒最多十次。",
)


def test_one_thing_under_two_terms_in_other_words_is_one_point() -> None:
    entry = _merged(
        points("打散有效期：在过期时间上加一个随机数，免得同时失效。", *_BESIDE[:2]),
        points("随机抖动：设置过期时间时加上随机数，让键不在同一刻失效。", _BESIDE[2]),
    )
    assert [text for text in _texts(entry) if "随机数" in text] == [
        "随机抖动（打散有效期）：设置过期时间时加上随机数，让键不在同一刻失效。"
        "在过期时间上加一个随机数，免得同时失效。"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("近因效应：只看最近的表现。", "首因效应：只看最初的印象。"),
        ("手卫生：接触患者前后洗手。", "标准预防：接触患者前后做好手卫生、戴手套等。"),
    ],
)
def test_terms_of_two_kinds_and_a_word_for_several_stay_apart(one: str, other: str) -> None:
    entry = _merged(points(one, *_BESIDE[:2]), points(other, _BESIDE[2]))
    assert {one.partition("：")[0], other.partition("：")[0]} <= {
        text.partition("：")[0] for text in _texts(entry)
    }


def test_points_with_code_and_other_terms_stay_two() -> None:
    one = point("算内存：运行下面的代码，看看输出的大小是多少：", code("print(3 * 4)"))
    other = point("算大小：运行这里的代码，看看输出的大小是多少：", code("print(5 * 6)"))
    assert len(_texts(_merged(points(one, *_BESIDE[:2]), points(other)))) == 4


def test_a_condition_keeps_what_follows_from_it() -> None:
    entry = _merged(
        points("坍塌的条件：每一代都只用上一代的输出训练，罕见的会逐代坍塌消失。", *_BESIDE[:2]),
        points("坍塌：只拿上一代的输出喂下一代，就会逐代坍塌。", _BESIDE[2]),
    )
    text = "".join(_texts(entry))
    assert "喂下一代，就会逐代坍塌" in text or "喂下一代" not in text
