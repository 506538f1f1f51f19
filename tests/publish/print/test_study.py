"""The study sheet, read back from its PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
import sheet_entries as build
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from shuati.config.settings import Settings
from shuati.model import Document, Entry, Kind
from shuati.publish.print.sheet_html import SheetTemplates

FIRST = build.question(
    "什么是数据清洗？",
    build.section(
        Kind.ANSWER,
        build.paragraph(
            "数据清洗是指在使用Python分析之前，发现并改正数据里的错误，去掉重复的记录。"
        ),
        build.points(("去重", "去除重复的记录"), ("补缺", "填补 NaN 等缺失的值")),
        label="答案",
    ),
    build.section(Kind.EXAMPLE, build.code("import pandas\nframe.drop_duplicates()"), label="举例"),
)
AGAIN = build.question(
    "怎样清洗数据？",
    build.section(Kind.ANSWER, build.paragraph("还要统一单位。")),
    path="b.md",
    number="7",
)
SECOND = build.question(
    "过拟合如何判断？",
    build.section(Kind.ANSWER, build.table(("现象", "说明"), ("训练误差低", "验证误差高"))),
    path="b.md",
)
DOCUMENTS = (
    build.document("数据基础", FIRST),
    build.document("训练方法", AGAIN, SECOND, path="b.md"),
)
ENTRIES = (build.entry("Q0001", FIRST, AGAIN, tags=("数据",)), build.entry("Q0002", SECOND))
SETTINGS = Settings(title="测试题库")


def study(
    entries: Sequence[Entry] = ENTRIES,
    documents: Sequence[Document] = DOCUMENTS,
    settings: Settings = SETTINGS,
) -> bytes:
    return build.sheets(["study"], entries, documents, settings)["study"]


def study_html(entries: Sequence[Entry], documents: Sequence[Document], settings: Settings) -> str:
    return SheetTemplates(entries, documents, settings).html("study")


@pytest.fixture(scope="module")
def printed() -> bytes:
    return study()


@pytest.fixture(scope="module")
def sheet(printed: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def text(sheet: PdfReader) -> str:
    return "".join(page.extract_text() for page in sheet.pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def titles(outline: object) -> list[object]:
    if isinstance(outline, list):
        return [titles(item) for item in outline]
    assert isinstance(outline, DictionaryObject)
    return [outline["/Title"]]


def test_every_question_is_on_the_sheet_with_its_code(text: str) -> None:
    for entry in ENTRIES:
        assert entry.code in text
        assert entry.question in squeezed(text)


def test_the_answer_is_printed_whole(text: str) -> None:
    for words in ("去重：去除重复的记录", "frame.drop_duplicates()", "验证误差高", "还要统一单位"):
        assert words in squeezed(text)


def test_a_supplement_names_where_it_comes_from(text: str) -> None:
    assert "补充训练方法·第7题" in squeezed(text)


def test_another_wording_is_told(text: str) -> None:
    assert "其他问法怎样清洗数据？" in squeezed(text)


def test_copied_text_is_the_text_of_the_source(text: str) -> None:
    joined = text.replace("\n", "")
    assert "填补 NaN 等缺失的值" in joined
    assert "在使用Python分析之前，发现并改正数据里的错误，去掉重复的记录。" in joined
    assert not {"\u200a", "\u2060"} & set(text)


def test_the_title_page_counts_documents_questions_and_entries(sheet: PdfReader) -> None:
    assert squeezed(sheet.pages[0].extract_text()).startswith("测试题库2文档3题目2条目")


def test_the_outline_leads_to_chapters_and_entries(sheet: PdfReader) -> None:
    names = str(titles(sheet.outline))
    for name in (
        "目录",
        "数据基础",
        "Q0001 什么是数据清洗？",
        "训练方法",
        "Q0002 过拟合如何判断？",
    ):
        assert name in names


def test_contents_give_the_page_that_the_footer_of_the_entry_has(sheet: PdfReader) -> None:
    contents = squeezed(sheet.pages[1].extract_text())
    for entry in ENTRIES:
        at = next(
            number
            for number, page in enumerate(sheet.pages[2:], 3)
            if entry.code in page.extract_text()
        )
        assert f"{entry.code}{entry.question}{at}" in contents
        assert f"{at}/{len(sheet.pages)}" in squeezed(sheet.pages[at - 1].extract_text())
        assert sheet.page_labels[at - 1] == str(at)


def test_the_document_says_its_language_and_title(sheet: PdfReader) -> None:
    assert sheet.root_object["/Lang"] == "zh-CN"
    assert sheet.metadata is not None
    assert sheet.metadata.title == "测试题库"


def test_there_is_no_date(sheet: PdfReader) -> None:
    assert sheet.metadata is not None
    assert not {"/CreationDate", "/ModDate"} & set(sheet.metadata)


def test_every_font_is_embedded(sheet: PdfReader) -> None:
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in sheet.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    ]
    assert fonts
    for font in fonts:
        assert "Shuati" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def test_links_stay_inside_the_document(sheet: PdfReader) -> None:
    notes = [note.get_object() for page in sheet.pages for note in page.get("/Annots", ())]
    assert notes
    assert not [note for note in notes if "/URI" in str(note.get("/A", ""))]


def test_two_runs_give_the_same_bytes(printed: bytes) -> None:
    assert study() == printed


@pytest.mark.parametrize(("paper", "width"), [("A4", 210), ("A5", 148), ("Letter", 216)])
def test_the_paper_is_the_one_that_was_asked_for(paper: str, width: int) -> None:
    settings = replace(SETTINGS, paper=paper)
    sheet = PdfReader(io.BytesIO(study(ENTRIES[1:], settings=settings)))
    assert round(float(sheet.pages[0].mediabox.width) * 25.4 / 72) == width


def test_without_front_matter_the_first_page_is_a_chapter() -> None:
    settings = replace(SETTINGS, front_matter=False)
    sheet = PdfReader(io.BytesIO(study(settings=settings)))
    assert "01数据基础1个条目" in squeezed(sheet.pages[0].extract_text())
    assert len(sheet.pages) == 1


def test_chapters_can_go_by_tag() -> None:
    html = study_html(ENTRIES, DOCUMENTS, replace(SETTINGS, chapters="tag"))
    assert re.findall(r'<h1 id="chapter-\d" data-title="(.+?)"', html) == ["数据", "其他"]


def test_a_tag_that_is_no_topic_makes_no_chapter() -> None:
    kind = build.entry("Q0003", SECOND, tags=("类型::是什么", "数据::清洗"))
    html = study_html([ENTRIES[0], kind], DOCUMENTS, replace(SETTINGS, chapters="tag"))
    assert re.findall(r'<h1 id="chapter-\d" data-title="(.+?)"', html) == ["数据"]


def test_text_of_a_source_is_never_a_template() -> None:
    asked = build.question("{{ settings.title }}", build.section(Kind.ANSWER))
    html = study_html([build.entry("Q0003", asked)], [build.document("{{ 1 }}", asked)], SETTINGS)
    assert "测试题库" not in re.sub(r'data-book="[^"]*"', "", html.partition("</nav>")[2])


def test_nothing_to_print_is_still_a_sheet() -> None:
    assert study([], []).startswith(b"%PDF")
