"""What answers a question: below one whose asking alone is labelled; and what does not."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Form, Kind

ASKED = "> **面试官：** 为什么选 Go？|**题目：** 为什么选 Go？|提问：为什么选 Go？"
ANSWERS = "编译快，并发好。|- **编译：** 快\n- **并发：** 好|1. 编译快\n2. 并发好"


@pytest.mark.parametrize("answer", ANSWERS.split("|"))
@pytest.mark.parametrize("asked", ASKED.split("|"))
def test_what_follows_the_labelled_question_answers_it(asked: str, answer: str) -> None:
    text = "\n".join(f"### 第 {n} 关\n{asked}\n\n{answer}\n" for n in "一二三")
    questions = read_document("a.md", text.encode()).questions
    assert [question.text for question in questions] == ["为什么选 Go？"] * 3
    for question in questions:
        assert question.answered
        assert [(s.label, s.kind) for s in question.sections] == [("", Kind.ANSWER)]


def test_it_is_material_where_an_answer_is_labelled() -> None:
    text = "### 第一关\n**题目：** 为什么选 Go？\n\n团队只会 C。\n\n**答案：** 容易学。\n"
    [question] = read_document("a.md", text.encode()).questions
    assert [section.kind for section in question.sections] == [Kind.QUESTION, Kind.ANSWER]


def test_code_and_options_below_it_answer_nothing() -> None:
    code = "### 第一关\n题目：输出什么？\n\n```js\nf()\n```\n"
    text = f"{code}\n### 第二关\n题目：哪个是水果？\n\nA. 苹果\nB. 石头\n"
    shown, chosen = read_document("a.md", text.encode()).questions
    assert not shown.answered
    assert not chosen.answered
    assert chosen.form is Form.CHOICE


@pytest.mark.parametrize(
    ("text", "answer", "answered"),
    [
        ("实验室安全工作的方针是（　）。", "D", False),
        ("下列行为不能在洁净室里进行的有哪些", "A,B,D", False),
        ("洁净室里不能做哪些事？", "ABCD", False),
        ("以下哪种做法是对的？", "B", False),
        ("人均面积应不小于", "A", False),
        ("哪种维生素能预防坏血病？", "C", True),
        ("个人防护用品包括：", "A，手套", True),
    ],
)
def test_letters_of_options_that_are_not_there_are_no_answer(
    text: str, answer: str, answered: bool
) -> None:
    document = read_document("a.md", f"### 题目1：{text}\n\n**答案：** {answer}\n".encode())
    [question] = document.questions
    assert question.answered is answered
    codes = [one.code for one in document.diagnostics]
    assert ("no-options" in codes) is not answered
    assert "no-answer" not in codes
