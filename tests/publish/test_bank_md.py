from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import exam_entries
import pytest
from builders import answers, asking, code, entry, point, points, question, questions, section
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stages import find_entries, read_document
from shuati.config.settings import Settings
from shuati.ledger.store import code_of
from shuati.merge import merge
from shuati.model import (
    Document,
    Entry,
    Form,
    Kind,
    Option,
    Paragraph,
    Point,
    PointList,
    Question,
    Span,
)
from shuati.model.keys import blocks_key
from shuati.model.wordings import other_wordings
from shuati.publish.bank.markdown_file import bank_md
from shuati.publish.render.to_markdown import one_line
from shuati.text.markdown import picture_addresses


def _coded(entries: Sequence[Entry]) -> list[Entry]:
    return [replace(made, code=code_of(at)) for at, made in enumerate(entries, 1)]


def _read_again(entries: Sequence[Entry]) -> Document:
    return read_document("bank.md", bank_md(entries, "刷题题库").encode())


def _told(made: Entry) -> tuple[object, ...]:
    """What must be read again; an answer's label that stands twice may change, and 补充 comes
    before the label of what another document adds."""
    used: set[str] = set()
    parts = []
    for piece in sorted(made.parts, key=lambda piece: piece.kind is not Kind.QUESTION):
        again = piece.kind is Kind.ANSWER and piece.label in used
        used.add(piece.label)
        label = "补充" if again else piece.label.removeprefix("补充")
        parts.append((label, piece.kind, blocks_key(piece.blocks)))
    if others := [
        text
        for text in dict.fromkeys(map(one_line, other_wordings(made)))
        if text != one_line(made.question)
    ]:
        parts.append(("其他问法", Kind.NOTE, others))
    if parts and parts[0][0] == "" and parts[0][1] is Kind.ANSWER:
        parts[0] = ("答案", *parts[0][1:])
    return made.code, made.question, one_line(made.variants[0].heading), parts


def _told_again(asked: Question) -> tuple[object, ...]:
    parts = [
        (
            "补充" if "补充答案" in part.label else part.label.removeprefix("补充"),
            part.kind,
            blocks_key(part.blocks),
        )
        for part in asked.sections
    ]
    if parts and parts[-1][0] == "其他问法":
        listed = asked.sections[-1].blocks[0]
        assert isinstance(listed, PointList)
        parts[-1] = ("其他问法", Kind.NOTE, [point.blocks[0].text for point in listed.points])
    if parts and parts[0][0] == "" and parts[0][1] is Kind.ANSWER:
        parts[0] = ("答案", *parts[0][1:])
    return asked.explicit_code, asked.text, asked.heading, parts


@pytest.mark.parametrize("files", ["seeds/*.txt", "corpus/r*.md"])
def test_real_documents_read_again_give_the_same_entries(shared: Path, files: str) -> None:
    documents = [read_document(path.name, path.read_bytes()) for path in sorted(shared.glob(files))]
    matching = find_entries(documents, Settings())
    entries = _coded(matching.entries)
    again = _read_again(entries)
    assert [_told_again(asked) for asked in again.questions] == [_told(made) for made in entries]


def test_the_label_of_what_another_document_adds_says_so() -> None:
    answer = section("答案", points("限盐：少于 5 克", "运动：每周五次"))
    more = section("优势", points("便宜：不用买药"), kind=Kind.FEATURE)
    first = section("解析", 9 * "生活方式先行。", kind=Kind.EXPLANATION)
    why = section("解析", "血压与钠有关。", kind=Kind.EXPLANATION)
    asked = [
        question("怎样降压？", answer, first),
        question("怎样降压？", answer, more, why),
    ]
    written = bank_md(_coded([merge(asked).entry]), "题库")
    assert re.findall(r"\*\*(\w+)：\*\*", written) == [
        "答案",
        "限盐",
        "运动",
        "解析",
        "补充优势",
        "便宜",
        "解析",
    ]


