"""Headings end their lines between words."""

from __future__ import annotations

import re

from shuati.publish.print.column_widths import drawn_width
from shuati.publish.print.typography import JOINER
from shuati.publish.print.whole_words import with_whole_words

HEADING = '<b>激活参数</b>分别<code>决定</code>什么<svg class="tex">模型</svg>？'


def test_the_characters_of_a_word_are_joined_and_words_are_not() -> None:
    assert with_whole_words("参数决定什么") == f"参{JOINER}数决{JOINER}定什{JOINER}么"


def test_tags_code_and_formulas_stay_and_nothing_else_is_added() -> None:
    found = with_whole_words(HEADING)
    assert found != HEADING
    assert found.replace(JOINER, "") == HEADING
    for whole in re.findall(r"<code>.*?</code>|<svg.*?</svg>|<b>", HEADING):
        assert whole in found


def test_a_joiner_has_no_width() -> None:
    assert drawn_width(with_whole_words(HEADING)) == drawn_width(HEADING)
