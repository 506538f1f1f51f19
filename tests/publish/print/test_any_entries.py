"""Whatever the entries are: nothing crashes, is lost from the study sheet or leaves its page."""

from __future__ import annotations

import re

import pytest
import sheet_entries as build
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.config.settings import Settings
from shuati.model import Block, Entry, Kind, Question
from shuati.publish.print import SHEETS

TEXT = st.text("数据模型的，。（）AI9 x", min_size=1, max_size=60).filter(str.strip)
WORD = st.integers(1, 400).map(lambda length: "w" * length)
CODE = st.integers(1, 200).map(
    lambda lines: build.code("\n".join(f"line{n}" for n in range(lines)))
)
TABLE = st.integers(1, 60).map(
    lambda rows: build.table(("列", "说明"), *((f"第{n}行", "说明文字" * 9) for n in range(rows)))
)
POINTS = st.integers(1, 15).map(
    lambda count: build.points(*((f"点{n}", "说明文字，" * (n + 1)) for n in range(count)))
)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    TEXT.map(build.paragraph), WORD.map(build.paragraph), CODE, TABLE, POINTS
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    blocks = draw(st.lists(BLOCK, max_size=3))
    text = draw(st.one_of(st.just("问"), TEXT, st.just("很长的题目，" * 60)))
    return build.question(text, *([build.section(Kind.ANSWER, *blocks)] if blocks else []))


@given(st.lists(questions(), min_size=1, max_size=3), st.sampled_from(["A4", "A5"]))
@settings(max_examples=3, deadline=None)
def test_any_entries_are_printed_inside_their_pages(asked: list[Question], paper: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    entries: list[Entry] = [build.entry(f"Q{at:04d}", one) for at, one in enumerate(asked)]
    chosen = Settings(paper=paper)  # type: ignore[arg-type]
    made = build.sheets(SHEETS, entries, [build.document("文", *asked)], chosen)
    edge = chosen.printer_margin * 72 / 25.4 - 1
    for sheet, content in made.items():
        document = pymupdf.open(stream=content)
        for page in document:
            for left, top, right, bottom, *_ in page.get_text("words"):
                assert left >= edge, sheet
                assert top >= edge, sheet
                assert right <= page.rect.width - edge, sheet
                assert bottom <= page.rect.height - edge, sheet
        if sheet == "cards":
            assert len(document) == 2
    shown = re.sub(
        r"\s", "", "".join(page.get_text() for page in pymupdf.open(stream=made["study"]))
    )
    for entry in entries:
        for word in re.findall(r"line\d+|第\d+行|点\d+", str(entry.parts)):
            assert word in shown