@pytest.mark.parametrize("salt", ["限盐：少于 5 克", point("限盐：", points("少于 5 克"))])
def test_the_mark_of_an_added_part_names_all_documents_of_its_points(
    salt: str | Point,
) -> None:
    asked = [
        question("怎样降压？", 9 * "生活方式先行。", path="a.md"),
        question("怎样降压？", points(salt, "运动：每周五次"), path="b.md"),
        question("怎样降压？", points("限盐：少吃腌菜"), path="c.md"),
    ]
    written = bank_md(_coded([merge(asked).entry]), "题库")
    assert re.findall(r"<!-- 补充：(.*) -->", written) == ["b.md、c.md"]


@settings(max_examples=60, deadline=None)
@given(st.lists(questions, min_size=1, max_size=3))
def test_whatever_an_answer_holds_is_read_again(asked: list[Question]) -> None:
    texts = [f"第{word}个问题是什么？" for word in "甲乙丙"]
    named = [replace(one, text=text, heading=text) for one, text in zip(asked, texts, strict=False)]
    entries = _coded([entry(one) for one in named])
    again = _read_again(entries)
    assert [_told_again(one) for one in again.questions] == [_told(made) for made in entries]


def test_what_another_document_adds_is_read_again_as_part_of_the_answer() -> None:
    full = question("什么是缓存？", points("快：内存比磁盘快", "小：内存比磁盘小"), path="a.md")
    other = question("什么是缓存？", points("贵：内存比磁盘贵"), path="b--c.md")
    (made,) = _coded([entry(full, other)])
    (again,) = _read_again([made]).questions
    assert _told_again(again) == _told(made)


def test_code_and_options_stay_with_the_question() -> None:
    options = (Option("A", "1", True), Option("B", "2", False))
    asked = question("输出是什么？", asking(code("print(1)")), "A. 1")
    (made,) = _coded([entry(replace(asked, options=options, form=Form.CHOICE))])
    (again,) = _read_again([made]).questions
    assert _told_again(again) == _told(made)
    assert (again.form, again.options) == (Form.CHOICE, options)


def test_a_wording_that_differs_from_the_heading_is_kept_beside_it() -> None:
    asked = replace(question("请解释什么是大模型？", "参数很多的模型。"), heading="什么是大模型？")
    (made,) = _coded([entry(asked)])
    (again,) = _read_again([made]).questions
    assert (again.heading, again.text) == ("什么是大模型？", "请解释什么是大模型？")


@pytest.mark.parametrize(
    "text",
    ["1. 一", "- 一", "# 一", "> 一", "``` 一", "1) 一", "+ 一", "* 一"],
)
def test_a_paragraph_that_looks_like_something_else_stays_a_paragraph(text: str) -> None:
    (made,) = _coded([entry(question("问题是什么？", section("答案", "先说。", text)))])
    (again,) = _read_again([made]).questions
    assert _told_again(again) == _told(made)


@settings(max_examples=30, deadline=None)
@given(answers)
def test_writing_what_was_read_writes_the_same(made: list) -> None:
    first = _coded([entry(question("问题是什么？", section("答案", *made)))])
    once = bank_md(first, "库")
    read = read_document("bank.md", once.encode())
    twice = bank_md([replace(entry(read.questions[0]), code="Q0001")], "库")
    assert twice == once


