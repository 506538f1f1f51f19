"""Questions that are marked by quotes, signs, speakers, ordinals, or as a list in a code block."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model import Document, Form, Kind

_PAIRS = (
    ("鸟类为什么能飞", "骨骼中空，有气囊和羽毛。"),
    ("昆虫的呼吸方式", "用气管呼吸，气门在体侧。"),
    ("变态发育有哪几种？", "完全变态和不完全变态。"),
    ("蜜蜂怎么传递信息？", "跳圆圈舞和八字舞。"),
)
_FRONTS = [asked for asked, _ in _PAIRS]


def _read(text: str, name: str = "a.md") -> Document:
    return read_document(name, text.encode())


def _fronts(document: Document) -> list[str]:
    return [question.text for question in document.questions]


def _answers(document: Document) -> list[str]:
    return [
        "".join(str(getattr(block, "text", "")) for block in section.blocks)
        for question in document.questions
        for section in question.sections
        if section.kind is Kind.ANSWER
    ]


LAYOUTS = {
    "quotes": "> {0}\n\n{1}\n\n",
    "bold quotes": "> **{0}**\n\n{1}\n\n",
    "stars": "★{0}\n{1}\n",
    "lozenges": "◆ {0}\n{1}\n\n",
    "two speakers": "师傅：{0}\n徒弟：{1}\n",
    "bold speakers": "**Lee：** {0}\n\n**Wang：** {1}\n\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_question_has_the_answer_below_it(name: str) -> None:
    text = "自然课记录\n\n" + "".join(LAYOUTS[name].format(*pair) for pair in _PAIRS)
    document = _read(text, "a.txt" if name in ("stars", "lozenges") else "a.md")
    assert _fronts(document) == _FRONTS
    assert _answers(document) == [answer for _, answer in _PAIRS]


@pytest.mark.parametrize("comment", ["", "# "])
def test_a_numbered_list_in_a_code_block_is_read_as_questions(comment: str) -> None:
    lines = [
        line
        for at, (asked, answer) in enumerate(_PAIRS, 1)
        for line in (f"{comment}{at}、{asked}", f"{comment}   {answer}")
    ]
    language = "python" if comment else ""
    assert _fronts(_read(f"# 笔记\n\n```{language}\n" + "\n".join(lines) + "\n```\n")) == _FRONTS


def test_steps_in_a_code_block_ask_nothing() -> None:
    steps = "1、拉取代码\n   git pull\n2、编译\n   make\n3、重启服务\n   systemctl restart\n"
    assert not _read(f"# 上线\n\n```\n{steps}```\n").questions


def test_ordinals_that_count_on_from_one_that_asks_begin_questions_too() -> None:
    asked = ["怎样保护益虫", "害虫的天敌", "昆虫的益处", "农药有哪几类"]
    text = "".join(f"{n}、{q}\n\t两点。\n\n" for n, q in zip("一二三四", asked, strict=True))
    assert _fronts(_read(text, "a.txt")) == asked


@pytest.mark.parametrize(
    "text",
    [
        "> 山高月小，水落石出。\n\n写景只用八个字。\n\n> 江流有声，断岸千尺。\n\n先声后形。\n\n"
        "> 履巉岩，披蒙茸。\n\n动词用得好。\n",
        "# 装博客\n\n> 环境：Ubuntu\n\n## 镜像\n\n> 拉不下来换国内镜像\n\n换完重启。\n\n## 目录\n\n"
        "> 注意权限\n\n给读权限。\n\n> 为什么不用卷？\n\n因为想直接改。\n",
        "甲方：张三\n乙方：李四\n甲方：每月五日付租金。\n乙方：保证房屋完好。\n",
        "老王：我先讲进度。\n小周：接口联调完了。\n老王：测试呢？\n小周：下周提测。\n老王：好。\n",
    ],
)
def test_passages_and_talk_without_questions_are_no_cards(text: str) -> None:
    assert not _read(text).questions


@pytest.mark.parametrize("heading", ["## 🤔 为什么做这个项目？", "## 适合谁？", "## 如何参与？"])
def test_what_the_page_of_a_project_asks_is_no_question(heading: str) -> None:
    page = (
        f"# 刷题站\n\n{heading}\n\n一两句话的说明。\n\n## 功能特点\n\n- 错题本\n\n## 快速开始\n\n"
        "```bash\nnpm i\n```\n\n## 目录结构\n\n```\nsrc/\n```\n\n## License\n\nMIT\n"
    )
    assert not _read(page).questions


@pytest.mark.parametrize(
    ("pair", "right"),
    [
        ("- 对\n- **错**", "×"),
        ("- **正确**\n- 错误", "√"),
        ("对\n错*", "×"),
        ("对√\n错", "√"),
    ],
)
def test_of_two_verdicts_below_a_statement_the_marked_one_is_right(pair: str, right: str) -> None:
    statements = ("鲸是鱼类。", "蝙蝠是哺乳动物。", "企鹅会飞。")
    gap = "\n\n" if pair.startswith("-") else "\n"
    text = "## 判断题\n\n" + "\n\n".join(f"{one}{gap}{pair}" for one in statements) + "\n"
    found = _read(text).questions
    assert [question.text for question in found] == list(statements)
    assert all(question.form is Form.TRUE_FALSE for question in found)
    assert all(
        [option.label for option in question.options if option.correct] == [right]
        for question in found
    )


@pytest.mark.parametrize("pair", ["- 对\n- 错", "- **对**\n- **错**"])
def test_two_verdicts_of_which_none_is_marked_or_both_are_answer_nothing(pair: str) -> None:
    found = _read(f"## 判断题\n\n鲸是鱼类。\n\n{pair}\n\n企鹅会飞。\n\n{pair}\n").questions
    assert not any(option.correct for question in found for option in question.options)


def test_a_question_in_brackets_behind_a_title_asks_nothing() -> None:
    text = "# 公式和步骤（到底考不考？）\n\n## 轴力\n\n先截面。\n\n## 弯矩\n\n再平衡。\n"
    assert not _read(text).questions
