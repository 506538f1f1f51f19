"""Pictures whose address is written elsewhere in the document."""

from __future__ import annotations

import pytest

from evaluation.stages import read_document
from shuati.model.views import pictures_of
from shuati.sources.element import Role
from shuati.sources.formats.markdown.elements import elements_of_text

_DEFINITIONS = '[甲]: a%20b.png "标题"\n[ 乙 ]: <c d.png>\n'


def _pictures(text: str) -> list[str]:
    document = read_document("a.md", f"# 图\n\n## 1. 什么是甲？\n\n{text}".encode())
    return [address for question in document.questions for address, _ in pictures_of(question)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("![图][甲]", "a%20b.png"),
        ("![图][乙]", "c%20d.png"),
        ("![甲][]", "a%20b.png"),
        ("![甲]", "a%20b.png"),
        ("- 一：![图][甲]\n- 二", "a%20b.png"),
        ("| a | b |\n|---|---|\n| ![图][甲] | c |", "a%20b.png"),
        ("> ![图][甲]", "a%20b.png"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_a_picture_has_the_address_that_is_written_elsewhere(
    text: str, address: str, last: bool
) -> None:
    parts = (text, _DEFINITIONS) if last else (_DEFINITIONS, text)
    assert _pictures("\n\n".join(parts)) == [address]


@pytest.mark.parametrize("text", ["`![图][甲]`", "![图][丙]", "```\n![图][甲]\n```"])
def test_code_and_what_has_no_address_stay_as_they_are(text: str) -> None:
    shown = [e.block for e in elements_of_text(f"{text}\n\n{_DEFINITIONS}")[0] if e.block]
    assert [e.block for e in elements_of_text(text)[0] if e.block] == shown[:1]


def test_addresses_at_the_end_of_a_part_are_no_text_of_an_answer() -> None:
    text = "![图][甲]\n\n[甲]: a.png\n\n## 2. 什么是乙？\n\n![图][乙]\n\n[乙]: b.png\n"
    document = read_document("a.md", f"# 图\n\n## 1. 什么是甲？\n\n{text}".encode())
    for question in document.questions:
        (section,) = question.sections
        assert len(section.blocks) == 1
    assert [address for q in document.questions for address, _ in pictures_of(q)] == [
        "a.png",
        "b.png",
    ]


@pytest.mark.parametrize("text", ["见[这里][甲]。![图][甲]", "见[甲]。![图][甲]"])
def test_an_address_that_is_used_is_written_where_it_is_used_and_nowhere_else(text: str) -> None:
    elements = elements_of_text(f"{text}\n\n[甲]: a.png\n\n甲是这样的。\n")[0]
    roles = [element.role for element in elements]
    assert roles == [Role.BLOCK, Role.COMMENT, Role.BLOCK]
    assert (elements[0].paragraph or "").count("(a.png)") == 2


def test_an_address_that_nothing_uses_stays_text() -> None:
    elements = elements_of_text("![图](b.png)\n\n[甲]: a.png\n")[0]
    assert [element.role for element in elements] == [Role.BLOCK, Role.BLOCK]
