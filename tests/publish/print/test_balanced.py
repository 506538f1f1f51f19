"""Headings in lines of about equal length."""

from __future__ import annotations

import re

import pytest

from shuati.publish.print.balanced import balanced


def widest(html: str) -> float:
    match = re.search(r"max-width:([\d.]+)em", html)
    assert match
    return float(match[1])


def test_what_fits_in_a_line_stays() -> None:
    assert balanced("什么是过拟合？", 20) == "什么是过拟合？"


def test_two_lines_part_at_a_pause_near_the_middle() -> None:
    assert "怎样处理？<br>各有什么代价？" in balanced("数据不均衡怎样处理？各有什么代价？", 12)
    assert "<br>" not in balanced("好，数据不均衡的时候应当怎样处理才算合适？", 14)


@pytest.mark.parametrize("count", [21, 25, 33, 45, 61])
def test_lines_are_about_equal(count: int) -> None:
    room = 20.0
    lines = -(-count // room)
    assert count / lines < widest(balanced("字" * count, room)) <= count / lines + 2.6


def test_tags_and_drawings_stay_whole() -> None:
    html = '数据<b title="，">不均衡</b>怎样处理，<code>a，b</code>各有什么代价？'
    assert re.sub(r"<br>|<span[^>]*>|</span>", "", balanced(html, 16)) == html
