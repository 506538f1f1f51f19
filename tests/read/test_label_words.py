"""Promises about labels, and about what a document uses as such."""

from __future__ import annotations

import pytest

from shuati.model import Kind
from shuati.read.conventions import conventions_of
from shuati.sources.formats.markdown.elements import elements_of_text
from shuati.sources.labels import parse, recurring

WAYS = (
    "**答案：** B|**答案**：B|** 答案：** B|**答案： **B|__答案：__ B|"
    "【答案】B|答案：B|<b>答案：</b> B|✅ **答案：** B"
)


@pytest.mark.parametrize("text", WAYS.split("|"))
def test_a_label_is_read_in_every_way_of_writing_it(text: str) -> None:
    label = parse(text)
    assert label is not None
    assert (label.word, label.kind, label.rest) == ("答案", Kind.ANSWER, "B")


@pytest.mark.parametrize(
    "text", ["优势：快", "看一个例子：", "边界值分析", "**重点**内容", "答案见后", "原因：慢"]
)
def test_a_sentence_that_begins_like_a_label_is_none(text: str) -> None:
    assert parse(text) is None


def test_a_bare_word_is_a_label_in_a_heading_only() -> None:
    assert parse("参考答案") is None
    label = parse("参考答案", heading=True)
    assert label is not None
    assert label.kind is Kind.ANSWER


def test_the_note_of_a_label_is_kept_and_its_points_are_not() -> None:
    kept, dropped = parse("**答案（节选）：** 是"), parse("**答案（5分）：** 是")
    assert kept is not None
    assert kept.rest == "（节选）是"
    assert dropped is not None
    assert dropped.rest == "是"


def test_a_bold_word_that_recurs_is_a_label_of_its_document() -> None:
    assert recurring(["**坑：** 一", "**坑：** 二", "**坑：** 三", "**别的：** 四"], 3) == {"坑"}
    assert recurring(["**坑：** 一", "**坑：** 二"], 3) == frozenset()


def _label(text: str, line: str) -> Kind | None:
    label = conventions_of(elements_of_text(text)[0]).label(line)
    return label.kind if label else None


def test_the_letter_a_answers_where_q_asks_and_is_an_option_elsewhere() -> None:
    assert _label("Q: 问\n\nA: 答\n\nQ: 问\n\nA: 答", "A: 答") is Kind.ANSWER
    assert _label("1. 题\n\nA: 甲\n\nB: 乙", "A: 甲") is None


def test_what_a_program_prints_is_no_answer() -> None:
    assert _label("### 1. 题\n\n输出：3", "输出：3") is Kind.EXAMPLE
