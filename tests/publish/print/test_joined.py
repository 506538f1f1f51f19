"""What all sheets promise, read back from their PDFs."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sheet_entries as build
from pypdf import PdfReader
from sheet_entries import Store

from shuati.config.settings import Settings
from shuati.model import Entry, Kind
from shuati.pipeline.executors import processes
from shuati.publish.print import SHEETS
from shuati.publish.print.section_pages import Share
from shuati.publish.print.weasyprint_engine import Engine
from shuati.publish.render import templates

SETTINGS = Settings(title="测试题库")
# It takes the last byte of a compressed stream for a line break where that byte is 13.
MISREAD = {"PDFA2A-STREAM-LENGTH-001", "PDFA2B-STREAM-LENGTH-001"}
LONG = "数据清洗是发现并改正数据里的错误的过程，它去掉重复的记录，也填补缺失的值。" * 6


def entry(number: int, text: str = LONG, terms: int = 3) -> Entry:
    points = build.points(*((f"要点{at}", f"{text}第{at}点。") for at in range(terms)))
    asked = build.question(
        f"第{number}个问题是什么？",
        build.section(Kind.ANSWER, points, label="答案"),
        path=f"{number % 2}.md",
    )
    made = build.entry(f"Q{number:04d}", asked)
    return replace(
        made, keywords=("数据清洗", f"LSH{number}"), related=(f"Q{(number + 1) % 12:04d}",)
    )


ENTRIES = tuple(entry(number, LONG if number % 3 else "短答案") for number in range(12))
DOCUMENTS = tuple(
    build.document(f"文档{at}", *(entry.variants[0] for entry in ENTRIES[at::2]), path=f"{at}.md")
    for at in range(2)
)


def make(
    store: Store,
    sheets: Sequence[str] = SHEETS,
    entries: Sequence[Entry] = ENTRIES,
    settings: Settings = SETTINGS,
    templates: Path | None = None,
    share: Share = map,
) -> dict[str, bytes]:
    return build.sheets(sheets, entries, DOCUMENTS, settings, templates, store, share)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


@pytest.fixture(scope="module")
def made(store: Store) -> dict[str, bytes]:
    return make(store)


@pytest.fixture(scope="module")
def read(made: dict[str, bytes]) -> dict[str, PdfReader]:
    return {name: PdfReader(io.BytesIO(content)) for name, content in made.items()}


def text(reader: PdfReader) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


# ── the same bytes ───────────────────────────────────────────────────────────


def test_kept_pages_give_the_same_bytes(store: Store, made: dict[str, bytes]) -> None:
    assert make(store) == made


def test_processes_give_the_same_bytes(
    made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuati.publish.print.joined_sheets._MANY", 0)
    monkeypatch.setattr("shuati.publish.print.section_pages._WORTH", 0)
    with processes(2) as pool:
        assert make(Store(), share=pool.map) == made


@pytest.mark.parametrize("number", [0, 4, 11])
def test_after_an_edit_the_bytes_are_those_of_a_fresh_build(
    store: Store, made: dict[str, bytes], number: int
) -> None:
    edited = [*ENTRIES]
    edited[number] = entry(number, "改过的答案，" * 30, terms=5)
    again = make(store, entries=edited)
    assert again == make(Store(), entries=edited)
    assert again["study"] != made["study"]


@pytest.mark.parametrize("length", [1, 7, 60])
def test_pages_that_begin_inside_a_paragraph_or_a_table_are_found_again(length: int) -> None:
    def entries(words: str) -> list[Entry]:
        table = build.table(("列", "说明"), *((f"第{at}行", "说明" * 30) for at in range(40)))
        blocks = (build.paragraph(words + "很长的一段，" * 900), table, build.code("x = 1\n" * 150))
        asked = [
            build.question(f"第{at}问？", build.section(Kind.ANSWER, *blocks), path="0.md")
            for at in range(2)
        ]
        return [build.entry(f"Q{at:04d}", one) for at, one in enumerate(asked)]

    kept = Store()
    make(kept, ["study"], entries=entries(""))
    edited = entries("加上的话。" * length)
    assert make(kept, ["study"], entries=edited) == make(Store(), ["study"], entries=edited)


@pytest.mark.parametrize("damage", [b"", b"damaged", b"[[1, 2]]", b"\0\0\0\2{}"])
def test_a_damaged_store_is_no_harm(made: dict[str, bytes], damage: bytes) -> None:
    damaged = Store()
    make(damaged, ["list"])
    for key in damaged:
        damaged[key] = damage
    assert make(damaged, ["list"])["list"] == made["list"]


def test_no_document_is_set_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    documents: list[str] = []
    set_document = Engine.document

    def counted(engine: Engine, html: str) -> Any:
        documents.append(html)
        return set_document(engine, html)

    monkeypatch.setattr(Engine, "document", counted)
    # Less than two entries, which are the least that is set, and these less than a page.
    monkeypatch.setattr("shuati.publish.print.section_pages._FEW", 10)
    own = Store()
    make(own, ["study"])
    fresh = len(documents)
    edited = [*ENTRIES]
    edited[3] = replace(entry(3), question="改过的问题是什么？")
    make(own, ["study"], entries=edited)
    assert len(documents) > fresh
    assert len(set(documents)) == len(documents)


def test_only_the_pages_of_the_edited_entry_are_set_again() -> None:
    own = Store()
    make(own, ["cards"])
    before = [key for key in own if " " in key]
    edited = [*ENTRIES]
    edited[4] = replace(entry(4), question="改过的问题是什么？")
    make(own, ["cards"], entries=edited)
    new = [key for key in own if " " in key and key not in before]
    assert 0 < len(new) < len(before) / 3


# ── content ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_entry_is_on_every_sheet(read: dict[str, PdfReader], sheet: str) -> None:
    found = text(read[sheet])
    for one in ENTRIES:
        assert one.code in found
        assert one.question in found


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_face_is_embedded_once(read: dict[str, PdfReader], sheet: str) -> None:
    files = [
        str(value["/FontName"])
        for number in range(len(read[sheet].xref[0]) + len(read[sheet].xref_objStm) + 5)
        if isinstance(value := read[sheet].get_object(number), dict)
        and value.get("/Type") == "/FontDescriptor"
    ]
    assert files
    assert len(files) == len(set(files))


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_cut_off_with_an_ellipsis(read: dict[str, PdfReader], sheet: str) -> None:
    assert "…" not in text(read[sheet])


def test_the_contents_give_the_pages_of_chapters_and_entries(read: dict[str, PdfReader]) -> None:
    study = read["study"]
    contents = re.sub(r"\s+", "", study.pages[1].extract_text())
    for one in ENTRIES:
        at = study.get_destination_page_number(study.named_destinations[one.code]) + 1
        assert f"{one.code}{one.question}{at}" in contents
        assert one.question in re.sub(r"\s+", "", study.pages[at - 1].extract_text())
        assert f"{at}/{len(study.pages)}" in re.sub(r"\s+", "", study.pages[at - 1].extract_text())


def test_related_entries_and_the_index_give_pages(read: dict[str, PdfReader]) -> None:
    at = read["study"].named_destinations["Q0001"]
    number = read["study"].get_destination_page_number(at) + 1
    found = text(read["study"])
    assert f"相关第1个问题是什么？{number}" in found
    assert f"LSH1{number}" in found


def test_the_index_names_a_page_once_and_in_order(read: dict[str, PdfReader]) -> None:
    study = read["study"]
    named = study.named_destinations
    pages = [study.get_destination_page_number(named[one.code]) + 1 for one in ENTRIES]
    assert len(set(pages)) < len(pages)
    found = re.sub(r"\s+", "", study.pages[-1].extract_text())
    assert re.search("数据清洗" + ",".join(map(str, sorted(set(pages)))) + r"\D", found)


def test_quiz_and_key_refer_to_each_other(read: dict[str, PdfReader]) -> None:
    quiz = read["quiz"]
    named = quiz.named_destinations
    found = text(quiz)
    for one in ENTRIES:
        asked = quiz.get_destination_page_number(named[one.code]) + 1
        told = quiz.get_destination_page_number(named[f"key-{one.code}"]) + 1
        assert f"答案第{told}页" in found
        assert f"题目第{asked}页" in found
        assert told > asked


def test_other_sheets_refer_to_the_study_sheet(read: dict[str, PdfReader]) -> None:
    study = read["study"]
    page = study.get_destination_page_number(study.named_destinations["Q0002"]) + 1
    for sheet in ("quiz", "list", "cards"):
        assert f"全文见学习册第{page}页" in text(read[sheet])


def test_links_lead_to_pages_of_the_same_or_another_sheet(read: dict[str, PdfReader]) -> None:
    for reader in read.values():
        for page in reader.pages:
            for note in page.get("/Annots", ()):
                link = note.get_object()
                if "/Dest" in link:
                    assert link["/Dest"][0].get_object()["/Type"] == "/Page"
                else:
                    assert link["/A"]["/S"] == "/GoToR"
                    assert link["/A"]["/F"] == "study.pdf"


def test_one_sheet_alone_knows_the_pages_of_the_study_sheet(
    store: Store, made: dict[str, bytes]
) -> None:
    alone = make(store, ["list"])
    assert list(alone) == ["list"]
    assert alone["list"] == made["list"]


def test_a_chapter_that_begins_with_a_long_entry_leaves_no_page_for_its_heading_alone() -> None:
    long = entry(0, "数据清洗去掉重复的记录。", terms=70)
    made = make(Store(), ["list"], (long, entry(2)))["list"]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 1
    assert all("要点" in page for page in pages)


def test_a_page_on_which_nothing_fits_is_kept_with_the_one_behind_it(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "print"
    own.mkdir(parents=True)
    css = ".long { break-inside: avoid }"
    (own / "list.css").write_text(templates.read_text("print/list.css") + css, "utf-8")
    kept = Store()
    entries = (entry(0, "数据清洗去掉重复的记录。", terms=70), entry(2))
    made = [
        make(kept, ["list"], entries, templates=own.parent)["list"]
        for _ in range(2)  # the second time its pages are those that were kept
    ]
    assert made[0] == made[1]
    assert "Q0000" in text(PdfReader(io.BytesIO(made[0])))


def test_what_is_drawn_as_a_group_has_its_fonts_and_page_numbers(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    own = "<p style='opacity: 0.5; text-align: right'>半透明<a href='#x'></a></p><p id=x>字</p>"
    own += "<style>a::after { content: target-counter(attr(href), page) }</style>"
    (tmp_path / "print" / "list.html").write_text(own, "utf-8")
    made = make(Store(), ["list"], templates=tmp_path)["list"]
    pymupdf = pytest.importorskip("pymupdf")
    page = pymupdf.open(stream=made)[0]
    assert sorted(page.get_text().split()) == ["半透明1", "字"]
    assert all(name.startswith("SHUAT") for _, _, _, name, *_ in page.get_fonts(full=True))


# ── places ───────────────────────────────────────────────────────────────────


def boxes(page: object, pattern: str) -> dict[str, tuple[float, float, float, float]]:
    """Where words that match stand, in points from the top left corner."""
    return {
        word[4]: word[:4]
        for word in page.get_text("words")  # type: ignore[attr-defined]
        if re.fullmatch(pattern, word[4])
    }


@pytest.mark.parametrize("flip", ["long", "short"])
@pytest.mark.parametrize("size", ["8", "10", "3x5", "A7"])
def test_fronts_and_backs_meet(store: Store, flip: str, size: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    settings = replace(SETTINGS, cards=size, cards_flip=flip)
    document = pymupdf.open(stream=make(store, ["cards"], settings=settings)["cards"])
    front, back = document[0], document[1]
    wide, high = front.rect.width, front.rect.height
    fronts, backs = boxes(front, r"Q\d{4}"), boxes(back, r"Q\d{4}")
    assert fronts.keys() == backs.keys()
    assert len(fronts) >= 2
    from shuati.publish.print.imposition import MM
    from shuati.publish.print.paper import card_grid

    grid = card_grid(settings)
    for code, (left, top, right, bottom) in fronts.items():
        x, y = (left / MM - grid.left) // grid.width, (top / MM - grid.top) // grid.height
        card = grid.left + x * grid.width, grid.top + y * grid.height
        inside = left / MM - card[0], top / MM - card[1]
        if flip == "long":  # the paper is turned like the page of a book
            seen = wide - (card[0] + grid.width) * MM, card[1] * MM
            expected = seen[0] + inside[0] * MM, seen[1] + inside[1] * MM
        else:  # turned over its head; the back of the card stands on its own
            corner = (card[0] + grid.width) * MM, high - card[1] * MM
            expected = (
                corner[0] - inside[0] * MM - (right - left),
                corner[1] - inside[1] * MM - (bottom - top),
            )
        assert backs[code][0] == pytest.approx(expected[0], abs=0.1 * MM)
        assert backs[code][1] == pytest.approx(expected[1], abs=0.1 * MM)


def test_the_offset_moves_backs_only(store: Store) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    moved = replace(SETTINGS, cards_right=2.0, cards_down=-1.5)
    plain, shifted = (
        pymupdf.open(stream=make(store, ["cards"], settings=settings)["cards"])
        for settings in (SETTINGS, moved)
    )
    assert boxes(plain[0], r"Q\d+") == boxes(shifted[0], r"Q\d+")
    for code, box in boxes(plain[1], r"Q\d+").items():
        right, down = (
            (boxes(shifted[1], r"Q\d+")[code][at] - box[at]) * 25.4 / 72 for at in (0, 1)
        )
        assert (right, down) == pytest.approx((2.0, -1.5), abs=0.05)


@pytest.mark.parametrize("paper", ["A4", "A5", "Letter"])
def test_the_crosses_of_the_test_page_meet_its_rulers(store: Store, paper: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    settings = replace(SETTINGS, paper=paper, cards_test=True, cards_right=2.0, cards_down=-1.5)
    front, back = pymupdf.open(stream=make(store, ["cards"], settings=settings)["cards"])
    crosses, rulers = (
        [
            ((start.x + end.x) + 1j * (start.y + end.y)) / 2
            for shape in page.get_drawings()
            for kind, start, end in shape["items"]
            if kind == "l" and start.y == end.y and 12 < (end.x - start.x) * 25.4 / 72 < 32
        ]
        for page in (front, back)
    )
    assert len(crosses) == 5
    moved = (2.0 - 1.5j) * 72 / 25.4
    for flipped in (
        {front.rect.width - cross.conjugate() for cross in crosses},  # over the long edge
        {front.rect.height * 1j + cross.conjugate() for cross in crosses},  # over the short edge
    ):
        for cross in flipped:
            assert min(abs(ruler - moved - cross) for ruler in rulers) < 0.1 * 72 / 25.4
    assert "cards_right（现在是2）" in re.sub(r"\s", "", back.get_text())


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("paper", ["A4", "A5", "Letter"])
def test_nothing_is_printed_where_the_printer_cannot(store: Store, sheet: str, paper: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    settings = replace(SETTINGS, paper=paper, printer_margin=9.0)
    margin = 9.0 * 72 / 25.4 - 0.5
    for page in pymupdf.open(stream=make(store, [sheet], settings=settings)[sheet]):
        for left, top, right, bottom, word, *_ in page.get_text("words"):
            assert left >= margin, word
            assert top >= margin, word
            assert right <= page.rect.width - margin, word
            assert bottom <= page.rect.height - margin, word


def test_the_list_folds_between_question_and_answer(store: Store) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    page = pymupdf.open(stream=make(store, ["list"])["list"])[0]
    words = [word for word in page.get_text("words") if 60 < word[1] < page.rect.height - 60]
    middle = page.rect.width / 2
    assert all(word[2] < middle or word[0] > middle for word in words if "文档" not in word[4])


# ── archives ─────────────────────────────────────────────────────────────────


def test_an_archive_says_what_it_is_and_has_a_profile(store: Store) -> None:
    made = make(store, ["list"], settings=replace(SETTINGS, archival=True))["list"]
    root = PdfReader(io.BytesIO(made)).root_object
    assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_validator_finds_nothing_wrong_with_an_archive(store: Store, sheet: str) -> None:
    page = pytest.importorskip("page")
    made = make(store, [sheet], settings=replace(SETTINGS, archival=True))[sheet]
    report = page.validate_pdf_bytes(made, profile="2b")
    assert report.rules.total > 100
    assert {failure.rule_id for failure in report.failures} <= MISREAD


def test_a_validator_finds_nothing_wrong_with_a_tagged_archive(store: Store) -> None:
    page = pytest.importorskip("page")
    settings = replace(SETTINGS, archival=True, tagged=True)
    made = make(store, ["study"], settings=settings)["study"]
    report = page.validate_pdf_bytes(made, profile="2a")
    assert {failure.rule_id for failure in report.failures} <= MISREAD


def test_what_is_laid_on_paper_is_made_without_tags(store: Store) -> None:
    made = make(store, ["cheat"], settings=replace(SETTINGS, tagged=True))["cheat"]
    assert "/StructTreeRoot" not in PdfReader(io.BytesIO(made)).root_object


def test_a_tagged_sheet_has_a_structure(store: Store) -> None:
    made = make(store, ["study", "quiz"], settings=replace(SETTINGS, tagged=True))
    for content in made.values():
        root = PdfReader(io.BytesIO(content)).root_object
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
    assert "全文见学习册第" in text(PdfReader(io.BytesIO(made["quiz"])))
