"""A case under a heading of its own is one question for each that it asks, with its text above."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from test_every_line_owned import assert_every_line_owned, assert_sections_inside

from evaluation.stages import read_document
from shuati.model import Document, Kind, Question
from shuati.model.views import all_text

HEADS = {
    "heading with its kind": "## 案例分析题{0}",
    "heading": "### 案例{0}",
    "heading with a title": "### 案例{0}：冷库改造",
    "heading with points": "### 应用题{0}（15 分）",
    "text behind it": "案例 {1}：某冷库改造工程，合同价三百万元。",
    "brackets": "【案例{0}】",
    "brackets with text": "【案例{0}】某冷库改造工程，合同价三百万元。",
    "ordinal in front": "（{0}）资料",
    "material": "资料{0}：某冷库改造工程，合同价三百万元。",
    "bold": "**案例{1}**",
    "plain": "案例{0}",
    "to be read": "阅读材料",
    "instruction": "阅读下列材料，回答问题。",
}
NUMBERS = ("{0}. ", "{0}、", "（{0}）", "({0}) ", "问题{0}：", "**问题{0}**：", "#### {0}. ")
MATERIALS = {
    "paragraphs": ("施工单位停工二十天。", "业主拒绝支付停工费。"),
    "facts": ("工程进展如下：", "1. 三月开工。\n2. 五月停工。\n3. 六月复工。\n\n问题："),
    "bullets": ("情况如下：", "- 停工二十天\n- 业主拒付"),
    "table": ("费用见下表。", "| 项目 | 万元 |\n|---|---|\n| 人工 | 12 |", "要求："),
    "picture": ("现场如图。", "![平面图](plan.png)"),
}
ASKED = ("停工费应当由谁承担？", "拒付的理由为什么不成立？", "计算应当补偿的金额。")
ANSWERS = ("由业主承担。", "合同没有约定时依照法律。", "12×20=240 元。")
PLACES = ("below each", "below all", "below all on one line", "in the key")
WITHOUT_NAME = ("to be read", "instruction")  # no key can name them


def _paper(head: str, number: str, material: Sequence[str], place: str) -> str:
    """A paper with two open questions, then two cases with three questions each."""
    parts = ["# 练习", "## 一、简答题", "1. 什么是网络计划？", "答案：表示计划的图。"]
    parts += ["2. 什么是关键线路？", "答案：最长的线路。", "## 二、案例分析题"]
    key = ["## 参考答案"]
    own = number if number[0] not in "*#" else "{0}. "
    for case in range(2):
        ordinal = "一二"[case]
        parts += [head.format(ordinal, case + 1), f"合同编号 {case + 7}。", *material]
        answers = [f"第{case + 7}号：{answer}" for answer in ANSWERS]
        for at, (asked, answer) in enumerate(zip(ASKED, answers, strict=True), 1):
            parts.append(number.format(at) + asked)
            parts += [f"答案：{answer}"] if place == "below each" else []
        numbered = [own.format(at) + answer for at, answer in enumerate(answers, 1)]
        inline = "".join(f"（{at}）{answer}" for at, answer in enumerate(answers, 1))
        parts += ["参考答案：", *numbered] if place == "below all" else []
        parts += [f"答案：{inline}"] if place == "below all on one line" else []
        name = next((word for word in ("应用题", "资料") if word in head), "案例")
        key += [f"### {name}{ordinal}", *(f"{at}. {one}" for at, one in enumerate(answers, 1))]
    return "\n\n".join(parts + (key if place == "in the key" else [])) + "\n"


def _back(question: Question) -> str:
    return "\n".join(all_text(one.blocks) for one in question.sections if one.kind is Kind.ANSWER)


def _cards(document: Document) -> list[tuple[str, str, str]]:
    """Of every question its text, the beginning of its stem, its answer."""
    return [(one.text, (one.stem or "")[-400:], _back(one)) for one in document.questions]


def _complaints(text: str) -> list[str]:
    """What is wrong with the cases of `_paper` as they are read."""
    cards = _cards(read_document("a.md", text.encode()))
    if len(cards) != 8:
        return [f"{len(cards)} questions"]
    found = []
    for at, (asked, stem, back) in enumerate(cards[2:]):
        case, number = divmod(at, 3)
        if asked != ASKED[number]:
            found.append(f"{at}: asks {asked!r}")
        if f"合同编号 {case + 7}。" not in stem or f"合同编号 {8 - case}。" in stem:
            found.append(f"{at}: stem {stem!r}")
        if back != f"第{case + 7}号：{ANSWERS[number]}":
            found.append(f"{at}: back {back!r}")
    return found


@pytest.mark.parametrize("head", HEADS)
def test_every_question_of_a_case_has_its_text_and_its_own_answer(head: str) -> None:
    for number, place in itertools.product(NUMBERS, PLACES):
        if place == "in the key" and head in WITHOUT_NAME:
            continue
        text = _paper(HEADS[head], number, MATERIALS["paragraphs"], place)
        assert not _complaints(text), text


@pytest.mark.parametrize("head", HEADS)
def test_the_title_of_a_case_is_plain_text(head: str) -> None:
    text = _paper(HEADS[head], NUMBERS[0], MATERIALS["paragraphs"], "below each")
    document = read_document("a.md", text.encode())
    titles = [title for question in document.questions for title in question.heading_path]
    assert titles
    assert not any(set(title) & set("*_【】") for title in titles)


@pytest.mark.parametrize("material", MATERIALS)
def test_facts_tables_and_pictures_are_the_text_of_a_case(material: str) -> None:
    for head, place in itertools.product(("heading", "brackets with text", "plain"), PLACES):
        text = _paper(HEADS[head], "1. ".replace("1", "{0}"), MATERIALS[material], place)
        assert not _complaints(text), text
        assert_every_line_owned("a.md", text.encode())
        assert_sections_inside("a.md", text.encode())


def test_what_of_a_case_is_no_text_is_on_every_front() -> None:
    text = _paper(HEADS["heading"], "{0}. ", MATERIALS["table"], "below each")
    questions = read_document("a.md", text.encode()).questions[2:]
    fronts = [
        [one for one in question.sections if one.kind is Kind.QUESTION] for question in questions
    ]
    assert all("人工" in all_text(front[0].blocks) for front in fronts)


UNDIVIDED = """# 练习

