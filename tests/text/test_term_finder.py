from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuati.text.term_finder import TermFinder

_TERMS = ("c", "c++", "go", "b+树", "数据", "数据库", "kv cache", "gpu显存", "锁")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("数据库和数据", ["数据库", "数据"]),
        ("用 google 写 go", ["go"]),
        ("c++ 与 c 与 c#", ["c++", "c"]),
        ("建b+树加锁", ["b+树", "锁"]),
        ("igpu显存和gpu显存", ["gpu显存"]),
        ("kv cache 与 kv caches", ["kv cache"]),
        ("", []),
    ],
)
def test_the_longest_term_is_found_and_no_latin_word_is_cut(text: str, found: list[str]) -> None:
    assert [term for _, term in TermFinder(_TERMS).find(text)] == found


@given(st.lists(st.sampled_from([*_TERMS, " ", "库", "x"]), max_size=12).map("".join))
def test_terms_stand_where_they_are_found_and_none_inside_another(text: str) -> None:
    end = 0
    for start, term in TermFinder(_TERMS).find(text):
        assert start >= end
        assert text.startswith(term, start)
        end = start + len(term)
