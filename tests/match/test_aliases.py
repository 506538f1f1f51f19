"""Other names of one thing are learned from the bank."""

from __future__ import annotations

import pytest
from builders import question
from hypothesis import given
from hypothesis import strategies as st
from judging import among_others

from shuati.match.aliases import aliases, glosses, initials_of
from shuati.match.vocabulary import Synonyms
from shuati.text.fold import fold

_INITIALS = initials_of(Synonyms({"logistic regression": "逻辑回归", "逻辑回归": "逻辑回归"}))


def _learned(
    *questions: str, said: str = "", near: tuple[int, int] | None = None
) -> dict[str, str]:
    named = [(str(at), frozenset(words.split())) for at, words in enumerate(questions)]
    return aliases(named, glosses(fold(said)), _INITIALS, [near] if near else [])


@pytest.mark.parametrize(
    "said", ["常用的随机森林（RF）", "RF（随机森林）", "随机森林（Random Forest）"]
)
def test_a_parenthesis_tells_what_an_abbreviation_means(said: str) -> None:
    assert _learned("rf", "随机森林", said=said) == {"rf": "随机森林"}


def test_initials_mean_a_name_where_a_nearest_question_has_it() -> None:
    assert _learned("lr 优点", "逻辑回归 优点", near=(0, 1)) == {"lr": "逻辑回归"}
    assert _learned("lr 优点", "逻辑回归 优点") == {}


def test_what_one_question_names_both_of_is_two_things() -> None:
    assert _learned("rf", "随机森林", "rf 随机森林", said="随机森林（RF）") == {}


def test_what_is_explained_by_several_names_has_none() -> None:
    assert _learned("abc", "xyz", "消息队列", said="消息队列（ABC），消息队列（XYZ）") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("f1-score", "f1score"), ("http/1.0", "http1.0"), ("shared_ptr", "shared-ptr")],
)
def test_signs_inside_a_latin_word_make_no_other_name(one: str, other: str) -> None:
    assert len(_learned(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http/1.0", "http/1.1"),
        ("gpt-3", "gpt-4"),
        ("x-1", "x1"),
        ("getattr", "setattr"),
        ("", "c"),
    ],
)
def test_other_numbers_and_first_letters_are_other_names(one: str, other: str) -> None:
    assert _learned(one, other) == {}


def test_a_slip_inside_a_long_word_makes_no_other_name() -> None:
    frequent = ("kubernetes 调度", "kubernetes 网络")
    assert _learned("kubernates", *frequent) == {"kubernates": "kubernetes"}
    assert _learned("kubernates kubernetes", *frequent) == {}
    assert _learned("kubernates", "kubernates", *frequent) == {}


@given(st.lists(st.text("abcde-_", min_size=2, max_size=9), max_size=12))
def test_no_name_is_put_for_another_one_that_is_replaced_itself(words: list[str]) -> None:
    found = _learned(*words)
    assert not set(found.values()) & set(found)


def test_questions_with_an_abbreviation_and_its_meaning_are_one() -> None:
    said = "能并行训练，不容易过拟合，还能给出特征的重要性，"
    one = question("随机森林（RF）有哪些优点？", said + "噪声大的时候除外。")
    other = question("RF 的优点", said + "单棵树做不到。")
    assert among_others(one, other) == "same"
