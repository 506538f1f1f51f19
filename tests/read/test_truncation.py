"""Promises about documents that break off."""

from __future__ import annotations

import pytest

from shuati.read.truncation import breaks_off
from shuati.sources.formats.markdown.elements import elements_of_text

ENDED = "先看目录，再看索引。\n\n索引要小，查询才快。\n\n事务要短，锁才不争。\n\n"


@pytest.mark.parametrize(
    "last", ["最后把发现的问题整理一遍，写成", "包括以下几点：甲、", "这里有一个括号（没有关上。"]
)
def test_a_text_that_stops_in_the_middle_of_a_sentence_breaks_off(last: str) -> None:
    assert breaks_off(elements_of_text(ENDED + last)[0])


@pytest.mark.parametrize(
    "last", ["最后把发现的问题整理成文，发出去。", "- 短词", "> 引用", "| a |\n|---|"]
)
def test_a_text_that_ends_does_not(last: str) -> None:
    assert not breaks_off(elements_of_text(ENDED + last)[0])
