"""Merging questions with options: their letters follow the options, contradictions are named."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.merge import merge
from shuati.model import Kind, Question
from shuati.model.keys import answer_key, body_key
from shuati.model.views import all_text

FIRST = (
    "1. 细胞的能量工厂是（ ）。\nA. 细胞核\nB. 线粒体\nC. 核糖体\n"
    "答案：B\n解析：故选B，A项是遗传的中心。\n"
)
TURNED = "1. 细胞的能量工厂是（ ）。\nA. 线粒体\nB. 核糖体\nC. 细胞核\n答案：{}\n"


def asked(text: str, path: str = "a.txt") -> Question:
    (question,) = read_document(path, text.encode()).questions
    return question


def test_options_in_another_order_are_the_same_body_and_the_same_answer() -> None:
    one, other = asked(FIRST.split("解析")[0]), asked(TURNED.format("A"))
    assert body_key(one) == body_key(other)
    assert answer_key(one) == answer_key(other)


@pytest.mark.parametrize("change", ["B. 核糖体", "C. 细胞核"])
def test_another_set_of_options_is_another_body(change: str) -> None:
    text = TURNED.format("A")
    assert body_key(asked(text)) != body_key(asked(text.replace(change, f"{change[:3]}液泡")))


def test_letters_of_other_variants_follow_the_options_of_the_first() -> None:
    merged = merge([asked(FIRST), asked(TURNED.format("A"), "b.txt")])
    (answer,) = [part for part in merged.entry.parts if part.kind is Kind.ANSWER]
    assert all_text(answer.blocks) == "B. 线粒体"
    assert not merged.diagnostics


def test_letters_in_an_explanation_follow_the_options_too() -> None:
    turned = TURNED.format("A") + "解析：故选A，其余选项与能量无关，B项合成蛋白质。\n"
    first = FIRST + "它有双层膜，含有自己的遗传物质，并且能够半自主地复制。\n"
    merged = merge([asked(first), asked(turned, "b.txt")])
    texts = "\n".join(all_text(part.blocks) for part in merged.entry.parts if part.variant)
    assert "C项合成蛋白质" in texts


def test_keys_that_contradict_each_other_are_named_with_both_places() -> None:
    merged = merge([asked(FIRST), asked(TURNED.format("B"), "b.txt")])
    (found,) = [one for one in merged.diagnostics if one.code == "contradictory-keys"]
    assert found.location.path == "a.txt"
    values = dict(found.args)
    assert (values["mine"], values["theirs"]) == ("B. 线粒体", "C. 核糖体")
    assert str(values["place"]).startswith("b.txt")


def test_a_key_that_only_another_variant_knows_is_that_of_the_entry() -> None:
    text = FIRST.replace("答案：B\n", "").replace("解析：故选B，A项是", "解析：细胞核是")
    merged = merge([asked(text), asked(TURNED.format("A"), "b.txt")])
    first = merged.entry.variants[0]
    assert [one.text for one in first.options if one.correct] == ["线粒体"]
