"""Kinds of documents as other authors lay them out: numbers or none, blank lines or none, CRLF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pytest

from shuati.model import Form, Kind, Question
from shuati.read import read
from shuati.sources.source import Source

PAIRS = (
    ("什么是光合作用？", "植物把光能变成化学能的过程。"),
    ("渗透和扩散的区别", "渗透是水分子通过半透膜的扩散。"),
    ("酶的作用受哪些因素影响？", "温度和酸碱度。"),
    ("有丝分裂分为哪几个时期", "前期、中期、后期和末期。"),
    ("线粒体的功能是什么？", "进行有氧呼吸，提供能量。"),
)
TERMS = (
    ("边际效用", "多消费一单位物品所增加的满足。"),
    ("沉没成本", "已经付出而且收不回来的成本。"),
    ("比较优势", "以较低的机会成本生产的能力。"),
    ("寡头", "由少数几个厂商控制的市场。"),
    ("税收归宿", "税收负担在买者和卖者之间的分摊。"),
    ("外汇储备", "一国政府所持有的外币资产。"),
    ("搭便车", "得到物品的利益却不付费的行为。"),
)

Layout = Callable[[str, str, int], str]


def _listed(mark: str) -> Layout:
    return lambda asked, answer, at: f"{mark.format(at)} {asked}\n\n{answer}\n"


def _lazy(asked: str, answer: str, at: int) -> str:
    return f"* {asked}\n{answer}\n{answer}"


def _fenced(language: str, number: str) -> Layout:
    return lambda asked, answer, at: f"```{language}\n{number.format(at)}{asked}\n  {answer}\n```"


def _inline(asked: str, answer: str, at: int) -> str:
    return f"- {asked.rstrip('？')}？{answer}"


def _bare(question: str, answered: str) -> Layout:
    return lambda asked, answer, at: f"{question}\n{asked}\n{answered}\n{answer}"


LAYOUTS = {
    "bullet, answer outside": _listed("-"),
    "number, answer outside": _listed("{}."),
    "star, answer on the next lines": _lazy,
    "fence": _fenced("", ""),
    "fence with number": _fenced("text", "{}. "),
    "answer on the line": _inline,
    "试题": _bare("试题", "答案"),
    "题目": _bare("题目", "参考答案"),
}


def _documents(layout: Layout) -> Iterator[str]:
    parts = [layout(asked, answer, at) for at, (asked, answer) in enumerate(PAIRS, 1)]
    for title, between, end in product(("", "# 生物\n\n"), ("\n", "\n\n"), ("\n", "\r\n")):
        yield (title + between.join(parts) + "\n").replace("\n", end)


def _read(text: str, path: str = "a.md") -> tuple[Question, ...]:
    return read(Source(path, text.encode())).questions


def _answer(question: Question) -> str:
    return " ".join(
        getattr(block, "text", "")
        for section in question.sections
        if section.kind is Kind.ANSWER
        for block in section.blocks
    )


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_question_has_its_front_and_its_answer(name: str) -> None:
    for text in _documents(LAYOUTS[name]):
        questions = _read(text)
        asked = [question.text.rstrip("？") for question in questions]
        assert asked == [front.rstrip("？") for front, _ in PAIRS], repr(text)
        for question, (_, answer) in zip(questions, PAIRS, strict=True):
            assert answer in _answer(question)


@pytest.mark.parametrize(
    ("mark", "colon"), list(product(("", "- ", "1. ", "**"), ("：", ":", ": ")))
)
def test_a_document_of_terms_has_a_card_for_each(mark: str, colon: str) -> None:
    bold = "**" if mark == "**" else ""
    front = mark.replace("**", "")
    for between, end in product(("\n", "\n\n"), ("\n", "\r\n")):
        lines = [f"{front}{bold}{term}{bold}{colon}{meaning}" for term, meaning in TERMS]
        questions = _read((between.join(lines) + "\n").replace("\n", end))
        assert [one.text for one in questions] == [term for term, _ in TERMS], (between, end)
        assert [_answer(one) for one in questions] == [meaning for _, meaning in TERMS]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{who}：上周的接口联调完了，剩下支付的回调。" for who in "张李王张李王张李"),
        "\n".join(f"{word}：{at}号" for at, word in enumerate("甲乙丙丁戊己庚辛", 1)),
        "\n".join(f"{word}：我们班的" for word in "甲乙丙丁戊己庚辛"),
        "\n".join(f"周{day}：上午九点开会，下午三点讨论进度" for day in "一二三四五六日"),
        "\n".join(f"{term}：{meaning}\n\n今天就讲到这里\n" for term, meaning in TERMS),
        "- 打开设置\n\n再点击保存。\n\n- 重启\n\n等三分钟。\n\n- 登录\n\n用新密码。\n",
        "```\n启动完成\n```\n\n```\n目录不存在\n```\n\n```\n端口：8080\n```\n",
        "```\n1. 打开箱子\n2. 装上电池\n```\n\n再\n\n```\n1. 合上盖子\n2. 通电\n```\n",
        "**第一步：**\n打开箱子。\n\n**第二步：**\n装上电池。\n\n**第三步：**\n合上盖子。\n",
        "一、选择题\n1. 题目……（  ）\nA. ……\nB. ……\n2. ……\n\n二、简答题\n5. ……\n6. XXX？\n",
        "**日期**: 3 月 2 日\n**问题**: 页面空白\n**状态**: 已修复\n\n## 原因\n\n缓存过期。\n",
    ],
)
def test_what_only_looks_like_it_has_no_questions(text: str) -> None:
    assert _read(text) == ()


def _csv(rows: Sequence[Sequence[str]]) -> str:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted) + "\r\n"


@pytest.mark.parametrize("name", ["title", "题目", "标题", "content"])
def test_options_may_be_an_array_in_one_cell(name: str) -> None:
    head = ("answer", name, "options")
    rows = [
        (
            json.dumps(["B"]),
            "最大的行星是",
            json.dumps(["地球", "木星", "火星"], ensure_ascii=False),
        ),
        (json.dumps(["A", "C"]), "哪些是恒星", json.dumps(["太阳", "月亮", "天狼星"])),
    ]
    questions = _read(_csv([head, *rows]), "a.csv")
    assert [one.text for one in questions] == ["最大的行星是", "哪些是恒星"]
    assert [one.form for one in questions] == [Form.CHOICE, Form.MULTIPLE]
    right = [[option.text for option in one.options if option.correct] for one in questions]
    assert right == [["木星"], ["太阳", "天狼星"]]


@pytest.mark.parametrize("sign", ["&", "|", ";", "#"])
def test_options_may_be_behind_the_stem_where_the_answer_repeats_one(sign: str) -> None:
    rows = [
        ("题目", "答案"),
        (sign.join(("水的沸点是（）", "90 度", "100 度")), "100 度"),
        (sign.join(("哪些是金属", "铁", "碳", "铜")), sign.join(("铁", "铜"))),
    ]
    questions = _read(_csv(rows), "a.csv")
    assert [len(one.options) for one in questions] == [2, 3]
    right = ["".join(option.label for option in one.options if option.correct) for one in questions]
    assert right == ["B", "AC"]


@pytest.mark.parametrize(("right", "wrong"), [("1", "2"), ("1", "0"), ("T", "F"), ("Y", "N")])
@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_last_of_tabbed_columns_says_whether_sentences_are_true(
    right: str, wrong: str, numbered: bool, end: str
) -> None:
    said = [
        ("地球绕着太阳转动。", right),
        ("月球自己会发光。", wrong),
        ("水星没有卫星。", right),
    ] * 2
    lines = [
        "\t".join(([str(at)] if numbered else []) + [sentence, verdict])
        for at, (sentence, verdict) in enumerate(said, 1)
    ]
    questions = _read(end.join(lines) + end, "a.tsv")
    assert [one.text for one in questions] == [sentence for sentence, _ in said]
    assert {one.form for one in questions} == {Form.TRUE_FALSE}
    found = [next(option.text for option in one.options if option.correct) for one in questions]
    assert found == ["对" if verdict == right else "错" for _, verdict in said]


@pytest.mark.parametrize("suffix", ["答案", "参考答案", "答案及解析"])
@pytest.mark.parametrize("mark", ["1. ", "#### 1. "])
def test_the_titles_in_a_key_may_name_its_parts_as_answers(suffix: str, mark: str) -> None:
    text = (
        "## 一、选择题\n\n### 1. 最大的行星是？\n\nA. 地球\nB. 木星\n\n"
        "### 2. 最热的行星是？\n\nA. 金星\nB. 水星\n\n"
        "## 二、简答题\n\n### 1. 月食的原因\n\n### 2. 潮汐的原因\n\n"
        f"## 参考答案\n\n### 一、选择题{suffix}\n\n1. B（木星）\n2. A（金星）\n\n"
        f"### 二、简答题{suffix}\n\n{mark}地球挡住了阳光\n\n{mark.replace('1', '2')}月球的引力\n"
    )
    questions = _read(text)
    assert [one.number for one in questions] == ["1", "2", "1", "2"]
    keys = ["".join(option.label for option in one.options if option.correct) for one in questions]
    assert keys == ["B", "A", "", ""]
    assert ["阳光" in _answer(questions[2]), "引力" in _answer(questions[3])] == [True, True]


@pytest.mark.parametrize("word", ["我的答案", "你的答案", "错误答案"])
@pytest.mark.parametrize("bullet", ["- ", "* ", ""])
def test_in_a_wrong_question_book_the_right_answer_is_the_answer(word: str, bullet: str) -> None:
    blocks = [
        f"**卷一-{at}** {asked}\n{bullet}{word}：不知道\n{bullet}正确答案：{answer}\n"
        for at, (asked, answer) in enumerate(PAIRS, 1)
    ]
    questions = _read("# 错题\n\n" + "\n".join(blocks))
    assert len(questions) == len(PAIRS)
    for question, (asked, answer) in zip(questions, PAIRS, strict=True):
        assert question.text.endswith(asked)
        assert _answer(question) == answer
