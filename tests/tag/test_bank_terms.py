from __future__ import annotations

import pytest
from builders import entry, points, question

from shuati.tag.bank_terms import compounds, is_term, join_pairs, lead_terms


@pytest.mark.parametrize("text", ["过拟合", "数据清洗", "知识蒸馏", "GPU", "KV Cache", "B+树"])
def test_a_term_names_a_thing(text: str) -> None:
    assert is_term(text)


@pytest.mark.parametrize(
    "text",
    [
        "数据量大",  # says something of a thing
        "降低成本",  # says what to do
        "先测量",
        "索引的用途",  # a phrase
        "读与写",
        "内存不足",
        "一二三四五六七八九",  # longer than any
    ],
)
def test_what_says_something_of_a_thing_is_no_term(text: str) -> None:
    assert not is_term(text)


def test_a_long_lead_term_must_come_twice() -> None:
    once = entry(question("甲？", points("参数共享嵌入表：一", "回表：二")))
    assert lead_terms([once]) == ["回表"]
    assert lead_terms([once, once]) == ["参数共享嵌入表", "回表"]


def test_words_that_come_together_are_one_term_in_more_than_one_entry() -> None:
    one, other = ["影子", "流量", "好"], ["影子", "流量", "影子", "流量"]
    pairs = compounds([one, other], frozenset())
    assert pairs == {("影子", "流量")}
    assert list(join_pairs(one, pairs)) == ["影子流量", "好"]
    assert compounds([[*one, *other]], frozenset()) == frozenset()
    assert compounds([one, other], frozenset({"流量"})) == frozenset()
