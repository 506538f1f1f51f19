"""Promise 1: every non-blank line belongs to exactly one question or one named other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from material import WRITTEN, damaged, lines_of, made_up, real

from evaluation.stages import read_document
from shuati.model import Document


def complaints(document: Document, lines: list[str]) -> list[str]:
    """The non-blank lines that do not have exactly one owner, and spans that leave the file."""
    owners: list[list[str]] = [[] for _ in lines]
    found = []
    parts = [(q.span, f"question {q.heading!r}") for q in document.questions]
    parts += [(o.span, o.kind.value) for o in document.other]
    for span, name in parts:
        if not 1 <= span.first <= span.last <= len(lines):
            found.append(f"{name} has the lines {span.first}-{span.last} of {len(lines)}")
            continue
        for line in range(span.first, span.last + 1):
            owners[line - 1].append(name)
    for number, (text, names) in enumerate(zip(lines, owners, strict=True), start=1):
        is_text = text.replace("\ufeff", "").strip()  # a stray byte order mark is none
        if is_text and len(names) != 1:
            found.append(f"line {number} {text!r} belongs to {' and '.join(names) or 'nobody'}")
    return found


def assert_every_line_owned(name: str, data: bytes) -> None:
    found = complaints(read_document(name, data), lines_of(data))
    assert not found, f"{name}:\n  " + "\n  ".join(found[:20])


BREAK_BEFORE_DETAILS = (
    "<br />\n<details>\n<summary>什么是索引？</summary>\n\n答\n\n</details>\n结尾"
)


KEY_ALONE = "开头\n\n## 答案速查\n1. 最可能的诊断是什么？"
TAGS_ALONE = "</div></div>\n\n</div>"
ON_ONE_LINE = "</summary>什么是心输出量？\t每分钟射出的血量<br>等于每搏量乘以心率\t循环"
FORMULAS = "# 题\n\n### 1. 什么是甲？\n\n\\[x\\]\n\n### 2. 乙？\n\n\\[y\n+z\\]\n\n### 3. 丙？\n\n完"
MIXED = "## 第三3三题 什么是甲？\n\n答\n\n## 第4四题\n\n答\n\n## 题目" + "9" * 5000 + "：乙？\n\n答"
HTML_ENDS = ("<div>", "- <table", "> <pre>", "::: note\n<div>", '!!! note "题"\n    <div', "<!--")


@pytest.mark.parametrize("text", [KEY_ALONE, TAGS_ALONE, ON_ONE_LINE, FORMULAS, MIXED])
def test_every_line_of_what_fuzzing_found_has_one_owner(text: str) -> None:
    assert_every_line_owned("a.md", text.encode())
    assert_sections_inside("a.md", text.encode())


@pytest.mark.parametrize("end", HTML_ENDS)
def test_html_at_the_very_end_is_text(end: str) -> None:
    assert_every_line_owned("a.md", f"### 1. 什么是甲？\n\n答\n\n{end}".encode())


@pytest.mark.parametrize("formula", ["\\[x\\]", "\\[\nx\n\\]", "$$x$$", "$$\nx\n$$", "$$x$$ (1)"])
def test_a_displayed_formula_has_its_own_lines(formula: str) -> None:
    document = read_document("a.md", f"### 1. 什么是甲？\n\n答：\n\n{formula}\n".encode())
    block = document.questions[0].sections[-1].blocks[-1]
    assert (block.span.first, block.span.last) == (5, 5 + formula.count("\n"))


@pytest.mark.parametrize(
    "nested",
    [
        "**_" * 1000 + "甲" + "_**" * 1000,
        "[" * 1000 + "甲" + "](b)" * 1000,
        "<table><tr><td>" * 60 + "甲" + "</td></tr></table>" * 60,
        "<div>" * 3000 + "甲" + "</div>" * 3000,
        "x<sub>" * 300 + "甲" + "</sub>" * 300,
        ">" * 3000 + "甲",
        "".join("  " * depth + "- 甲\n" for depth in range(300)),
    ],
)
def test_what_is_nested_without_end_is_read(nested: str) -> None:
    assert_every_line_owned("a.md", f"### 1. 什么是甲？\n\n{nested}\n".encode())


def assert_sections_inside(name: str, data: bytes) -> None:
    for asked in read_document(name, data).questions:
        for section in asked.sections:
            first, last = section.span.first, section.span.last
            assert asked.span.first <= first <= last <= asked.span.last, asked.heading


@given(made_up(), st.sampled_from(["a.md", "a.txt"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("### 1. 甲？\n\n答：\n\n- 乙\n\n\n### 2. 丙？\n\n> 丁\n\n\n".encode(), "a.md")
def test_every_section_lies_inside_its_question(data: bytes, name: str) -> None:
    assert_sections_inside(name, data)


@given(made_up(), st.sampled_from(["a.md", "a.txt"]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(BREAK_BEFORE_DETAILS.encode(), "a.md")
def test_every_line_of_a_made_up_document_has_one_owner(data: bytes, name: str) -> None:
    assert_every_line_owned(name, data)


@given(damaged())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_of_a_damaged_document_has_one_owner(document: tuple[str, bytes]) -> None:
    assert_every_line_owned(*document)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_line_of_a_written_document_has_one_owner(path: Path) -> None:
    assert_every_line_owned(path.name, path.read_bytes())


def test_every_line_of_a_real_document_has_one_owner(shared: Path) -> None:
    paths = real(shared)
    assert len(paths) >= 9
    for path in paths:
        assert_every_line_owned(path.relative_to(shared).as_posix(), path.read_bytes())
