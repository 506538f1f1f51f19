"""Promises about text that programs and people damaged: nothing is swallowed, no line moves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluation.stages import read_document
from shuati.model import Block, Heading, Paragraph, PointList
from shuati.sources.decode import decode
from shuati.sources.element import Element, Role
from shuati.sources.formats.markdown.elements import elements_of_text

WORDS = st.text("什么是闭包索引事务锁视图主键", min_size=1, max_size=8)


def elements(text: str) -> list[Element]:
    return list(elements_of_text(text)[0])


def blocks(text: str) -> list[Block]:
    return [element.block for element in elements(text) if element.block is not None]


def headings(text: str) -> list[tuple[int, str]]:
    return [(one.span.first, one.text) for one in blocks(text) if isinstance(one, Heading)]


def items(text: str) -> list[str]:
    """The first text of every item of every list."""
    return [
        first.text
        for block in blocks(text)
        if isinstance(block, PointList)
        for point in block.points
        if isinstance(first := point.blocks[0], Paragraph)
    ]


# Line ends.


@given(st.lists(st.sampled_from(["题", "", "| a | b |", "x\ty"])), st.integers(2, 4))
def test_line_ends_that_were_doubled_are_one(lines: list[str], times: int) -> None:
    end = "\r" * times + "\n"
    assert decode(end.join(lines).encode()).text == "\n".join(lines)


# Front matter.

KEYS = st.sampled_from(["title", "标题", "date", "layout", "tags", "is-draft", '"a b"'])
SETTINGS = st.one_of(
    st.builds("{}: {}".format, KEYS, WORDS),
    KEYS.map("{}:".format),
    WORDS.map("  - {}".format),
    WORDS.map("- {}".format),
    st.just(""),
    st.just("lang: zh\n# draft: true"),
)
CONTENT = st.one_of(
    WORDS.map("### {}".format),
    WORDS.map("1. {}".format),
    WORDS.map("{}。".format),
    WORDS.map("Q: {}".format),
    WORDS.map("**答案：** {}".format),
    WORDS.map("\n# {}\n".format),
)


@given(st.lists(SETTINGS))
def test_settings_between_two_rules_are_front_matter(settings: list[str]) -> None:
    text = "\n".join(["---", "title: 题", *settings, "---", "# 题"])
    first, *rest = elements(text)
    assert first.role is Role.FRONT_MATTER
    assert [one.role for one in rest] == [Role.BLOCK]


@given(st.lists(SETTINGS), CONTENT, st.lists(st.one_of(SETTINGS, CONTENT)))
def test_a_rule_at_the_beginning_hides_no_content(
    above: list[str], content: str, below: list[str]
) -> None:
    text = "\n".join(["---", *above, content, *below, "---", "", "### 末"])
    assert all(one.role is not Role.FRONT_MATTER for one in elements(text))


def test_a_rule_at_the_beginning_parts_questions_as_any_other() -> None:
    parts = [f"### {at}. 什么是{word}？\n\n一种结构。" for at, word in enumerate("锁页表", 1)]
    text = "---\n\n" + "\n\n---\n\n".join(parts)
    document = read_document("a.md", text.encode())
    assert [one.text for one in document.questions] == ["什么是锁？", "什么是页？", "什么是表？"]


# Blanks.

ODD = "\u00a0\u2003\u202f\u3000\u200b\ufeff\u200e\f\u2009\u2060"
BLANKS = st.text(ODD + " ", min_size=1, max_size=3)


@given(st.integers(1, 6), BLANKS, st.text(ODD, max_size=2), WORDS)
def test_any_blank_beside_the_hashes_makes_a_heading(
    level: int, blank: str, before: str, words: str
) -> None:
    text = f"前文\n\n{before}{'#' * level}{blank}{words}\n\n后文"
    assert headings(text) == [(3, words)]


@given(st.sampled_from(["-", "*", "+", "1.", "1)"]), BLANKS, st.lists(WORDS, min_size=1))
def test_any_blank_behind_its_mark_makes_an_item(mark: str, blank: str, words: list[str]) -> None:
    assert items("\n".join(f"{mark}{blank}{word}" for word in words)) == words


@given(st.text(ODD, min_size=1, max_size=3), st.sampled_from(["#", "-", "1.", "###\u3000"]))
def test_code_keeps_its_blanks(odd: str, mark: str) -> None:
    line = f"{odd}{mark}{odd}题"
    (code,) = blocks(f"```\n{line}\n```")
    assert getattr(code, "text", None) == line


def test_a_number_at_the_top_of_a_page_begins_a_question() -> None:
    parts = [f"{at}. 什么是{word}？\n答：一种结构。\n" for at, word in enumerate("锁页表", 1)]
    document = read_document("a.txt", "\f".join(parts).encode())
    assert [one.text for one in document.questions] == ["什么是锁？", "什么是页？", "什么是表？"]
