"""Kinds of exam papers that were read wrongly: what begins a question, and what is its key."""

from __future__ import annotations

import pytest

from shuati.model import Document, Form, Question
from shuati.read import read
from shuati.sources.source import Source


def _read(text: str, name: str = "题.md") -> Document:
    return read(Source(name, text.encode()))


def _right(question: Question) -> str:
    return "".join(one.label for one in question.options if one.correct)


def _answer(question: Question) -> str:
    return " ".join(getattr(block, "text", "") for one in question.sections for block in one.blocks)


def _codes(document: Document) -> list[str]:
    return [one.code for one in document.diagnostics]


def test_a_heading_that_names_the_answer_of_a_question_is_no_question() -> None:
    text = "# 养蜂\n\n" + "".join(
        f"### 题目{at}\n为什么要做第 {at} 步？\n\n### 题目{at} 答案\n答{at}。\n\n"
        for at in (1, 2, 3)
    )
    found = _read(text).questions
    assert [one.text for one in found] == [f"为什么要做第 {at} 步？" for at in (1, 2, 3)]
    assert [_answer(one) for one in found] == ["答1。", "答2。", "答3。"]


def test_a_part_of_answers_goes_to_the_questions_of_its_form_and_the_rest_is_told() -> None:
    text = (
        "## 一、简答题\n\n### 第1题\n为什么要换王？\n\n### 第2题\n怎样防螨？\n\n"
        "# 单元卷 详细解答\n\n## 一、简答题 解答\n\n### 第1题 答案\n老王产卵少。\n\n"
        "### 第2题 答案\n断子治螨。\n\n### 第3题 答案\n多余。\n"
    )
    document = _read(text)
    assert [_answer(one) for one in document.questions] == ["老王产卵少。", "断子治螨。"]
    assert "key-unread" in _codes(document)


def test_a_title_whose_words_go_on_behind_答案_asks() -> None:
    text = "### 第1题 答案的格式有什么要求？\n分点。\n\n### 第2题 怎样分配时间？\n先易后难。\n"
    assert len(_read(text).questions) == 2


def test_a_paper_from_memory_is_asked_though_its_options_are_dots() -> None:
    text = "## 单选题\n\n" + "".join(
        f"{at}. 蜂群的第 {at} 种成员是（  ）  \n   A. …   B. …   C. …   D. …  \n"
        for at in range(1, 7)
    )
    assert len(_read(text).questions) == 6
    described = "".join(f"{at}. ……（  ）  \n   A. …   B. …   C. …  \n" for at in range(1, 7))
    assert not _read("# 样卷格式\n\n" + described).questions


def test_a_remark_in_the_place_of_a_question_is_none_and_not_the_answer_above_it() -> None:
    text = (
        "## 单选题\n\n1. 蜂王的食物是（  ）  \n   A. 蜂蜜   B. 王浆  \n2. （题干缺）\n"
        "3. 工蜂的性别是（  ）  \n   A. 雌   B. 雄  \n"
    )
    document = _read(text)
    assert [one.number for one in document.questions] == ["1", "3"]
    assert "题干缺" not in _answer(document.questions[0])
    assert "maybe-questions" in _codes(document)


@pytest.mark.parametrize("words", ["T F", "对 错", "正确 错误"])
def test_对_and_错_below_a_statement_are_offered_and_no_key(words: str) -> None:
    right, wrong = words.split()
    text = "".join(f"蜂群越冬前要补足饲料，第 {at} 次。\n{right}\n{wrong}\n\n" for at in (1, 2, 3))
    found = _read(text, "题.txt").questions
    assert [one.form for one in found] == [Form.TRUE_FALSE] * 3
    assert [_right(one) for one in found] == [""] * 3


def test_是_and_否_of_a_form_are_no_statements() -> None:
    assert not _read("# 登记\n\n携带蜂箱\n是\n否\n\n需要车位\n是\n否\n\n过夜\n是\n否\n").questions


def test_one_verdict_below_each_numbered_statement_is_its_key() -> None:
    text = "1. 蜂箱应背风向阳。\n对\n2. 雨天宜开箱。\n错\n3. 巢脾要防巢虫。\n对\n"
    assert [_right(one) for one in _read(text, "题.txt").questions] == ["√", "×", "√"]


def test_a_number_above_a_remark_that_asks_nothing_begins_no_question() -> None:
    text = "".join(f"#### {at}.\n《养蜂学》第 {at * 7} 页\n___\n" for at in range(1, 9))
    document = _read(text)
    assert not document.questions
    assert "maybe-questions" in _codes(document)
    asked = text.replace("《养蜂学》", "为什么要查《养蜂学》").replace("页", "页？")
    assert len(_read(asked).questions) == 8


