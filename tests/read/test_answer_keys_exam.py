"""Answer keys: every form of them is handed over; what cannot be is said."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Document, OtherKind

PAPER = """一、单项选择题
1.细胞的能量工厂是（ ）
A.线粒体 B.核糖体
2.人体最大的器官是（ ）
A.肝 B.皮肤
3.遗传物质主要在（ ）
A.细胞核 B.细胞膜
二、判断题
1.酵母菌是原核生物。（ ）
2.植物细胞有细胞壁。（ ）

"""
KEYS = (
    "参考答案\n一、单项选择题\n1-3 ABA\n二、判断题\n1-2 ×√\n",
    "参考答案\n一、1.A 2.B 3.A\n二、1.× 2.√\n",
    "参考答案：\n单项选择题：1—3：A、B、A\n判断题：1.错 2.对\n",
    "答案及解析\n一、单项选择题\n1.【答案】A【解析】有氧呼吸。\n2.【答案】B\n3.【答案】A\n"
    "二、判断题\n1.错误，是真核生物。\n2.正确\n",
    "参考答案\n一、单项选择题\n\n| 题号 | 1 | 2 | 3 |\n|---|---|---|---|\n| 答案 | A | B | A |\n\n"
    "二、判断题\n\n| 题号 | 答案 |\n|---|---|\n| 1 | × |\n| 2 | √ |\n",
    "## 参考答案\n\n### 一、单项选择题\n\n1. A\n2. B\n3. A\n\n### 二、判断题\n\n1. ×\n2. √\n",
)


def read(text: str) -> Document:
    return read_document("paper.md", text.encode())


def right(document: Document) -> list[str]:
    return [
        "".join(one.label for one in question.options if one.correct)
        for question in document.questions
    ]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_in_any_form_is_handed_over_by_part_and_number(key: str) -> None:
    document = read(PAPER + key)
    assert right(document) == ["A", "B", "A", "×", "√"]
    assert [one.kind for one in document.other].count(OtherKind.ANSWER_KEY) == 1
    assert not [one.code for one in document.diagnostics if one.code.startswith("key-")]


def test_an_answer_without_a_question_is_said_with_its_line() -> None:
    document = read(PAPER + "参考答案\n一、单项选择题\n1-3 ABA\n4. A\n二、判断题\n1-2 ×√\n")
    (found,) = [one for one in document.diagnostics if one.code == "key-unread"]
    assert dict(found.args)["lines"] == ("15",)


def test_a_key_that_contradicts_the_question_s_own_answer_is_said() -> None:
    paper = PAPER.replace("2.人体", "答案：A\n2.人体")
    document = read(paper + "参考答案\n一、单项选择题\n1-3 BBA\n二、判断题\n1-2 ×√\n")
    (found,) = [one for one in document.diagnostics if one.code == "key-contradicts"]
    values = dict(found.args)
    assert (values["own"], values["other"]) == ("A", "B")
    assert right(document)[0] == "A"


def test_every_line_of_a_key_has_one_owner() -> None:
    text = PAPER + KEYS[0]
    document = read(text)
    owned = [
        line
        for one in (*document.questions, *document.other)
        for line in range(one.span.first, one.span.last + 1)
    ]
    written = [at for at, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert sorted(owned) == sorted(set(owned))
    assert set(written) <= set(owned)


def test_answers_below_each_question_are_no_key() -> None:
    text = "".join(
        f"### {n}. 简述第{n}项要求\n\n**参考答案**\n\n1. 一\n2. 二\n\n" for n in range(1, 5)
    )
    document = read(text)
    assert len(document.questions) == 4
    assert all(one.kind is not OtherKind.ANSWER_KEY for one in document.other)
