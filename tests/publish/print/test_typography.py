"""Distances that are seen and not copied, lines that fill, columns that fit."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shuati.publish.print import column_widths, justification, weasyprint_engine
from shuati.publish.print.typography import EMOJI_STYLE, GAP, JOINER, run_in, typeset

TEXT = st.text("数据模型的A1 ，。（）“”《》—…é%+", max_size=40)
TAGS = st.sampled_from(["<b>", "</b>", "<code>", "</code>", "<p>", "</p>", "<li>", "<br>"])
HTML = st.lists(TEXT | TAGS, max_size=12).map("".join)


# ── marks ────────────────────────────────────────────────────────────────────


@given(HTML)
@settings(max_examples=150)
def test_without_the_marks_the_html_is_what_it_was(html: str) -> None:
    assert typeset(html).replace(GAP, "").replace(JOINER, "") == html.replace(EMOJI_STYLE, "")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("用Python写", "用|Python|写"),
        ("第3章", "第|3|章"),
        ("<b>AI</b>模型", "<b>AI|</b>模型"),
        ("模型<b>AI</b>", "模型|<b>AI</b>"),
        ("调用<code>x变量</code>之后", "调用|<code>x变量</code>|之后"),
        ("用 Python 写", "用 Python 写"),
        ("（AI）模型，GPU。", "（AI）模型，GPU。"),
        (
            '<pre class="code"><code>变量x</code></pre>',
            '<pre class="code"><code>变量x</code></pre>',
        ),
        ("数据</p><p>AI", "数据</p><p>AI"),
    ],
)
def test_gaps_stand_between_han_and_latin_only(html: str, expected: str) -> None:
    assert typeset(html).replace(JOINER, "").replace(GAP, "|") == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("大约 6 个词元", "大约 6 ^个词元"),
        ("大约6个词元", "大约6^个词元"),
        ("显存 16 GB 以上", "显存 16 ^GB 以上"),
        ("<b>3</b> 个头", "<b>3</b> ^个头"),
        ("取<svg><text>128</text></svg>维", "取<svg><text>128</text></svg>^维"),
        ("第 3 章", "第 ^3 ^章"),
        ("用 GPT4 写", "用 GPT4 写"),
        ("维度 n = 128 时", "维度 n = ^128 ^时"),
        ("若 a &lt; 5", "若 a &lt; ^5"),
        ("top-p 采样", "top-^p 采样"),
        ("每秒 3.35 TB/s 以上", "每秒 3.35 ^TB/^s 以上"),
        ("收入 30 000 元", "收入 30 ^000 ^元"),
        ("体温 37.6 ℃", "体温 37.6 ^℃"),
        ("保证第 t 个", "保证第 ^t 个"),
        ("这是对的。（　）", "这是对的。^（　）"),
        ("见（表）", "见（表）"),
        ("LLM-as-a-Judge", "LLM-^as-^a-^Judge"),
        ("counter-intuitively-named", "counter-intuitively-named"),
        ("self-supervised-e-commerce", "self-supervised-^e-^commerce"),
        ("<code>x = 3 个</code>", "<code>x = 3 个</code>"),
    ],
)
def test_no_line_ends_between_what_belongs_together(html: str, expected: str) -> None:
    marked = typeset(f"{html} Ending")
    assert marked.replace(GAP, "").replace(JOINER, "^") == f"{expected} Ending"


def test_the_last_character_of_a_paragraph_is_not_left_alone() -> None:
    html = typeset("<p>这一段文字比较长，因此它的最后一行可能只剩一个字。</p>")
    assert html == f"<p>这一段文字比较长，因此它的最后一行可能只剩一个{JOINER}字。</p>"
    html = typeset("<td>四比特权重与<b>激活</b>。</td>")
    assert html == f"<td>四比特权重与<b>激{JOINER}活</b>。</td>"


def test_a_text_in_the_midst_of_a_paragraph_may_be_parted_before_its_last_character() -> None:
    html = typeset("维度 128 时适用于固定的<b>应用场景</b>。")
    assert f"场{JOINER}景" in html
    assert run_in(html) == html.replace(f"场{JOINER}景", "场景")
    assert run_in("甲") == "甲"


# ── lines ────────────────────────────────────────────────────────────────────


@given(TEXT, st.floats(0, 100), st.floats(5, 30))
@settings(max_examples=150)
def test_a_filled_line_takes_up_the_room_that_it_had(text: str, room: float, size: float) -> None:
    plan = justification.fill_line(text, room, size)
    if plan is None:
        return
    end = text.rstrip(f" {GAP}{JOINER}")
    hanging = size / 2 if end[-1] in "，。、；：？！）》〉」』】〕”’" else 0
    assert sum(plan.added.values()) == pytest.approx(room + hanging + plan.left, abs=0.01)
    for place, added in plan.added.items():
        assert 0 <= place < len(end) - 1
        limit = justification.WIDEST if text[place] == " " else justification.LOOSEST
        assert added <= limit * size + 0.01


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("数据模型", {0, 1, 2}),
        ("数据，模型", {0, 2, 3}),
        ("用（数据）做", {0, 2, 4}),
        ("a word b", {1, 6}),
        (f"用{GAP}AI", set()),
        (f"AI{GAP}做", set()),
        ("是——的", {0, 2}),
    ],
)
def test_a_line_stretches_where_chinese_text_may(text: str, places: set[int]) -> None:
    marks = range(len(text) - 1)
    assert {at for at in marks if justification.stretches(text[at], text[at + 1])} == places


def test_a_line_that_would_gape_stays_ragged() -> None:
    assert justification.fill_line("数据", 40, 10) is None
    assert justification.fill_line("word", 1, 10) is None


def test_an_opening_mark_gives_up_its_blank_half_at_the_start() -> None:
    plan = justification.fill_line("（数据模型数据模型数据）模型", 1, 10)
    assert plan is not None
    assert plan.left == 5


def test_spaces_take_what_would_part_han_characters_too_far() -> None:
    plan = justification.fill_line("数据 model 模型", 4, 10)
    assert plan is not None
    assert plan.added[0] == pytest.approx(justification.LOOSEST * 10)
    assert plan.added[2] > plan.added[0]


def test_a_justified_paragraph_is_copied_as_it_was_written() -> None:
    words = "模型在训练时用Python计算误差，再 按 3 个top-p的误差调整参数；数据越多，结果越稳。" * 4
    html = (
        "<html lang=zh-CN><style>@page { size: 120mm 90mm; margin: 10mm }"
        " body { margin: 0; font: 10pt var(--serif); text-align: justify }</style>"
        f"<p>{typeset(words)}</p>"
    )
    with weasyprint_engine.opened() as opened:
        page = PdfReader(io.BytesIO(opened.pdf(html))).pages[0]
    assert page.extract_text().replace("\n", "") == words


# ── tables ───────────────────────────────────────────────────────────────────


def test_a_small_table_is_as_wide_as_it_needs_to_be() -> None:
    html = column_widths.with_column_widths("<table><tr><th>名</th><th>说明</th></tr></table>", 40)
    assert 'class="narrow short"' in html
    assert '<col style="width: 2.50em"><col style="width: 3.50em">' in html


def test_a_wide_table_keeps_four_characters_for_its_narrow_columns() -> None:
    widths = column_widths.shares([4, 200, 90], [1, 3, 3], 40)
    assert sum(widths) == pytest.approx(1)
    assert widths[0] * 40 >= 4
    assert widths[1] > widths[2] > widths[0]


def test_the_long_cells_of_a_wide_table_become_equally_tall() -> None:
    narrow, middle, wide = (
        share * 40 - 1.5 for share in column_widths.shares([4, 60, 120], [2, 2, 2], 40)
    )
    assert narrow == pytest.approx(4, abs=0.1)
    assert 120 / wide == pytest.approx(60 / middle, rel=0.02)


@given(st.lists(st.tuples(st.floats(1, 300), st.floats(1, 60)), min_size=2, max_size=9))
@settings(max_examples=100)
def test_columns_share_the_page(columns: list[tuple[float, float]]) -> None:
    longest, words = zip(*columns, strict=True)
    widths = column_widths.shares(longest, words, 42)
    assert sum(widths) == pytest.approx(1)
    assert all(width > 0 for width in widths)
