"""Answers in short: points, formulas and tables."""

from __future__ import annotations

import sheet_entries as build

from shuati.model import Block, Formula, Kind, Point, PointList
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
    assert found(table) == [("方式 · 代价", "甲：慢；乙：贵")]
    long = build.table(("方式", "代价"), *((f"方式{at}", "很贵" * 20) for at in range(9)))
    ((_, text),) = found(long)
    assert text == "、".join(f"方式{at}" for at in range(9))


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
        SummaryPoint("甲", "说", "说", added=False),
        SummaryPoint("乙", "说", "说", added=True),
    )
