"""Traditional characters are compared as simplified ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuati import lexicon
from shuati.match.traditional import simplified

_TABLE = lexicon.toml("traditional.toml")


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("「冪等」是什麼意思？", "「幂等」是什么意思？"),
        ("快取與資料庫不一致時該怎麼辦？", "缓存与数据库不一致时该怎么办？"),
        ("頭髮與發展", "头发与发展"),
        ("plain ASCII", "plain ASCII"),
    ],
)
def test_known_texts(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected


@given(st.text(st.sampled_from(_TABLE["traditional"] + _TABLE["simplified"] + "a1 ，")))
def test_what_is_simplified_stays_as_it_is(text: str) -> None:
    once = simplified(text)
    assert simplified(once) == once


def test_every_traditional_character_has_one_simplified_one() -> None:
    assert len(_TABLE["traditional"]) == len(_TABLE["simplified"])
    assert len(set(_TABLE["traditional"])) == len(_TABLE["traditional"])
