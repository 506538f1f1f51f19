from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuati.text.ngrams import bigrams, contains, dice, word_grams

_TEXTS = st.text("数据模型ab", max_size=12)
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def test_grams_are_pairs_of_neighbours_and_a_shorter_text_is_its_own() -> None:
    assert bigrams("数据数据") == {"数据": 2, "据数": 1}
    assert (bigrams("数"), bigrams("")) == ({"数": 1}, {"": 1})


def test_latin_words_stay_whole_between_pairs() -> None:
    assert list(word_grams("用 gpu 训练模型", _RUN)) == ["用", "gpu", "训练", "练模", "模型"]


@pytest.mark.parametrize(
    ("a", "b", "share"), [("数据库", "数据集", 0.5), ("模型", "模型", 1.0), ("模型", "数据", 0.0)]
)
def test_dice_is_twice_the_common_by_all(a: str, b: str, share: float) -> None:
    assert dice(bigrams(a), bigrams(b)) == share


def test_repetitions_count() -> None:
    assert dice(Counter("aab"), Counter("abb")) == pytest.approx(2 / 3)


def test_nothing_is_like_nothing() -> None:
    assert dice(Counter(), Counter()) == 0.0


@given(_TEXTS, _TEXTS)
def test_dice_asks_for_no_order(a: str, b: str) -> None:
    assert 0 <= dice(bigrams(a), bigrams(b)) == dice(bigrams(b), bigrams(a)) <= 1


@given(_TEXTS, _TEXTS, st.sampled_from([0.25, 0.5, 0.75, 1.0]))
def test_a_text_contains_a_share_of_another_as_counting_says(
    whole: str, part: str, least: float
) -> None:
    x, y = bigrams(whole), bigrams(part)
    assert contains(x, y, least) is ((x & y).total() >= least * y.total())
