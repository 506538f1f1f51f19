"""Lead terms: which are one, and what a point with several is called."""

from __future__ import annotations

import pytest
from builders import paragraph, points

from shuati.match.vocabulary import synonyms_of
from shuati.merge.terms import joined_term, same_term, with_lead_term, with_plain_lead


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        (("正则化", "正则化（Regularization）"), "正则化（Regularization）"),
        (("困惑度（Perplexity）", "perplexity（困惑度）"), "困惑度（Perplexity）"),
        (("数据预处理", "数据预处理优化"), "数据预处理优化"),
        (("定时翻身", "避免受压"), "定时翻身（避免受压）"),
        (("准确率（Accuracy）", "准确性（Accuracy）"), "准确率（准确性）（Accuracy）"),
        ((None, "早停"), "早停"),
        ((None, None), None),
    ],
)
def test_a_joined_term_holds_every_name_once(terms: tuple[str | None, ...], shown: str) -> None:
    assert joined_term(terms) == shown


def test_synonyms_of_a_project_are_one_term() -> None:
    assert not same_term("晕轮效应", "光环效应", synonyms_of())
    assert same_term("晕轮效应", "光环效应", synonyms_of((("晕轮效应", "光环效应"),)))
    assert not same_term(None, None, synonyms_of())


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("发热反应：最常见", "发热反应"),
        ("LoRA (低秩): 冻结原来的权重", "LoRA (低秩)"),
        ("正则化：", "正则化"),
        ("例如：把图片翻转", None),
        ("上午 8:30 开始", None),
        ("先训练，再验证：看损失", None),
        ("见 https://a.example", None),
        ("没有冒号的一句话", None),
    ],
)
def test_words_before_a_colon_are_a_lead_term(text: str, term: str | None) -> None:
    (plain,) = points("x", ordered=False).points
    point = with_lead_term(type(plain)(None, (paragraph(text),), plain.span))
    assert point.term == term
    if term:
        assert with_lead_term(with_plain_lead(point)) == point
