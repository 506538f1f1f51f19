"""Answers in short: points, formulas and tables."""

from __future__ import annotations

import sheet_entries as build

from shuati.model import Block, Formula, Heading, Kind, Point, PointList
from shuati.publish.print.summary import SummaryPoint, summary


def found(*blocks: Block) -> list[tuple[str, str]]:
    """Term and sentence of the points of an answer of ``blocks``."""
    asked = build.question("问？", build.section(Kind.ANSWER, *blocks))
    return [(one.term, one.sentence) for one in summary(build.entry("Q0001", asked))]


def listed(term: str | None, *blocks: Block) -> PointList:
    return PointList(False, 1, (Point(term, blocks, build.SPAN),), build.SPAN)


def test_points_keep_their_terms_and_order() -> None:
    blocks = build.points(("去重", "去除重复。再说一句。"), ("补缺", "填补。"))
    assert found(blocks) == [("去重", "去除重复"), ("补缺", "填补")]


def test_an_answer_without_points_is_as_many_of_its_sentences_as_are_short() -> None:
    assert found(build.paragraph("答案如下。它是一种方法。")) == [("", "它是一种方法")]
    text = "血糖平稳时可以吃。要选含糖少的水果。"
    assert found(build.paragraph(text)) == [("", text.rstrip("。"))]
    assert found(build.paragraph(f"{text}{'很长' * 40}。")) == [("", text.rstrip("。"))]


def test_an_answer_of_brackets_and_stops_is_printed() -> None:
    for text in ("（。）", "。）", "（甲。乙）。", "(a。b)"):
        assert len(found(build.paragraph(text))) <= 1


def test_of_what_leads_to_points_the_sentence_before_the_colon_is_left_out() -> None:
    points = build.points(("力", "使物体加速。"))
    lead = build.paragraph("它是物体之间的作用。特点有：")
    assert found(lead, points)[0] == ("", "它是物体之间的作用")
    assert found(build.paragraph("特点有："), points) == [("力", "使物体加速")]


def test_what_leads_to_points_stays_where_it_answers_itself() -> None:
    points = build.points(("力", "使物体加速。"))
    lead = "问题在于把选择和估计用了同一份数据"
    assert found(build.paragraph(f"{lead}："), points)[0] == ("", lead)
    for text in ("一共有三点需要注意：", "处理的时候要考虑的东西包括：", "分两处："):
        assert found(build.paragraph(text), points) == [("力", "使物体加速")]
    asked = build.question(
        f"为什么{lead}？", build.section(Kind.ANSWER, build.paragraph(f"{lead}："), points)
    )
    assert len(summary(build.entry("Q0001", asked))) == 1


def test_a_verdict_comes_with_its_reason() -> None:
    assert found(build.paragraph("不对。它随长度的平方增长。")) == [
        ("", "不对。它随长度的平方增长")
    ]


def test_a_displayed_formula_is_a_point_with_what_leads_to_it() -> None:
    formula = Formula("F = ma", build.SPAN)
    assert found(build.points(("力", "使物体加速。")), formula)[1:] == [("", "$$F = ma$$")]
    assert found(build.paragraph("定律写成："), formula) == [("", "定律写成：$$F = ma$$")]
    assert found(listed("定律", build.paragraph("写成公式："), formula)) == [
        ("定律", "写成公式：$$F = ma$$")
    ]


def test_a_table_is_a_point_and_a_long_one_its_first_column() -> None:
    table = build.table(("方式", "代价"), ("甲", "慢"), ("乙", "贵"))
    assert found(table) == [("代价", "甲：慢；乙：贵")]
    long = build.table(("方式", "代价"), *((f"方式{at}", "很贵" * 20) for at in range(9)))
    assert found(long) == [("方式", "、".join(f"方式{at}" for at in range(9)) + "（代价见全文）")]


def test_every_cell_of_a_table_in_a_line_is_behind_the_head_of_its_column() -> None:
    table = build.table(("方式", "切什么", "代价"), ("甲", "层", "慢"), ("乙", "", "贵"))
    assert found(table) == [("", "甲——切什么：层，代价：慢；乙——代价：贵")]
    headless = build.table((), ("甲", "层", "慢"))
    assert found(headless) == [("", "甲——层，慢")]
    counted = build.table(("", "判为正", "判为负"), ("实际为正", "TP", "FN"))
    assert found(counted) == [("", "实际为正——判为正：TP，判为负：FN")]