### 案例一

某公司投资三成。

1. 用什么方法核算？
2. 盈利时怎样处理？

答案：采用权益法，按比例确认收益。
"""


def test_a_case_whose_answers_have_no_numbers_is_one_question_and_said_to_be() -> None:
    document = read_document("a.md", UNDIVIDED.encode())
    (question,) = document.questions
    front = [all_text(one.blocks) for one in question.sections if one.kind is Kind.QUESTION]
    assert (question.text, front) == ("某公司投资三成。", ["用什么方法核算？\n盈利时怎样处理？"])
    assert _back(question) == "采用权益法，按比例确认收益。"
    assert "case-undivided" in [one.code for one in document.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "## 什么是雪崩？\n\n资料：大量缓存同时失效。\n\n1. 过期时间随机\n2. 限流\n",
        "## 案例一：库存超卖\n\n库存为负。\n\n1. 先复现\n2. 加条件\n\n## 什么是锁？\n\n互斥。\n",
        "## 五、综合题\n\n本大题共 2 小题，每小题 10 分，答在答题纸上，写在试卷上无效。\n\n"
        "1. 什么是甲？\n\n答案：乙\n\n2. 什么是丙？\n\n答案：丁\n",
    ],
)
def test_points_steps_and_instructions_are_no_case(text: str) -> None:
    document = read_document("a.md", text.encode())
    assert document.questions
    assert all(question.stem is None for question in document.questions)


PAPERS = Path(__file__).parents[2] / "evaluation" / "case_papers"
TRUTHS = json.loads((PAPERS / "truths.json").read_text("utf-8"))


@pytest.mark.parametrize("name", [n for n, one in TRUTHS.items() if "answer" in str(one)])
def test_papers_with_cases_are_read_as_their_truths_say(name: str) -> None:
    questions = read_document(name, (PAPERS / name).read_bytes()).questions
    truths = TRUTHS[name]["questions"]
    assert len(questions) == len(truths)
    for question, truth in zip(questions, truths, strict=True):
        stem, back = (text.replace("\n", "") for text in (question.stem or "", _back(question)))
        assert stem.startswith(truth.get("stem", ""))
        assert bool(stem) is ("stem" in truth)
        assert back.startswith(truth["answer"])
        others = (one["answer"] for one in truths if one is not truth)
        assert not any(other in back for other in others)


def test_a_case_that_nobody_answers_is_one_question_in_a_paper() -> None:
    text = "# 卷\n\n## 一、综合应用题\n\n### 应用题一（源自 A 卷，30 分）\n\n某校开发平台。\n\n"
    text += "1. 列出四项需求。\n2. 绘制数据流图。\n3. 设计模块。\n"
    (question,) = read_document("a.md", text.encode()).questions
    assert (question.text, question.stem) == ("某校开发平台。", None)
