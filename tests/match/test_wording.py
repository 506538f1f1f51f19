from __future__ import annotations

import pytest

from shuati.text.normalise import wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("什么是过拟合？", "什么是过拟合"),
        ("什么是过拟合？", "什么是“过拟合”?"),
        ("ＡＩ 大模型是什么", "AI大模型是什么？"),
        ("**什么**是 gpu", "什么是GPU。"),
        ("什么是大模型（LLM）？", "什么是大模型(LLM)"),
        ("HTTP、HTTPS 的区别", "HTTP，HTTPS的区别"),
        ("如何\n优化", "如何优化"),
    ],
)
def test_width_spaces_punctuation_and_case_make_no_difference(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C 的特点", "C++ 的特点"),
        ("C 的特点", "C# 的特点"),
        ("`#{}` 是什么", "`${}` 是什么"),
        ("[] == [] 的结果", "[] == ![] 的结果"),
        ("3.5 是什么", "35 是什么"),
        ("输出 1 2", "输出 12"),
        ("List<String> 是什么", "List String 是什么"),
        ("`a?.b` 是什么", "`a.b` 是什么"),
        ("-1 取模", "1 取模"),
    ],
)
def test_signs_that_carry_meaning_are_kept(one: str, other: str) -> None:
    assert wording(one) != wording(other)
