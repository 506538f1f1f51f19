"""Questions with a form on the sheets: options, answer sheet, key, material."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import exam_entries as exam
import pytest
import sheet_entries as build

from shuati.config.settings import Settings
from shuati.model import Entry, Form, Kind, Option, Point, PointList, Section, Span
from shuati.publish.print import SHEETS
from shuati.publish.print.sheet_html import SheetTemplates
from shuati.publish.print.summary import SummaryPoint, summary

_TAG = re.compile(r"<[^>]*>")


def html(sheet: str, *entries: Entry) -> str:
    documents = [build.document("卷", *(one for entry in entries for one in entry.variants))]
    return SheetTemplates(entries, documents, Settings()).html(sheet)


def body(sheet: str, *entries: Entry) -> str:
    return html(sheet, *entries).partition("<body")[2]


def words(text: str) -> str:
    return re.sub(r"[\s\u200a\u2060]", "", _TAG.sub("", text))


def parts(quiz: str) -> list[str]:
    """The questions, the answer sheet (where there is one) and the key of a quiz."""
    return quiz.split("<!-- section -->")[1:]


def with_options(*texts: str) -> Entry:
    made = exam.choice()
    letters = "ABCDEFGH"
    shown = tuple(Option(letters[at], text, at == 0) for at, text in enumerate(texts))
    return replace(made, variants=(replace(made.variants[0], options=shown),))


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (("甲", "乙", "丙", "丁"), 4),
        (("甲乙丙丁戊己庚辛", "乙", "丙", "丁"), 2),
        (("甲" * 30, "乙", "丙", "丁"), 1),
        (("$\\frac{a}{b}$", "$x$", "$y$", "$z$"), 4),
        (("是", "否"), 2),
    ],
)
def test_options_are_in_as_many_columns_as_fit(texts: Sequence[str], columns: int) -> None:
    assert f'class="options in-{columns}"' in body("quiz", with_options(*texts))


def test_columns_are_never_too_narrow_for_their_options() -> None:
    """Every option that shares its line with another has a single line for itself."""
    pymupdf = pytest.importorskip("pymupdf")
    for length in range(1, 24):
        entry = with_options(*("国" * length for _ in range(4)))
        documents = [build.document("卷", *entry.variants)]
        content = build.sheets(["quiz"], [entry], documents, Settings())["quiz"]
        page = pymupdf.open(stream=content)[0]
        runs = [word for word in page.get_text("words") if set(word[4]) == {"国"}]
        columns = int(re.findall(r"options in-(\d)", body("quiz", entry))[0])
        assert len(runs) == 4, length
        assert len({round(word[1]) for word in runs}) == 4 // columns


@pytest.mark.parametrize("sheet", ["study", "quiz", "list", "cards"])
def test_options_are_on_every_sheet_that_asks(sheet: str) -> None:
    shown = words(body(sheet, exam.choice()))
    assert "A.细胞膜B.线粒体C.核糖体D.高尔基体" in shown


def test_the_cheat_sheet_has_the_question_and_what_is_right_alone() -> None:
    shown = words(body("cheat", exam.choice(), exam.statement()))
    assert "是（）。B线粒体" in shown
    assert "协议。（）错" in shown
    assert "核糖体" not in shown


def test_open_questions_have_no_answer_sheet_and_no_boxes() -> None:
    shown = body("quiz", exam.open_question())
    assert "答题卡" not in shown
    assert "score" not in shown
    assert len(parts(shown)) == 2


def test_the_answer_sheet_has_a_bubble_for_every_option_and_a_line_for_every_gap() -> None:
    asked, sheet, _ = parts(body("quiz", *exam.every_form()))
    assert "得分" in asked
    rows = dict(re.findall(r"<p><a href=\"#(Q\d+)\">Q\d+</a>(.*?)</p>", sheet))
    labels = {code: "".join(re.findall(r"<i>(.)</i>", row)) for code, row in rows.items()}
    closed = {"Q0001": "ABCD", "Q0002": "ABCDE", "Q0003": "√×", "Q0006": "ABCD", "Q0008": "ABCD"}
    assert {code: own for code, own in labels.items() if own} == closed
    assert rows["Q0004"].count("<i></i>") == 3
    assert "Q0007" not in rows  # its right answer is not known
    assert "Q0009" not in rows


def test_the_key_names_letter_and_words_and_both_pages() -> None:
    *_, key = parts(body("quiz", *exam.every_form()))
    rows = dict(re.findall(r'<p id="key-(Q\d+)">(.*?)</p>', key, re.DOTALL))
    assert words(rows["Q0001"]).endswith("B线粒体")
    assert words(rows["Q0002"]).endswith("Alist；Cdict；Eset")
    assert words(rows["Q0003"]).endswith("×错")
    assert words(rows["Q0004"]).endswith("细胞核；叶绿体；CO~2~即二氧化碳")
    assert 'href="#Q0001"' in rows["Q0001"]
    assert 'href="#study:Q0001"' in rows["Q0001"]


def test_what_has_a_short_answer_has_no_lines_to_write_on() -> None:
    for entry in (exam.choice(), exam.statement(), exam.blank(), exam.without_key()):
        assert 'class="line' not in body("quiz", entry)
    assert 'class="line' in body("quiz", exam.open_question())


def test_a_statement_has_a_bracket_for_its_verdict_once() -> None:
    bare = exam.statement()
    without = replace(bare, question="TCP 面向连接。")
    assert words(parts(body("quiz", without))[0]).endswith("TCP面向连接。（）")
    assert words(parts(body("quiz", bare))[0]).count("（）") == 1


def test_shared_material_is_said_once_in_a_row_and_on_every_card() -> None:
    pair = (exam.case("Q0011"), exam.case("Q0012"), exam.choice("另一题（　）。", code="Q0013"))
    for sheet in ("study", "quiz", "list"):
        asked = words(
            parts(body(sheet, *pair))[-1] if sheet != "quiz" else parts(body(sheet, *pair))[0]
        )
        assert asked.count("饥饿时加重") == 1
        assert asked.count("材料同Q0011") == 1
    assert words(body("cards", *pair)).count("饥饿时加重") == 2
    three = words(body("list", *pair[:2], exam.case("Q0014")))
    assert three.count("材料同Q0011") == 2


def long_case(code: str, *beside: Section) -> Entry:
    """An open question on a case of forty sentences."""
    stem = "某厂停工四天。" + "".join(f"第{at}批货物在仓库里等待检验。" for at in range(40))
    made = build.question("应当怎样处理？", build.section(Kind.ANSWER, *beside))
    return build.entry(code, replace(made, stem=stem))


def test_the_material_of_a_case_is_on_the_cheat_sheet_and_in_the_key_once_in_a_row() -> None:
    pair = (exam.case("Q0011"), exam.case("Q0012"))
    assert words(body("cheat", *pair)).count("饥饿时加重") == 1
    opened = [long_case(code, build.paragraph("先检验。")) for code in ("Q0011", "Q0012")]
    for text in (body("cheat", *opened), parts(body("quiz", *opened))[-1]):
        shown = words(text)
        assert shown.count("某厂停工四天。") == 1
        assert "（材料全文见学习册）" in shown
        assert "第39批" not in shown
    first = exam.case("Q0011")
    same = replace(first.variants[0], stem=opened[1].variants[0].stem)
    mixed = parts(body("quiz", replace(first, variants=(same,)), opened[1]))[-1]
    assert words(mixed).count("某厂停工四天。") == 1


def test_what_is_asked_beside_a_question_is_on_the_cheat_sheet_and_in_the_key() -> None:
    tasks = PointList(
        True,
        1,
        tuple(Point(None, (build.paragraph(text),), build.SPAN) for text in ("核算？", "盈利？")),
        build.SPAN,
    )
    table = build.table(("时间", "收缩压", "舒张压"), ("上周", "156", "92"))
    made = build.question(
        "某公司对外投资。",
        build.section(Kind.QUESTION, tasks, table, build.code("x = 1")),
        build.section(Kind.ANSWER, build.paragraph("用权益法。")),
    )
    entry = build.entry("Q0001", made)
    for text in (body("cheat", entry), parts(body("quiz", entry))[-1]):
        shown = words(text)
        assert "（1）核算？（2）盈利？上周——收缩压：156，舒张压：92（题面全文见学习册）" in shown
        assert "x=1" not in shown


def test_what_another_document_adds_is_named_where_it_begins() -> None:
    both = [
        build.question("问？", build.section(Kind.ANSWER, build.points(*points)))
        for points in ([("甲", "一。")], [("乙", "二。"), ("丙", "三。")])
    ]
    entry = build.entry("Q0001", *both)
    for text in (body("list", entry), parts(body("quiz", entry))[-1]):
        assert "甲：一补充乙：二丙：三" in words(text)


def test_a_table_of_the_material_is_said_once_in_a_row() -> None:
    table = build.section(Kind.QUESTION, build.table(("时间", "收缩压"), ("上周", "156")))
    pair = [
        replace(one, variants=(first,), parts=build.entry("", first).parts)
        for one in (exam.case("Q0011"), exam.case("Q0012"))
        for first in [replace(one.variants[0], sections=(table, *one.variants[0].sections))]
    ]
    for text in (body("list", *pair), parts(body("quiz", *pair))[0], body("cheat", *pair)):
        assert words(text).count("收缩压") == 1
    assert words(body("cards", *pair)).count("收缩压") == 2


def paper() -> list[Entry]:
    """Two parts of a paper, whose forms are mixed."""
    heads = ("一、单选题（每小题 2 分）", "二、案例分析题（每题 5 分）")
    places = zip(
        (exam.choice(code="Q0001"), exam.choice(code="Q0002"), exam.case("Q0003")),
        (heads[0], heads[0], heads[1]),
        strict=True,
    )
    asked = [(one, replace(one.variants[0], heading_path=(head,))) for one, head in places]
    asked += [
        (one, replace(one.variants[0], heading_path=(heads[1],)))
        for one in [exam.open_question("Q0004")]
    ]
    return [replace(one, variants=(first,)) for one, first in asked]


def test_the_parts_of_a_paper_are_on_every_sheet() -> None:
    for sheet in ("study", "quiz", "list", "cheat"):
        assert "二、案例分析题（每题5分）" in words(body(sheet, *paper()))
    heads = re.findall(r'<p class="top">(.*?)</p>', body("cards", *paper()))
    assert [words(head) for head in heads if "卷" in head] == [
        "Q0001卷·一、单选题",
        "Q0002卷·一、单选题",
        "Q0003卷·二、案例分析题",
        "Q0004卷·二、案例分析题",
    ]


def test_a_chapter_whose_items_are_open_has_its_headings_in_the_quiz_too() -> None:
    (entry,) = [one for one in paper() if one.code == "Q0004"]
    asked, key = parts(body("quiz", entry))
    assert "二、案例分析题" in words(asked)
    assert "二、案例分析题" in words(key)


def test_marks_are_given_part_by_part_and_without_parts_form_by_form() -> None:
    score = re.compile(r'<table class="score">(.*?)</table>')
    (by_part,) = score.findall(body("quiz", *paper()))
    assert words(by_part).startswith("题型一、单选题（2）二、案例分析题（2）合计")
    (by_form,) = score.findall(body("quiz", exam.choice(), exam.statement()))
    assert words(by_form).startswith("题型单选（1）判断（1）合计")


def test_right_answers_are_never_shortened() -> None:
    long = "在损失函数里加上参数平方和的惩罚，使参数变小，模型因此简单一些，在新数据上的表现更好"
    assert summary(exam.long_options()) == (SummaryPoint("A", long, long),)
    assert summary(exam.statement()) == (SummaryPoint("", "错", "错"),)
    assert [point.clause for point in summary(exam.blank())][:2] == ["细胞核", "叶绿体"]
    assert summary(exam.word()) == (SummaryPoint("", "v. 放弃；抛弃", "v. 放弃；抛弃"),)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_sheets_of_every_form_stay_inside_their_pages(paper: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    entries = exam.every_form()
    documents = [build.document("卷", *(one for entry in entries for one in entry.variants))]
    settings = Settings(paper=paper)  # type: ignore[arg-type]
    edge = settings.printer_margin * 72 / 25.4 - 1
    for sheet, content in build.sheets(SHEETS, entries, documents, settings).items():
        for page in pymupdf.open(stream=content):
            for left, top, right, bottom, *_ in page.get_text("words"):
                assert left >= edge, sheet
                assert top >= edge, sheet
                assert right <= page.rect.width - edge, sheet
                assert bottom <= page.rect.height - edge, sheet


def test_every_form_is_covered() -> None:
    assert {entry.variants[0].form for entry in exam.every_form()} == {*Form}


def quiz_pages(*entries: Entry) -> list[str]:
    """The text of each page of a quiz before its answer sheet and key."""
    pymupdf = pytest.importorskip("pymupdf")
    documents = [build.document("卷", *(one for entry in entries for one in entry.variants))]
    content = build.sheets(["quiz"], entries, documents, Settings())["quiz"]
    pages = [words(page.get_text()) for page in pymupdf.open(stream=content)]
    ends = [at for at, text in enumerate(pages) if text.startswith(("刷题题库·自测答", "答"))]
    return pages[: ends[0]] if ends else pages


def test_the_lines_of_an_answer_run_over_the_page() -> None:
    """A page of the quiz has room for more than two questions with all the lines there are."""
    rows = [(f"要点{n}", "把每一批数据先洗一遍再分成小份交给几台机器同时处理") for n in range(12)]
    asked = [
        build.question(f"怎样处理第{n}批数据？", build.section(Kind.ANSWER, build.points(*rows)))
        for n in range(6)
    ]
    entries = [build.entry(f"Q{n:04d}", one) for n, one in enumerate(asked, 1)]
    pages = [page for page in quiz_pages(*entries) if "怎样处理第" in page and "要点" not in page]
    assert [len(re.findall("怎样处理第", page)) for page in pages][:2] == [3, 2]
    assert "Q0003续" in pages[1]


def test_a_statement_may_be_the_last_of_its_page() -> None:
    """A heading stays with what is below it; a statement to judge has nothing below it."""
    code = build.section(Kind.QUESTION, build.code("行\n" * 25))
    answer = build.section(Kind.ANSWER, build.paragraph("甲"))
    program = build.question("这段程序做什么？", code, answer)
    statement = exam.statement().variants[0]
    asked = [program, *(replace(statement, text=f"第{n}句话是对的。") for n in range(4)), program]
    placed = [
        replace(one, location=replace(one.location, path="a.md", span=Span(n, n)))
        for n, one in enumerate(asked, 1)
    ]
    pages = quiz_pages(*(build.entry(f"Q{n:04d}", one) for n, one in enumerate(placed, 1)))
    assert pages[0].count("句话是对的") == 4
    assert pages[0].count("这段程序") == pages[1].count("这段程序") == 1
