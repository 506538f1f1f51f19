from __future__ import annotations

import pytest
from builders import points, question

from shuati.merge import merge
from shuati.merge.contradictions import contradictions
from shuati.messages import Language, describe
from shuati.model import Severity


def _found(one: str, other: str) -> list[str]:
    asked = [
        question("问", points(text), path=f"{name}.md") for name, text in (("a", one), ("b", other))
    ]
    return [
        describe(diagnostic, Language.ENGLISH).text
        for diagnostic in contradictions(merge(asked).entry)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("显存：推理时大约占用 16 GB 显存", "显存：推理时大约占用 24 GB 显存"),
        ("层数：编码器一共有 6 层", "层数：编码器一共有 12 层"),
        ("事务：InnoDB 支持事务", "事务：InnoDB 不支持事务"),
        ("批次：批次增大会提高训练速度", "批次：批次增大会降低训练速度"),
        ("比例：留出 10% 的数据", "比例：留出 20% 的数据"),
    ],
)
def test_opposite_claims_and_two_numbers_for_one_thing_are_found(one: str, other: str) -> None:
    (what,) = _found(one, other)
    assert "b.md" in what or "a.md" in what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("显存：推理时大约占用 16 GB 显存", "显存：推理时占用约 16 GB 显存"),
        ("显存：推理时大约占用 16 GB 显存", "显存：训练一个模型需要 80 GB 以上"),
        ("显存：推理时大约占用 16 GB 显存", "时间：推理时大约占用 24 GB 显存"),
        ("正则化：用 L1 限制参数", "正则化：用 L2 限制参数"),
        ("效果：提高准确率", "效果：降低训练的成本"),
        ("效果：提高准确率，降低成本", "效果：降低成本，提高准确率"),
        ("规则：不支持的类型会报错", "规则：支持的类型会通过检查"),
    ],
)
def test_what_is_about_different_things_is_no_contradiction(one: str, other: str) -> None:
    assert _found(one, other) == []


def test_a_contradiction_is_a_warning_with_both_places() -> None:
    one = question("问", points("层数：编码器一共有 6 层", "注意：别的话"), path="a.md")
    two = question("问", points("层数：编码器一共有 12 层"), path="b.md")
    (diagnostic,) = contradictions(merge([one, two]).entry)
    assert diagnostic.severity is Severity.WARNING
    assert diagnostic.path == "a.md"
    assert "6 层" in describe(diagnostic, Language.ENGLISH).text
    assert "12 层" in describe(diagnostic, Language.ENGLISH).text
    assert "b.md:1" in describe(diagnostic, Language.ENGLISH).text
