from __future__ import annotations

import re

import pytest

from shuati.text.scripts import HAN, HAN_RANGES, LATIN_WORD, NUMBER


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("用C++写", ["C++"]),
        ("C#和F#", ["C#", "F#"]),
        ("F1-score 与 F1", ["F1-score", "F1"]),
        ("使用.NET开发", [".NET"]),
        ("见 end.Next().then", ["end.Next", "then"]),
        ("展开 [...args]", ["args"]),
        ("Node.js。", ["Node.js"]),
        ("GPT-4、GPT-4o", ["GPT-4", "GPT-4o"]),
        ("HTTP/2 与 TCP/IP", ["HTTP/2", "TCP/IP"]),
        ("建B+树", ["B+"]),
        ("utf-8 编码", ["utf-8"]),
        ("shared_ptr 是什么", ["shared_ptr"]),
        ("Python 3.11 在 2024 年", ["Python"]),
        ("It ends here. Or not - no.", ["It", "ends", "here", "Or", "not", "no"]),
    ],
)
def test_a_latin_word_is_found_whole(text: str, words: list[str]) -> None:
    assert re.findall(LATIN_WORD, text) == words


@pytest.mark.parametrize(("text", "numbers"), [("3.11 与 7", ["3.11", "7"]), ("1.2.3.", ["1.2.3"])])
def test_a_version_is_one_number(text: str, numbers: list[str]) -> None:
    assert re.findall(NUMBER, text) == numbers


def test_han_is_one_class_of_characters() -> None:
    assert re.findall(f"[{HAN}]", "A中〇𠮷，㐀ア豈") == ["中", "〇", "𠮷", "㐀", "豈"]
    assert all(re.match(f"[{HAN}]", chr(code)) for pair in HAN_RANGES for code in pair)