def marks(*blocks: Block) -> list[str]:
    """The marks of the points of an answer of ``blocks``."""
    asked = build.question("问？", build.section(Kind.ANSWER, *blocks))
    return [one.mark for one in summary(build.entry("Q0001", asked))]


def ordered(start: int, *texts: str) -> PointList:
    items = tuple(Point(None, (build.paragraph(text),), build.SPAN) for text in texts)
    return PointList(True, start, items, build.SPAN)


def test_items_of_lists_alone_have_marks_and_those_of_ordered_ones_their_numbers() -> None:
    lead = build.paragraph("它能运行。至少有两处要改。")
    formula = Formula("F = ma", build.SPAN)
    bullets = build.points(("损失", "算错。"), ("截断", "没有。"))
    assert marks(lead, bullets, formula) == ["", "•", "•", ""]
    steps = ordered(1, "看监控。", "看日志。")
    assert marks(steps, build.code("x"), ordered(3, "核对。")) == ["1.", "2.", "3."]
    assert marks(build.paragraph("它是一种方法。")) == [""]


def test_an_item_without_words_leaves_no_gap() -> None:
    items = (
        Point(None, (build.paragraph("先写。"),), build.SPAN),
        Point(None, (build.code("x = 1"),), build.SPAN),
        Point(None, (), build.SPAN),
        Point(None, (build.paragraph("再读。"),), build.SPAN),
    )
    steps = PointList(True, 1, items, build.SPAN)
    assert marks(steps) == ["1.", "2.", "3."]
    assert found(steps)[1] == ("", "（见全文）")


def test_a_later_list_has_the_name_that_its_answer_gives_it() -> None:
    first, second = build.points(("甲", "一。")), build.points(("乙", "二。"))
    named = "惩罚有三个作用：", "惩罚要有力，可以采取以下措施："
    for before in (*map(build.paragraph, named), Heading(3, "惩罚的作用", build.SPAN)):
        asked = build.question("问？", build.section(Kind.ANSWER, first, before, second))
        _, lead, _ = summary(build.entry("Q0001", asked))
        assert lead.lead
        assert lead.term.startswith("惩罚")
    assert found(first, build.paragraph("主要有以下几点："), second) == [("甲", "一"), ("乙", "二")]
    heading, said = Heading(3, "缺点", build.SPAN), build.paragraph("主要有以下几点：")
    assert found(heading, second) == [("缺点", ""), ("乙", "二")]
    assert found(heading, said, second) == [("缺点", ""), ("乙", "二")]


def test_one_of_several_parts_has_its_name() -> None:
    answer = build.section(Kind.ANSWER, build.points(("甲", "一。")))
    feature = build.section(Kind.FEATURE, build.points(("乙", "二。")), label="优点")
    both = build.entry("Q0001", build.question("问？", answer, feature))
    assert [one.term for one in summary(both)] == ["甲", "优点", "乙"]
    alone = build.entry("Q0001", build.question("问？", feature))
    assert [one.term for one in summary(alone)] == ["乙"]


def test_sub_points_stand_for_a_point_without_a_text() -> None:
    words = build.points(("甲", "一。"), ("乙", "二。"))
    assert found(listed("有", build.paragraph("包括以下两种："), words)) == [("有", "甲、乙")]
    clauses = PointList(
        False,
        1,
        tuple(Point(None, (build.paragraph(text),), build.SPAN) for text in ("先停，再看", "后走")),
        build.SPAN,
    )
    assert found(listed("步骤", clauses)) == [("步骤", "先停，再看；后走")]


def test_a_paragraph_before_the_points_counts_where_it_says_something() -> None:
    points = build.points(("甲", "一。"))
    assert found(build.paragraph("过拟合是背下训练数据。"), points)[0] == (
        "",
        "过拟合是背下训练数据",
    )
    assert found(build.paragraph("主要有以下几点："), points) == [("甲", "一")]


def test_what_another_variant_adds_is_marked() -> None:
    one, other = (
        build.question("问？", build.section(Kind.ANSWER, build.points((term, "说。"))))
        for term in ("甲", "乙")
    )
    assert summary(build.entry("Q0001", one, other)) == (
        SummaryPoint("甲", "说", "说", added=False, mark="•"),
        SummaryPoint("乙", "说", "说", added=True, mark="•"),
    )
