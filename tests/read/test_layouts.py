"""Promises about where a question begins and ends, each on a document of a few lines."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document


def _texts(text: str) -> list[str]:
    return [question.text for question in read_document("a.md", text.encode()).questions]


def test_options_make_a_stem_a_question_that_does_not_ask() -> None:
    options = "\n\n   1. A、先进\n   2. **B、后进**\n\n"
    text = f"1. 栈的特点是 B。{options}2. 队的特点是 A。{options}"
    assert _texts(text) == ["栈的特点是 B。", "队的特点是 A。"]


def test_the_key_at_the_end_of_a_paper_is_no_question_and_belongs_to_none() -> None:
    asked = "## 判断题\n\n1. 栈后进先出。（ ）\n\n2. 队后进先出。（ ）\n\n3. 树有根。（ ）\n\n"
    text = f"{asked}## 参考答案\n\n1. √\n2. ×\n3. √\n"
    questions = read_document("a.md", text.encode()).questions
    assert [question.span.last for question in questions] == [3, 5, 7]


def test_cards_of_a_spaced_repetition_plugin_are_questions_and_scopes_of_names_are_none() -> None:
    assert _texts("锁的作用::互斥\n\n什么是死锁？\n?\n互相等待\n") == ["锁的作用", "什么是死锁？"]
    assert _texts("std::vector\n\nstd::map 是树。\n") == []
    assert _texts("UDP::不建立连接\n\n什么是 TCP::可靠的传输\n") == ["UDP", "什么是 TCP"]


@pytest.mark.parametrize("tag", ["#anki ", "#card #重要", "#期末 #flashcards/史", "#闪卡"])
@pytest.mark.parametrize("answer", ["- 强兵\n- 求富", "\n强兵，求富。", "强兵，求富。"])
def test_a_line_with_the_tag_of_a_card_asks(tag: str, answer: str) -> None:
    asked = ["洋务运动的内容", "百日维新为什么失败？", "辛亥革命"]
    text = "\n\n".join(f"{one} {tag}\n{answer}" for one in asked)
    assert _texts(text) == asked
    assert _texts("\n\n".join(f"### {one} {tag}\n\n{answer}" for one in asked)) == asked


def test_a_paragraph_of_the_page_belongs_to_no_question() -> None:
    text = "一、什么是锁？\n互斥。\n\n二、什么是死锁？\n互等。\n\n上一篇：线程  下一篇：进程\n"
    questions = read_document("a.txt", text.encode()).questions
    assert [question.span.last for question in questions] == [2, 5]


def test_a_heading_over_parts_without_text_is_a_section() -> None:
    assert _texts("# 库\n\n## 什么是索引？\n\n## 什么是锁？\n") == ["什么是索引？", "什么是锁？"]


def test_a_run_of_numbered_items_of_one_build_is_read_whole_whatever_its_items_say() -> None:
    heads = ["锁的用途是什么", "死锁的成因", "写放大", "怎么选主", "读放大", "脑裂为何危险"]
    items = [f"{at}. **{head}**\n   - 点一\n   - 点二\n\n" for at, head in enumerate(heads, 1)]
    text = "# 速查\n\n**锁**\n\n" + "".join(items[:3]) + "**集群**\n\n" + "".join(items[3:])
    assert _texts(text) == heads
    document = read_document("a.md", text.encode())
    assert [other.text for other in document.other] == ["# 速查", "**锁**", "**集群**"]


def test_the_parts_of_an_answer_are_no_questions_where_the_item_above_asks() -> None:
    first = "1. 闭包是什么？\n   - 一句话：记住出生处\n   - 用处\n     - 缓存\n"
    text = f"{first}2. 何时泄漏？\n   - 没解绑\n"
    assert _texts(text) == ["闭包是什么？", "何时泄漏？"]


@pytest.mark.parametrize(
    "asking",
    ["### 1. 什么是锁？", "# 库\n\n## 什么是锁？", "**题目：** 什么是锁？", "什么是锁？"],
)
def test_one_question_may_have_two_answers(asking: str) -> None:
    text = f"{asking}\n\n**答案：** 互斥。\n\n**答案：** 也说独占。\n"
    (question,) = read_document("a.md", text.encode()).questions
    assert question.text == "什么是锁？"
    assert [section.label for section in question.sections] == ["答案", "答案"]


def test_what_stands_above_an_answer_is_a_question_where_nothing_else_marks_one() -> None:
    text = "黄灯能过吗\n答：越线可以。\n锁的粒度\n答：行锁、\n表锁。\n脏读\n答：读到未提交的。\n"
    assert _texts(text) == ["黄灯能过吗", "锁的粒度", "脏读"]


def test_an_answer_on_the_line_of_its_question_is_an_answer() -> None:
    text = "1、锁是什么？答：互斥。\n2、表是什么？ 【答案】行列。\n3、树是什么？参考答案：结点。\n"
    assert _texts(text) == ["锁是什么？", "表是什么？", "树是什么？"]


def test_a_title_between_questions_belongs_to_none_but_an_answer_in_bold_does() -> None:
    asked = "① 锁是什么？\n\n互斥。\n\n② 何时死锁？\n\n互等。\n\n{}\n\n③ 表是什么？\n\n行列。\n"
    for title in ("**存储**", "【存储】", "二、存储"):
        document = read_document("a.md", asked.format(title).encode())
        assert len(document.questions) == 3
        assert [other.text for other in document.other] == [title]
    bold = "".join(f"{at}. 下列正确的是（ ）\n\n**{'ABC'[at - 1]}**\n\n" for at in (1, 2, 3))
    assert not read_document("a.md", bold.encode()).other


def test_numbers_that_lead_from_one_question_to_the_next_are_questions() -> None:
    heads = [
        "锁",
        "什么是表？",
        "何时建表？",
        "树",
        "图",
        "什么是堆？",
        "栈有何用？",
        "谁先出？",
        "队",
    ]
    text = "".join(f"{at}、{head}\n说明。\n" for at, head in enumerate(heads, 1))
    assert _texts(text) == heads


def test_the_terms_below_a_heading_that_asks_to_explain_them_are_questions() -> None:
    assert _texts("## 名词解释\n\n1. 锁：互斥。\n2. **表**：行列。\n") == ["锁", "表"]
    assert _texts("## 注意\n\n1. 锁：互斥。\n2. **表**：行列。\n") == []


def test_the_title_of_a_key_ends_the_paper_and_nothing_below_it_is_a_question() -> None:
    asked = "一、单选题\n1. 锁是（ ）\nA. 甲 B. 乙\n\n二、简答题\n1. 简述锁。\n2. 简述表。\n\n"
    text = f"{asked}参考答案\n一、单选题\n1. A\n二、简答题\n1. 互斥的机制。\n2. 什么都行。\n"
    assert _texts(text) == ["锁是（　）", "简述锁。", "简述表。"]


def test_lines_with_tabs_are_cards_where_they_ask_or_anki_says_so_and_else_a_table() -> None:
    assert _texts("字段\t类型\nid\tint\nname\tstr\n") == []
    assert _texts("锁是什么\t互斥\n表\t行列\n何时死锁\t互等\n") == ["锁是什么", "表", "何时死锁"]
    assert _texts("#separator:tab\n锁\t互斥\n表\t行列\n") == ["锁", "表"]
