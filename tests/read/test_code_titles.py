"""A title that is a number or a code with brackets: ``【第4题】``, ``JVM【重点】``."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Form, Paragraph


def read(text: str) -> list[tuple[str, Form, str]]:
    """The front, form and sections of each question of a document."""
    return [
        (
            question.text,
            question.form,
            " ".join(
                block.text
                for section in question.sections
                for block in section.blocks
                if isinstance(block, Paragraph)
            ),
        )
        for question in read_document("a.md", text.encode()).questions
    ]


@pytest.mark.parametrize("title", ["**【第4题】**", "【第4题】", "C4【基础】"])
def test_the_paragraph_below_asks_where_an_answer_is_labelled(title: str) -> None:
    text = f"## 第4题\n{title}\n\n加密算法的调整属于哪一类？\n\n### 答案\n安全性。\n"
    assert read(text) == [("加密算法的调整属于哪一类？", Form.OPEN, "安全性。")]


@pytest.mark.parametrize("mark", ["重点", "基础", "必考"])
def test_the_paragraph_below_a_marked_term_answers_it(mark: str) -> None:
    text = f"## JVM【{mark}】\n\n运行字节码的机器。\n\n## GC【{mark}】\n\n回收内存。\n"
    assert read("---\nshuati: topics\n---\n" + text) == [
        (f"JVM【{mark}】", Form.OPEN, "运行字节码的机器。"),
        (f"GC【{mark}】", Form.OPEN, "回收内存。"),
    ]


@pytest.mark.parametrize("title", ["错题 {}", "例题{}：", "第{}题"])
def test_a_title_that_only_names_a_question_is_no_front(title: str) -> None:
    text = "".join(
        f"### {title.format(n)}\n\n> 谁先变法？\n\n> A. 秦\n> B. 楚\n\n> （答案：B）\n\n"
        for n in (1, 2, 3)
    )
    questions = read_document("a.md", text.encode()).questions
    assert [question.text for question in questions] == ["谁先变法？"] * 3
    for question in questions:
        assert [option.correct for option in question.options] == [False, True]