def test_words_in_fences_of_their_own_are_asked() -> None:
    words = ["hive 蜂箱", "swarm /swɔːm/ 分蜂；蜂群", "drone 雄蜂", "comb 巢脾", "pollen 花粉"]
    found = _read("\n".join(f"```\n{one}\n```\n" for one in words)).questions
    assert [one.text for one in found] == ["hive", "swarm", "drone", "comb", "pollen"]
    shell = _read("\n".join(f"先做一步。\n\n```\n{one}\n```\n" for one in words))
    assert not shell.questions


@pytest.mark.parametrize("indent", [3, 4, 7])
def test_a_stem_goes_on_below_what_its_item_shows(indent: int) -> None:
    shown = f"{' ' * indent}x = 1\n{' ' * indent}y = 2\n"
    text = (
        "1. 蜜源是（ ）\nA. 花\nB. 草\n答案：A\n\n---\n\n"
        f"2. 有如下程序：\n\n{shown}\n则（ ）是 y。\nA. 2\nB. 1\n答案：A\n"
    )
    first, second = _read(text, "题.txt").questions
    assert (first.number, second.number) == ("1", "2")
    assert "如下程序" not in _answer(first)
    assert "则（　）是 y。" in _answer(second)


def test_among_choices_a_numbered_line_that_asks_nothing_begins_no_question() -> None:
    choice = "{}、蜂王在（ B ）产卵。\n\nA．蜜脾    B．子脾\n\n"
    text = "# 第一章\n\n" + choice.format(1) + choice.format(2) + "3、常用蜂具：起刮刀\n\n"
    text += "喷烟器\n\n" + choice.format(4)
    assert [one.number for one in _read(text).questions] == ["1", "2", "4"]


def test_among_choices_a_numbered_line_with_an_answer_begins_a_question() -> None:
    choice = "{}、蜂王在（ B ）产卵。\n\nA．蜜脾    B．子脾\n\n"
    text = "# 第一章\n\n" + choice.format(1) + choice.format(2) + "# 第二章\n\n"
    text += "**1、某蜂场有 20 群蜂，每群产蜜 30 公斤。**\n\n1）求总产量；\n\n2）求一半。\n\n"
    text += "答：600 公斤，300 公斤。\n\n" + choice.format(2)
    found = _read(text).questions
    assert [one.number for one in found] == ["1", "2", "1", "2"]
    assert "600 公斤" in _answer(found[2])


def test_a_letter_far_behind_a_stem_is_its_key_and_not_on_the_front() -> None:
    text = "**1、缺少的是维生素 C**        B\n\nA、甲    B、乙\n\n"
    (found,) = _read(text).questions
    assert (found.text, _right(found)) == ("缺少的是维生素 C（　）", "B")


@pytest.mark.parametrize("verdict", ["\n\n>**{}**\n>\n>因为。", "**{}**", "**{}**。"])
def test_a_bold_verdict_behind_or_quoted_below_a_statement_is_its_key(verdict: str) -> None:
    said = ["正确", "错误", "正确", "错误"]
    text = "# 蜂学\n\n" + "".join(
        f"蜂群在第 {at} 月繁殖。{verdict.format(one)}\n\n" for at, one in enumerate(said, 1)
    )
    found = _read(text).questions
    assert [_right(one) for one in found] == ["√", "×", "√", "×"]
    assert all("正确" not in one.text and "错误" not in one.text for one in found)


def test_a_bold_word_of_a_sentence_is_no_verdict() -> None:
    text = "# 随笔\n\n这样做是**错误**\n\n那样才**正确**\n\n没有绝对的**正确**\n\n也有**错误**\n"
    assert not any(one.form is Form.TRUE_FALSE for one in _read(text).questions)


def test_an_option_whose_letter_a_scan_lost_is_between_its_neighbours() -> None:
    text = "下列属于蜂产品的是：\nA 米\nB 王浆\n面\nD 油\n正确答案 B\n"
    (found,) = _read(text, "题.txt").questions
    assert [one.text for one in found.options] == ["米", "王浆", "面", "油"]
    assert _right(found) == "B"


def test_a_key_that_names_no_option_is_no_answer_and_is_told() -> None:
    text = "下列属于蜂产品的是：\nA 米\nB 王浆\n面与油\n正确答案 D\n"
    document = _read(text, "题.txt")
    assert not any(one.answered for one in document.questions)
    assert "no-options" in _codes(document)
