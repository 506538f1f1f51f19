"""What the sides of cards show: as much as fits, shortened point by point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from math import inf

import exam_entries as exam
import pymupdf
import pytest
import sheet_entries as build
from markupsafe import Markup

from shuati.config.settings import Settings
from shuati.model import Entry, Kind
from shuati.publish.print.card_levels import card_levels
from shuati.publish.print.card_sides import CardBack, CardFront, CardPoint, backs, fronts, height
from shuati.publish.print.item_maker import sheet_item
from shuati.publish.print.sheet_items import SheetItem
from shuati.publish.print.sheet_view import chapters, item_arguments
from shuati.publish.print.typography import GAP, JOINER

SETTINGS = Settings()
SENTENCE = "把每一批数据先洗一遍再分成小份交给几台机器同时处理"


def made(*variants: Sequence[tuple[str, str]], more: str = "") -> tuple[Entry, SheetItem]:
    """An entry whose variants have points (term and text) each, and its item."""
    asked = [
        build.question(
            "怎样处理数据？",
            build.section(Kind.ANSWER, build.points(*points)),
            *([build.section(Kind.EXPLANATION, build.paragraph(more))] if more else []),
            path=f"{at}.md",
        )
        for at, points in enumerate(variants)
    ]
    entry = build.entry("Q0001", *asked)
    documents = [build.document(f"文档{at}", one, path=f"{at}.md") for at, one in enumerate(asked)]
    (arguments,) = item_arguments([entry], documents, SETTINGS)
    return entry, sheet_item(*arguments)


def plain(html: str) -> str:
    """``html`` without the marks of `typeset`."""
    return html.replace(JOINER, "").replace(GAP, "")


def numbered(count: int, text: str) -> list[tuple[str, str]]:
    return [(f"第{at}项", f"{text}。") for at in range(count)]


def shown(item: SheetItem, entry: Entry, settings: Settings = SETTINGS) -> CardBack:
    """The back that is tried first."""
    asked = [build.document("文档", *entry.variants)]
    levels = card_levels(chapters([entry], [item], asked, settings), settings)
    back = levels.shown(levels.first())["back-Q0001"]
    assert isinstance(back, CardBack)
    return back


def test_type_is_as_large_as_what_is_shown_whole_lets_it_be() -> None:
    sizes = []
    for count in (3, 4, 5, 6):
        entry, item = made(numbered(count, SENTENCE), more="另外再说一句。")
        back = shown(item, entry)
        assert (back.parts, back.rest) == (item.answered, False)
        sizes.append(back.size)
    assert sizes[0] == SETTINGS.body_size
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == pytest.approx(0.72 * SETTINGS.body_size)


def choice(length: int) -> tuple[Entry, SheetItem]:
    """A question with four options of ``length`` characters, and its item."""
    asked = replace(
        exam.choice().variants[0], options=exam.options(*["数" * length] * 4, right="B")
    )
    entry = build.entry("Q0001", asked)
    (arguments,) = item_arguments([entry], [build.document("文档", asked)], SETTINGS)
    return entry, sheet_item(*arguments)


def test_options_are_in_type_as_large_as_the_front_has_room_for() -> None:
    sizes = []
    for length in (2, 20, 60, 80, 100):
        entry, item = choice(length)
        asked = [build.document("文档", *entry.variants)]
        levels = card_levels(chapters([entry], [item], asked, SETTINGS), SETTINGS)
        front = levels.shown(levels.first())["Q0001"]
        assert isinstance(front, CardFront)
        assert front.options
        sizes.append(front.size)
    assert sizes[:2] == [SETTINGS.body_size] * 2
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 0.8 * SETTINGS.body_size


@pytest.mark.parametrize(("length", "columns"), [(4, 4), (10, 2), (30, 1)])
def test_options_stand_in_as_many_columns_as_their_widths_allow(length: int, columns: int) -> None:
    _, item = choice(length)
    assert item.option_columns(40) == columns


@pytest.mark.parametrize("word", ["DELETE", "MMWWMM", "illicit"])
def test_a_column_is_as_wide_as_a_word_in_it(word: str) -> None:
    asked = replace(exam.choice().variants[0], options=exam.options(*[word] * 4, right="B"))
    document = build.document("文档", asked)
    entries = [build.entry("Q0001", asked)]
    (pdf,) = build.sheets(["cards"], entries, [document], SETTINGS).values()
    found = [one[4] for one in pymupdf.open(stream=pdf)[0].get_text("words")]
    assert found.count(word) == 4


def test_a_point_that_is_a_formula_stands_in_the_middle() -> None:
    drawn = Markup("<svg><title>a</title></svg>")
    term = Markup("式")
    assert CardPoint(Markup(""), drawn).formula
    assert CardPoint(Markup(""), drawn + Markup(" ") + drawn).formula
    assert not CardPoint(Markup(""), Markup("长度 ") + drawn).formula
    assert not CardPoint(term, drawn).formula
    assert not CardPoint(term, Markup("")).formula


def test_an_explanation_goes_before_the_answer_does() -> None:
    entry, item = made(numbered(5, SENTENCE), more=SENTENCE * 30)
    back = shown(item, entry)
    assert (back.parts, back.rest) == (item.answer, True)


def test_what_others_add_goes_before_the_points_are_cut() -> None:
    entry, item = made(numbered(7, SENTENCE), numbered(20, SENTENCE), numbered(20, SENTENCE))
    back = shown(item, entry)
    assert back.parts == item.answer[:1]
    assert back.cut == 0


def with_table(width: int, count: int = 7) -> tuple[Entry, SheetItem]:
    """An entry of ``count`` points and a table whose cells have ``width`` characters."""
    table = build.table(("方式", "代价"), *((f"甲{at}", "贵" * width) for at in range(4)))
    parts = build.section(Kind.ANSWER, build.points(*numbered(count, SENTENCE)), table)
    asked = build.question("怎样处理？", parts)
    entry = build.entry("Q0001", asked)
    (arguments,) = item_arguments([entry], [build.document("文档", asked)], SETTINGS)
    return entry, sheet_item(*arguments)


def test_a_table_goes_before_a_point_is_cut() -> None:
    entry, item = with_table(45, 11)
    back = shown(item, entry)
    assert len(item.points) == 12
    assert (len(back.points), back.cut) == (11, 0)


def test_a_table_wider_than_the_card_is_no_part_of_it() -> None:
    entry, item = with_table(3)
    assert shown(item, entry, replace(SETTINGS, cards="A7")).parts
    _, wide = with_table(32)
    (back, *_) = backs(wide, SETTINGS)
    assert height(back, SETTINGS) == inf


def test_a_right_option_stands_in_large_type() -> None:
    asked = exam.choice().variants[0]
    entry = build.entry("Q0001", asked)
    (arguments,) = item_arguments([entry], [build.document("文档", asked)], SETTINGS)
    assert shown(sheet_item(*arguments), entry).size == SETTINGS.body_size


def test_points_are_shortened_one_by_one_the_longest_first() -> None:
    some, more = "，从而节省大量的时间和机器" * 2, "，从而节省大量的时间和机器" * 3
    _, item = made(
        [("甲", f"{SENTENCE}。"), ("乙", f"{SENTENCE}{more}。"), ("丙", f"{SENTENCE}{some}。")]
    )
    texts = [
        [plain(point.text) for point in back.points] for back in backs(item, SETTINGS) if back.cut
    ]
    assert texts[:2] == [
        [SENTENCE, SENTENCE, SENTENCE + some],
        [SENTENCE, SENTENCE, SENTENCE],
    ]


def test_ever_less_is_shown_and_bare_labels_come_last() -> None:
    _, item = made(numbered(30, f"{SENTENCE}，从而节省大量的时间和机器，也减轻了后面的人的负担"))
    found = backs(item, SETTINGS)
    labelled = [at for at, back in enumerate(found) if back.columns > 1]
    assert labelled == [len(found) - 4, len(found) - 3, len(found) - 2]
    for size in {back.size for back in found if back.cut}:
        cut = [height(back, SETTINGS) for back in found if back.cut and back.size == size]
        assert cut == sorted(cut, reverse=True)


@pytest.mark.parametrize("size", ["8", "10", "3x5", "A7"])
def test_every_card_fits_and_is_as_full_as_it_can_be(size: str) -> None:
    entries = [
        replace(made(numbered(count, SENTENCE), more=SENTENCE * count)[0], code=f"Q{count:04}")
        for count in (2, 6, 9, 12, 20, 40)
    ]
    documents = [build.document("文档", *(entry.variants[0] for entry in entries), path="0.md")]
    settings = replace(SETTINGS, cards=size)
    (pdf,) = build.sheets(["cards"], entries, documents, settings).values()
    text = re.sub(r"\s", "", "".join(page.get_text() for page in pymupdf.open(stream=pdf)))
    for entry in entries:
        assert text.count(entry.code) == 2
    assert "40个要点" not in text


def test_a_front_keeps_its_options_where_its_back_is_long() -> None:
    entry, item = made(numbered(40, SENTENCE))
    asked = [build.document("文档", *entry.variants)]
    levels = card_levels(chapters([entry], [item], asked, SETTINGS), SETTINGS)
    front = levels.shown(levels.first())["Q0001"]
    assert isinstance(front, CardFront)
    assert front.parts
    assert front.options
    assert front.question


def test_a_front_has_its_material_in_brief_before_it_leaves_it_out() -> None:
    entry, _ = made(numbered(1, "一"))
    short, long = "某厂停工四天。", "某厂停工四天。" + "货物在仓库里等待检验。" * 90
    for stem, levels in ((short, [False]), (long, [False, True, False])):
        asked = replace(entry.variants[0], stem=stem)
        document = build.document("文档", asked)
        (arguments,) = item_arguments([replace(entry, variants=(asked,))], [document], SETTINGS)
        item = sheet_item(*arguments)
        shown = [front.brief for front in fronts(item, SETTINGS)]
        assert [brief for brief, _ in groupby(shown)] == levels
    (pdf,) = build.sheets(
        ["cards"], [replace(entry, variants=(asked,))], [document], SETTINGS
    ).values()
    front = re.sub(r"\s", "", pymupdf.open(stream=pdf)[0].get_text()).replace(JOINER, "")
    assert "某厂停工四天。" in front
    assert "（材料全文见学习册）" in front
    assert "怎样处理数据？" in front


def test_what_another_document_adds_is_named_without_lines() -> None:
    entry, _ = made(numbered(1, "一"), numbered(1, "二"))
    documents = [build.document(f"文档{at}", one) for at, one in enumerate(entry.variants)]
    (pdf,) = build.sheets(["cards"], [entry], documents, SETTINGS).values()
    text = re.sub(r"\s", "", "".join(page.get_text() for page in pymupdf.open(stream=pdf)))
    assert "补充" in text
    assert "第3–9行" not in text
