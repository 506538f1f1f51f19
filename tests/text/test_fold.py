from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shuati.text.fold import fold, fold_blanks, fold_letters


def test_width_and_case_make_no_difference() -> None:
    assert fold("ＧＰＵ 上的 Straße") == "gpu 上的 strasse"


def test_only_letters_and_digits_are_left() -> None:
    assert fold_letters("《C++》 第_3 版：ＧＣ！") == "c第3版gc"


def test_no_blank_is_left_of_any_kind() -> None:
    assert fold_blanks("参考\u3000答 案\t：") == "参考答案:"


@given(st.text())
def test_folding_letters_twice_changes_nothing_more(text: str) -> None:
    assert fold_letters(fold_letters(text)) == fold_letters(text)