@pytest.mark.parametrize("files", ["corpus/family/*.md", "corpus/exam/*.*"])
def test_most_of_any_bank_is_read_again_as_it_was(shared: Path, files: str) -> None:
    paths = [path for path in sorted(shared.glob(files)) if path.suffix in (".md", ".txt")]
    paths = [path for path in paths if path.stat().st_size < 300_000]  # the others take a minute
    assert len(paths) > 10
    for path in paths:
        document = read_document(path.name, path.read_bytes())
        entries = _coded([entry(one) for one in document.questions])
        again = {one.explicit_code: one for one in _read_again(entries).questions}
        assert list(again) == [made.code for made in entries], path.name
        same = sum(again[made.code].text == made.question for made in entries)
        assert same >= 0.97 * len(entries), path.name


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from([5, 20, 100, 1000]),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["什么是{}？", "{} 与内存", "简述{}\n的两种作用", "{}", "（{}）是对的？"]
            ),
            st.sampled_from(
                ["短", "一句话。", "甲\n\n乙", "- 甲\n- 乙", "$x$", "![图](a.png)", "42"]
            ),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_banks_of_any_size_are_read_again(size: int, kinds: list[tuple[str, str]]) -> None:
    made = []
    for at in range(size):
        text, answer = kinds[at % len(kinds)]
        text = text.format(f"词{at}")
        lines = [] if answer.startswith("-") else answer.split("\n\n")
        paragraphs = [Paragraph(line, Span(1, 1)) for line in lines]
        blocks = paragraphs or [points("甲", "乙")]
        made.append(entry(replace(question("问？", *blocks), text=text, heading=text)))
    entries = _coded(made)
    again = _read_again(entries)
    assert [_told_again(one) for one in again.questions] == [_told(one) for one in entries]


def test_other_wordings_are_read_again_as_wordings() -> None:
    first = question("什么是缓存？", points("快：内存比磁盘快", "小：内存比磁盘小"), path="a.md")
    other = question("缓存是\n什么意思？", points("快：内存比磁盘快"), path="b.md")
    (made,) = _coded([entry(first, other)])
    (again,) = _read_again([made]).questions
    (read,) = _coded([entry(again)])
    assert other_wordings(read) == ["缓存是什么意思？"]
    assert bank_md([read], "库") == bank_md([replace(made, variants=made.variants)], "库")


def test_pictures_are_addressed_from_the_folder_of_the_file() -> None:
    answer = '![图](图/a%20b.png) 与 <img src="../c.png"> 与 ![](https://example.com/d.png)'
    (made,) = _coded([entry(question("什么是图？", answer, path="章/一.md"))])
    paths = ("../sources/章/图/a b.png", "../sources/c.png")
    local = [one for one in picture_addresses(answer) if not one.startswith("https")]
    files = {("章/一.md", one): path for one, path in zip(local, paths, strict=True)}
    text = bank_md([made], "库", files)
    for shown in (*paths, "https://example.com/d.png"):
        assert shown in unquote(text)


def _of_form(made: Entry) -> tuple[object, ...]:
    """What must be read again of a question with a form; material comes back as its own."""
    first = made.variants[0]
    fills = tuple(map(blank_key, first.blanks))
    return first.form, first.text, _lettered(first), fills, bool(first.stem)


def _of_form_again(asked: Question) -> tuple[object, ...]:
    material = any(part.kind is Kind.QUESTION for part in asked.sections)
    return asked.form, asked.text, _lettered(asked), tuple(map(blank_key, asked.blanks)), material


def _lettered(asked: Question) -> list[tuple[str, str, bool]]:
    return [(one.label, one.text, one.correct) for one in asked.options]


def blank_key(text: str) -> str:
    return "".join(text.split())


def test_questions_with_a_form_are_read_again() -> None:
    entries = exam_entries.every_form()
    again = _read_again(entries)
    assert [asked.explicit_code for asked in again.questions] == [made.code for made in entries]
    assert [_of_form_again(asked) for asked in again.questions] == [_of_form(m) for m in entries]


def test_a_question_with_a_form_shows_options_and_a_short_answer() -> None:
    text = bank_md([exam_entries.choice(), exam_entries.statement()], "题库")
    assert "## 题目1：【单选题】细胞的“动力工厂”是（　）。" in text
    assert (
        "\n\nA. 细胞膜\n\nB. 线粒体\n\nC. 核糖体\n\nD. 高尔基体\n\n**答案：** B\n\n**解析：**"
        in text
    )
    assert "\n\n**答案：** 错\n\n**解析：**" in text
    assert "√" not in text
