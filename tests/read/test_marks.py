"""A mark keeps its code, and every line of its question stays with it."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Question, blocks
from shuati.pipeline.unread_marks import unread_marks
from shuati.sources.source import Source

ABOVE = "# 物理\n\n### 1. 什么是力？\n\n物体间的相互作用\n\n### 2. 什么是功？\n\n"
ANSWERS = {
    "short": "力与位移之积",
    "sentence": "力与位移之积。",
    "two lines": "力与位移之积\n单位是焦耳",
    "two paragraphs": "力与位移之积\n\n单位是焦耳",
    "formula": "$W = Fs$",
    "display": "$$\nW = Fs\n$$",
    "code": "`W = F * s`",
    "fence": "```\nW = F * s\n```",
    "picture": "![功](work.png)",
    "options": "A. 力\n\nB. 位移",
    "number": "42",
    "list": "- 力\n- 位移",
    "table": "| 量 | 单位 |\n| --- | --- |\n| 功 | 焦耳 |",
    "label": "**答案：** 力与位移之积",
    "comment": "力与位移之积\n\n<!-- 教材 -->\n\n单位是焦耳",
    "comment behind a sentence": "力与位移之积。\n\n<!-- 教材 -->\n\n单位是焦耳",
    "page number": "力与位移之积\n\n第 1 页 共 3 页\n\n单位是焦耳",
}
PLACES = {
    "gap": "<!-- Q0042 -->\n\n{}\n",
    "close": "<!-- Q0042 -->\n{}\n",
    "narrow": "<!--Q0042-->\n{}\n",
    "below": "{}\n\n<!-- Q0042 -->\n",
    "between": "{}\n\n<!-- Q0042 -->\n\n再说一句\n",
    "behind a rule": "{}\n\n---\n\n<!-- Q0042 -->\n\n再说一句\n",
    "under a rule": "---\n\n<!-- Q0042 -->\n\n{}\n",
}


def _last(text: str) -> tuple[Question, list[str]]:
    document = read_document("a.md", text.encode())
    unread = [one.text for one in document.other if "物理" not in one.text]
    return document.questions[-1], unread


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("below", ["", "\n### 3. 什么是能？\n\n做功的本领\n"])
def test_a_mark_under_a_heading_keeps_its_code_and_all_lines(
    place: str, answer: str, below: str
) -> None:
    text = ABOVE + PLACES[place].format(ANSWERS[answer])
    document = read_document("a.md", (text + below).encode())
    assert document.questions[1].explicit_code == "Q0042"
    assert document.questions[1].sections or document.questions[1].options
    assert [one.text for one in document.other if "物理" not in one.text] == []
    last = len(text.rstrip().split("\n"))
    assert document.questions[1].span.last == last


@pytest.mark.parametrize("line", ["单位是焦耳", "$W$", "42", "第 3 页"])
def test_a_comment_above_the_only_line_of_an_answer_does_not_cut_it_off(line: str) -> None:
    question, unread = _last(f"{ABOVE}<!-- 参考教材 -->\n\n{line}\n")
    assert (len(question.sections), unread) == (1, [])


def test_what_a_web_page_puts_below_the_last_answer_is_still_cut_off() -> None:
    question, unread = _last(f"{ABOVE}力与位移之积。\n\n<!-- 评论区 -->\n\n下一篇：文章\n")
    assert (len(question.sections), len(unread)) == (1, 1)


def test_an_ordinary_comment_does_not_end_the_last_answer() -> None:
    question, unread = _last(f"{ABOVE}力与位移之积。\n\n<!-- 参考教材 -->\n\n单位是焦耳\n")
    assert [len(section.blocks) for section in question.sections] == [2]
    assert not unread


def test_a_mark_that_is_shown_as_code_gives_no_code() -> None:
    question, _ = _last(f"{ABOVE}写作 `<!-- Q0042 -->`。\n")
    assert question.explicit_code is None


def test_text_on_the_line_of_a_mark_is_read_as_text() -> None:
    question, _ = _last(f"{ABOVE}<!-- Q0042 -->**力**与位移之积\n")
    (section,) = question.sections
    assert section.blocks == (blocks.Paragraph("**力**与位移之积", section.blocks[0].span),)


_ITEM = """# 物理

1. 什么是力？
   推或拉。
2. 什么是功？{}
   力与位移之积。
3. 什么是能？
   本领。
"""
_WHERE = {
    "below a heading": (ABOVE + "<!-- Q0042 -->\n\n力与位移之积\n", True),
    "below a bold line": (f"{ABOVE}力\n\n**2. 什么是功？**\n\n<!-- Q0042 -->\n\n力", True),
    "below a line that asks": ("Q: 什么是功？\n<!-- Q0042 -->\nA: 力与位移之积\n", True),
    "behind the question of an item": (_ITEM.format(" <!-- Q0042 -->"), True),
    "inside of an item": (_ITEM.format("\n   <!-- Q0042 -->"), False),
    "in a table": (
        "| 题目 | 答案 |\n|---|---|\n| 什么是力？ | 甲 |\n| 什么是功？<!-- Q0042 --> | 乙 |\n",
        False,
    ),
    "above all questions": ("<!-- Q0042 -->\n\n" + ABOVE + "力与位移之积\n", False),
    "twice": (ABOVE + "<!-- Q0041 -->\n\n力\n\n<!-- Q0042 -->\n", False),
    "in code": (ABOVE + "写作：\n\n```\n<!-- Q0042 -->\n```\n", None),
}


@pytest.mark.parametrize("where", _WHERE)
def test_a_mark_gives_its_question_the_code_or_is_reported_with_its_line(where: str) -> None:
    text, read = _WHERE[where]
    document = read_document("a.md", text.encode())
    codes = [one.explicit_code for one in document.questions]
    found = list(unread_marks([Source("a.md", text.encode())], [document]))
    assert codes.count("Q0042") == (read is True)
    lines = [at for at, line in enumerate(text.split("\n"), 1) if "Q0042" in line]
    assert [one.location.span.first for one in found if one.location.span] == (
        lines if read is False else []
    )
