from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati import user_cache
from shuati.text import jieba_dictionary
from shuati.text.jieba_dictionary import Dictionary
from shuati.text.segmenter import Segmenter


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba as it comes, with all of its dictionary."""
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


_SAYINGS = st.lists(
    st.sampled_from(
        ["大模型", "训练", "过拟合", "数据", "不平衡", "GPU", "c#", "的", "，", " ", "123"]
    )
    | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=6),
    max_size=12,
).map("".join)


@settings(deadline=None)  # the first one makes the table
@given(_SAYINGS)
def test_a_text_is_cut_as_jieba_cuts_it_with_its_whole_dictionary(whole: Any, text: str) -> None:
    dictionary = Dictionary()
    dictionary.prepare(text)
    assert list(dictionary.tokenizer.cut(text, HMM=False)) == list(whole.cut(text, HMM=False))


def test_a_term_is_whole_and_counts_as_general_language_has_it(whole: Any) -> None:
    dictionary = Dictionary()
    dictionary.prepare("防止过拟合")
    with dictionary.with_words({"过拟合"}):
        assert "过拟合" in dictionary.tokenizer.cut("防止过拟合", HMM=False)
    assert "过拟合" not in dictionary.tokenizer.cut("防止过拟合", HMM=False)
    assert (dictionary.count("过拟合"), dictionary.count("训练")) == (0, whole.FREQ["训练"])


@given(_SAYINGS, _SAYINGS, st.lists(st.sampled_from(["过拟合", "大模型", "不平衡数据", "型训"])))
def test_how_a_text_is_split_depends_on_no_other_text(
    text: str, other: str, terms: list[str]
) -> None:
    words = Segmenter(terms)
    words.split(other)
    assert words.split(text) == Segmenter(terms).split(text)


def test_a_name_of_one_text_changes_nothing_in_another() -> None:
    words = Segmenter([])
    before = words.split("使用 type-safe 与 safe 的接口")
    words.split("e-saf 与 pe")
    assert words.split("使用 type-safe 与 safe 的接口") == before


def test_kinds_are_those_of_the_dictionary() -> None:
    assert Dictionary().kinds({"模型", "漂亮", "没有这个词语", ""}) == {"模型": "n", "漂亮": "a"}


def test_a_damaged_table_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_cache, "folder", lambda name: tmp_path)
    jieba_dictionary._rows.cache_clear()
    try:
        first = Dictionary().count("模型")
        (table,) = tmp_path.iterdir()
        table.write_bytes(b"no database")
        jieba_dictionary._rows.cache_clear()
        assert Dictionary().count("模型") == first > 0
        assert sqlite3.connect(table).execute("select count(*) from pieces").fetchone()[0] > 10_000
    finally:
        jieba_dictionary._rows.cache_clear()


def test_without_a_cache_folder_the_words_are_known_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_cache, "folder", lambda name: None)
    jieba_dictionary._rows.cache_clear()
    try:
        assert Dictionary().count("模型") > 0
    finally:
        jieba_dictionary._rows.cache_clear()
