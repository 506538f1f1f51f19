"""The exam paper among the project's own sources is read as it is meant."""

from __future__ import annotations

import pytest

from shuati.model import Document, Form, Question
from tests.conftest import ROOT

_FORMS = (
    [Form.CHOICE] * 15
    + [Form.MULTIPLE] * 6
    + [Form.TRUE_FALSE] * 7
    + [Form.BLANK] * 5
    + [Form.TERM] * 3
    + [Form.OPEN] * 2
    + [Form.CHOICE, Form.OPEN]
)
_KEYS = [*"CBACCACBCBBBCBA", "ABC", "ABC", "AC", "ABC", "ABC", "ABD", *"×√√×√××"]
_BLANKS = [("6N",), ("键", "值"), ("LoRA",), ("1", "0"), ("TTFT",)]
_TERMS = ["梯度裁剪", "束搜索", "涌现能力"]


@pytest.fixture(scope="module")
def paper() -> Document:
    from evaluation.stages import read_document

    file = ROOT / "sources" / "08-模拟试卷.md"
    return read_document(file.name, file.read_bytes())


def _key(question: Question) -> str:
    return "".join(option.label for option in question.options if option.correct)


def test_it_has_forty_questions_of_all_forms(paper: Document) -> None:
    assert [question.number for question in paper.questions] == [str(n) for n in range(1, 41)]
    assert [question.form for question in paper.questions] == _FORMS


def test_options_are_the_questions_and_never_the_answers(paper: Document) -> None:
    for question in paper.questions:
        count = {Form.CHOICE: 4, Form.MULTIPLE: 4, Form.TRUE_FALSE: 2}.get(question.form, 0)
        assert len(question.options) == count
    first = paper.questions[0]
    assert [option.text for option in first.options] == [
        "词表大小",
        "序列长度",
        "键的维度的平方根",
        "层数",
    ]


def test_the_key_at_the_end_is_handed_over(paper: Document) -> None:
    assert [_key(question) for question in paper.questions[:28]] == _KEYS
    assert _key(paper.questions[38]) == "A"


def test_gaps_have_their_fills(paper: Document) -> None:
    assert [question.blanks for question in paper.questions[28:33]] == _BLANKS


def test_terms_and_essays_have_their_answers(paper: Document) -> None:
    assert [question.text for question in paper.questions[33:36]] == _TERMS
    for at in (*range(33, 38), 39):
        assert paper.questions[at].sections


def test_the_case_is_the_material_of_both_its_questions(paper: Document) -> None:
    for question in paper.questions[38:]:
        assert question.stem is not None
        assert "130 亿参数" in question.stem
    assert all(question.stem is None for question in paper.questions[:38])
