"""Headings in lines of about equal length."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from shuati.model import Form
from shuati.publish.print.balanced import balanced
from shuati.publish.print.column_widths import bold_width
from shuati.publish.print.item_maker import _with_gaps
from shuati.publish.print.typography import JOINER, typeset
from shuati.publish.print.whole_words import with_whole_words


def lines(text: str, room: float) -> list[str]:
    """The lines of a question, a gap in it as one character."""
    html = balanced(with_whole_words(_with_gaps(typeset(text), Form.BLANK)), room)
    shown = html.replace('<span class="gap">', "_")
    return [re.sub(r"<[^>]*>|[\u200a\u2060]", "", line) for line in shown.split("<br>")]


def test_what_fits_in_a_line_stays() -> None:
    assert balanced("什么是过拟合？", 20) == "什么是过拟合？"


def test_two_lines_part_at_a_pause_near_the_middle() -> None:
    assert lines("数据不均衡怎样处理？各有什么代价？", 12)[0] == "数据不均衡怎样处理？"
    assert lines("好，数据不均衡的时候应当怎样处理才算合适？", 14)[0] != "好，"


@pytest.mark.parametrize("count", [21, 25, 33, 45, 61])
def test_lines_are_few_and_about_equal(count: int) -> None:
    room = 20
    found = [len(line) for line in balanced("字" * count, room).split("<br>")]
    assert len(found) == -(-count // room)
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "一枚均匀硬币正反两面的信息熵是____比特，必然事件的是____比特。",
        "把一个大矩阵写成两个小矩阵之积的办法叫____。",
        "温度越高，理想气体的压强一定越大。（　）",
        "这台机床每班所能加工的零件最多是（　）。",
        "某厂上月收入是 30 000 元，本月支出 12 000 元，余额还有多少？",
        "给定一组数据，样本与特征应当怎样选择，模型越大效果就一定越好吗？",
    ],
)
def test_no_line_is_a_rest(text: str) -> None:
    for room in (12.0, 14.5, 17.0, 19.9):
        for line in lines(text, room):
            assert len(re.findall(r"[\u4e00-\u9fff]", line)) >= 2, (room, line)
            assert not line.startswith(("_", "，", "。", "（　", "000"))


def test_lines_end_between_words() -> None:
    html = with_whole_words("计算机科学家怎样设计数据库管理系统和操作系统的内存管理机制与调度算法")
    assert JOINER in html
    for room in range(8, 20):
        found = balanced(html, room)
        assert "<br>" in found
        assert not re.search(f"{JOINER}<br>|<br>{JOINER}", found)


def test_lines_are_never_longer_than_the_room() -> None:
    for room in range(9, 30):
        html = with_whole_words(
            "一个服务要用一百个 LoRA，MQA、GQA 和 MLA 怎样选？LLM-as-a-Judge 可靠吗？"
        )
        assert all(bold_width(line) <= room for line in balanced(html, room).split("<br>"))


def test_a_word_wider_than_the_room_leaves_the_lines_to_the_engine() -> None:
    html = "怎样处理" + "w" * 400 + "很长的题目，" * 60
    assert balanced(html, 16) == html


def test_tags_and_drawings_stay_whole() -> None:
    html = '数据<b title="，">不均衡</b>怎样处理，<code>a，b</code>各有什么代价？'
    assert balanced(html, 16).replace("<br>", "") == html
    assert "<br>" in balanced(html, 16)


def test_the_widths_of_letters_are_those_of_the_font() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    with resources.as_file(resources.files("shuati") / "fonts" / "NotoSansSC-700.ttf") as path:
        font = ttlib.TTFont(path)
    names, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for char in map(chr, range(0x20, 0x7F)):
        if char not in "<>&":
            drawn = widths[names[ord(char)]][0] / em
            assert bold_width(char) == pytest.approx(drawn, abs=0.03), char
