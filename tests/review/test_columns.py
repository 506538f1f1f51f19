from __future__ import annotations

import re

from builders import code, points, question
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.cli.side_by_side import char_width, columns
from shuati.merge.align import Row, Run, facing

_SIDES = st.lists(
    st.builds(Run, st.text(st.sampled_from("数据模型 abc，。\n\x1b\t"), min_size=1), st.booleans()),
    max_size=4,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Row, _SIDES, _SIDES), max_size=4), st.integers(20, 120), st.booleans())
def test_no_line_is_wider_than_the_terminal_nor_steers_it(
    rows: list[Row], width: int, colour: bool
) -> None:
    for line in columns(rows, width, colour=colour):
        plain = re.sub(r"\x1b\[\d+m", "", line)
        assert sum(map(char_width, plain)) <= width
        assert "\x1b" not in plain


def test_what_belongs_together_stands_on_one_row_and_what_differs_is_marked() -> None:
    left = question("如何防止过拟合？", points("正则化：限制参数的大小", "早停：及时停下"))
    right = question("如何避免过拟合？", points("丢弃：随机去掉单元", "正则化：限制参数大小"))
    rows = facing(left, right)
    assert rows[0].left == (Run("如何", False), Run("防止", True), Run("过拟合？", False))
    assert rows[1].left == (Run("正则化：限制参数", False), Run("的", True), Run("大小", False))
    assert rows[1].right == (Run("正则化：限制参数大小", False),)
    assert (rows[2].left, rows[2].right) == ((Run("早停：及时停下", True),), ())
    assert (rows[3].left, rows[3].right) == ((), (Run("丢弃：随机去掉单元", True),))


def test_equal_code_is_one_equal_row() -> None:
    one = question("输出什么？", code("print(1)\nprint(2)"))
    assert [row.equal for row in facing(one, one)] == [True, True]


@settings(max_examples=40, deadline=None)
@given(st.text("数据模型abc ", max_size=30), st.text("数据模型abc ", max_size=30))
def test_both_sides_are_shown_whole(one: str, other: str) -> None:
    rows = facing(question("问", one or "空"), question("答", other or "空"))
    for side, text in (("left", one or "空"), ("right", other or "空")):
        shown = "".join(run.text for row in rows[1:] for run in getattr(row, side))
        assert shown.strip() == " ".join(text.split("\n")).strip()
