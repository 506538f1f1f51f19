"""Answers in short: chosen, never cut."""

from __future__ import annotations

import pytest
import sheet_entries as build
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.model import Kind
from shuati.publish.print.summary import CLAUSE, clause, summary

TEXT = st.text("数据模型，。；：、（）AI 9但如", max_size=120)


@given(TEXT, st.integers(5, 60))
@settings(max_examples=200)
def test_half_a_sentence_stands_in_it_and_is_short(sentence: str, limit: int) -> None:
    found = clause(sentence, ("模型",), limit)
    assert found in sentence
    assert len(found) <= limit
    assert "…" not in found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("去除重复数据", "去除重复数据"),
        (
            "通过正则化等办法，可以防止模型在训练集上过拟合，从而提高它的泛化能力",
            "通过正则化等办法，可以防止模型在训练集上过拟合",
        ),
        ("这是一个没有任何停顿而且长得一行里怎么也放不下的句子它没有办法变短", ""),
    ],
)
def test_whole_clauses_are_chosen(sentence: str, found: str) -> None:
    assert clause(sentence, (), CLAUSE) == found


def test_points_keep_their_terms_and_order() -> None:
    asked = build.question(
        "问？",
        build.section(
            Kind.ANSWER, build.points(("去重", "去除重复。再说一句。"), ("补缺", "填补。"))
        ),
    )
    found = summary(build.entry("Q0001", asked))
    assert [(point.term, point.sentence) for point in found] == [
        ("去重", "去除重复"),
        ("补缺", "填补"),
    ]


def test_an_answer_without_points_is_its_first_sentence() -> None:
    asked = build.question(
        "问？", build.section(Kind.ANSWER, build.paragraph("答案如下。它是一种方法。还有。"))
    )
    assert [point.sentence for point in summary(build.entry("Q1", asked))] == ["它是一种方法"]
