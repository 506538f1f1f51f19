"""Options in any spelling: split off, keyed, and never on a front."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stages import read_document
from shuati.model import Document, Form

WORDS = (
    "线粒体",
    "核糖体",
    "叶绿体",
    "液泡",
    "高尔基体",
    "细胞壁",
    "维生素C",
    "2.5 米",
    "A股市场",
    "以上都对",
    "HTTP/1.1",
    "甲、乙",
    "不能确定",
    "十五日内",
    "B超检查",
    "约 30%",
)
STEMS = (
    "细胞的能量工厂是",
    "下列说法正确的是（  ）。",
    "人体最大的器官是( )",
    "关于光合作用，错误的是：",
    "以下哪些属于原核生物？",
    "植物通过____放出氧气",
    "《宪法》规定的期限为（\u3000）以内",
    "This process is called",
)
SPELLINGS = (
    "{}. {}",
    "{}、{}",
    "{}．{}",
    "({}) {}",
    "（{}）{}",
    "{}) {}",
    "- {}. {}",
    "{}：{}",
)
LABELS = (
    "答案：{}",
    "正确答案：{}",
    "【答案】{}",
    "**答案：** {}",
    "参考答案: {}",
    "正确答案 {}",
    "答：{}",
    "Answer: {}",
)
LAYOUTS = ("lines", "one line", "blank lines", "behind the stem", "two lines")
MARKS = ("{} ✅", "{}（正确）", "**{}**", "<font color='red'>{}</font>", "√{}")


@st.composite
def papers(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[str], str]]]:
    """A paper and its questions: stem, options, right letters."""
    spelling = draw(st.sampled_from(SPELLINGS))
    layout = draw(st.sampled_from(LAYOUTS))
    numbered = draw(st.sampled_from(("{}. ", "{}、", "({}) ", "第{}题 ", "")))
    style = draw(st.sampled_from(("label", "label", "bracket", "mark")))
    label, mark = draw(st.sampled_from(LABELS)), draw(st.sampled_from(MARKS))
    if layout in ("one line", "two lines", "behind the stem"):
        spelling = spelling.removeprefix("- ")
    lines: list[str] = []
    asked = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        count = draw(st.integers(2, 6))
        options = draw(
            st.lists(st.sampled_from(WORDS), min_size=count, max_size=count, unique=True)
        )
        stem = draw(st.sampled_from(STEMS))
        most = 1 if style == "mark" else count
        right = sorted(
            draw(st.sets(st.sampled_from(range(count)), min_size=1, max_size=min(most, 3)))
        )
        if style == "mark" and len(right) == count:
            right = right[:1]
        letters = "".join("ABCDEF"[at] for at in right)
        shown = [
            spelling.format(
                "ABCDEF"[at], mark.format(one) if style == "mark" and at in right else one
            )
            for at, one in enumerate(options)
        ]
        above = f"{stem}（{letters}）。" if style == "bracket" else stem
        begin = numbered.format(number)
        if layout == "behind the stem":
            lines.append(f"{begin}{above} " + "  ".join(shown))
        elif layout == "one line":
            lines += [begin + above, "    ".join(shown)]
        elif layout == "two lines":
            lines += [begin + above, "    ".join(shown[:2])]
            lines += ["    ".join(shown[2:])] if shown[2:] else []
        else:
            lines += [begin + above, *shown]
        if style == "label":
            lines.append(label.format(letters))
        if layout == "blank lines":
            lines = [part for line in lines for part in (line, "") if part or lines]
        lines.append("")
        asked.append((stem, options, letters))
    return "\n".join(lines), asked


def read(text: str) -> Document:
    return read_document("paper.txt", text.encode())


def test_numbers_and_labels_before_english_are_no_words_of_vocabulary() -> None:
    options = "A. 线粒体\nB. 核糖体\n正确答案 A\n"
    text = "\n".join(f"第{n}题 This process is called\n{options}" for n in range(1, 4))
    questions = read(text).questions
    assert [question.text for question in questions] == 3 * ["This process is called"]
    assert all(
        [one.text for one in question.options] == ["线粒体", "核糖体"] for question in questions
    )


def test_options_with_colons_behind_their_stems_are_no_topics_with_a_colon() -> None:
    text = "\n\n".join(f"{n}、细胞{n}的能量工厂是 A：线粒体 ✅  B：核糖体" for n in range(1, 5))
    questions = read(text).questions
    assert [question.text for question in questions] == [
        f"细胞{n}的能量工厂是" for n in range(1, 5)
    ]
    assert all(
        [one.text for one in question.options] == ["线粒体", "核糖体"] for question in questions
    )


@settings(max_examples=200, deadline=None)
@given(papers())
def test_options_and_their_key_are_read_in_every_spelling(
    paper: tuple[str, list[tuple[str, list[str], str]]],
) -> None:
    text, asked = paper
    document = read(text)
    found = [
        (
            [one.text for one in question.options],
            "".join(one.label for one in question.options if one.correct),
        )
        for question in document.questions
    ]
    assert found == [(options, letters) for _, options, letters in asked], text
    for question, (stem, _, _) in zip(document.questions, asked, strict=True):
        assert question.form in (Form.CHOICE, Form.MULTIPLE)
        plain = re.sub(r"[\s（）()　。：？_]", "", question.text)
        assert plain == re.sub(r"[\s（）()　。：？_]", "", stem), text


@settings(max_examples=150, deadline=None)
@given(papers())
def test_no_option_is_a_front_and_no_front_shows_its_letters(
    paper: tuple[str, list[tuple[str, list[str], str]]],
) -> None:
    text, asked = paper
    options = {one for _, every, _ in asked for one in every}
    for question in read(text).questions:
        assert question.text not in options
        assert re.search(r"[（(]\s*[A-H]{1,6}\s*[)）]", question.text) is None


@pytest.mark.parametrize("mark", ["$", "`", "*", "**", "_", "__"])
def test_letters_and_verdicts_set_off_in_brackets_are_read(mark: str) -> None:
    text = (
        f"## 选择题\n\n1. 边结点有（  {mark}B{mark}  ）个\n\n   A、n\n\n   B、2n\n\n"
        f"2. 集合（{mark}S{mark}）有\n\n   A、n\n\n   B、2n\n\n"
        f"## 判断题\n\n1. 它很快（ {mark}F{mark} ）\n"
    )
    letter, other, verdict = read(text).questions
    assert [one.correct for one in letter.options] == [False, True]
    assert letter.text == "边结点有（　）个"
    assert other.text == f"集合（{mark}S{mark}）有"
    assert [one.correct for one in verdict.options] == [False, True]
