"""A mock exam: what it holds, and that one seed gives one paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import exam_entries as exam
import pytest
import sheet_entries as build

from shuati.cli.main import main
from shuati.config.settings import Settings
from shuati.model import Entry, Form
from shuati.model.closed_forms import form_of
from shuati.publish.print import print_sheets
from shuati.publish.print.exam_paper import ExamPart, ExamRequest, compose, printed_exam
from shuati.publish.print.item_maker import sheet_item
from shuati.publish.print.sheet_view import item_arguments


def bank(times: int = 6) -> list[Entry]:
    made = [entry for _ in range(times) for entry in exam.every_form()]
    return [exam.coded(entry, f"Q{number:04d}") for number, entry in enumerate(made, 1)]


def counts(parts: Sequence[ExamPart]) -> dict[Form, int]:
    return {part.form: len(part.entries) for part in parts}


def codes(parts: Sequence[ExamPart]) -> list[str]:
    return [entry.code for part in parts for entry in part.entries]


def test_it_has_as_many_questions_of_a_form_as_are_asked_for() -> None:
    forms = {Form.CHOICE: 5, Form.TRUE_FALSE: 2}
    parts, found = compose(bank(), ExamRequest(forms=forms))
    assert counts(parts) == forms
    assert not found
    parts, _ = compose(bank(), ExamRequest(questions=20, forms=forms))
    assert {form: counts(parts)[form] for form in forms} == forms
    assert sum(counts(parts).values()) == 20


def test_without_a_number_it_has_forty() -> None:
    assert len(codes(compose(bank(), ExamRequest())[0])) == 40


def test_nothing_is_asked_that_the_source_does_not_answer() -> None:
    parts, _ = compose(bank(), ExamRequest(questions=1000))
    unkeyed = {
        entry.code for entry in bank() if entry.variants[0].text == "下列哪一项没有给出答案？（　）"
    }
    assert unkeyed
    assert not unkeyed & set(codes(parts))
    assert len(codes(parts)) == len(bank()) - len(unkeyed)


def test_what_there_are_too_few_of_is_said() -> None:
    _, found = compose(bank(1), ExamRequest(questions=100, forms={Form.BLANK: 3}))
    assert [one.code for one in found] == ["exam-too-few", "exam-too-small"]
    assert dict(found[0].args)["count"] == 1


def test_one_seed_gives_one_paper_and_another_another() -> None:
    papers = [codes(compose(bank(), ExamRequest(20, seed=seed))[0]) for seed in (1, 1, 2, 3)]
    assert papers[0] == papers[1]
    assert len({tuple(paper) for paper in papers}) == 3
    assert codes(compose(bank()[::-1], ExamRequest(20, seed=1))[0]) == papers[0]


def test_a_question_that_is_added_changes_one_at_most() -> None:
    before = codes(compose(bank(), ExamRequest(20))[0])
    after = codes(compose([*bank(), exam.choice(code="Q0999")], ExamRequest(20))[0])
    assert len(Counter(before) - Counter(after)) <= 1


def test_topics_are_tags_or_documents() -> None:
    entries = [
        replace(entry, tags=("数据::清洗",)) if at % 2 else entry for at, entry in enumerate(bank())
    ]
    tagged = {entry.code for entry in entries if entry.tags == ("数据::清洗",)}
    chosen = codes(compose(entries, ExamRequest(100, topics=("数据",)))[0])
    assert chosen
    assert set(chosen) <= tagged
    assert codes(compose(entries, ExamRequest(100, topics=("*.md",)))[0])
    assert not codes(compose(entries, ExamRequest(100, topics=("数",)))[0])


def test_points_are_those_of_the_form_or_those_asked_for() -> None:
    parts, _ = compose(
        bank(), ExamRequest(forms={Form.CHOICE: 2, Form.OPEN: 1}, points={Form.CHOICE: 1.5})
    )
    assert [(part.form, part.points) for part in parts] == [(Form.CHOICE, 1.5), (Form.OPEN, 10)]


def test_questions_on_one_material_stand_together() -> None:
    parts, _ = compose(bank(), ExamRequest(1000))
    (own,) = [part for part in parts if part.form is Form.CHOICE]
    places = [at for at, entry in enumerate(own.entries) if entry.variants[0].stem]
    assert len(places) > 1
    assert places == list(range(places[0], places[0] + len(places)))


def printed(request: ExamRequest) -> bytes:
    parts, _ = compose(bank(), request)
    chosen = [entry for part in parts for entry in part.entries]
    documents = [build.document("卷", *(one for entry in chosen for one in entry.variants))]
    settings = Settings()
    items = [sheet_item(*call) for call in item_arguments(chosen, documents, settings)]
    by_code = dict(zip((entry.code for entry in chosen), items, strict=True))
    paper = printed_exam(parts, by_code, request.seed)
    made = print_sheets(
        ("exam",), chosen, documents, settings, None, build.Store(), items=items, exam=paper
    )
    return made.files["exam"]


def test_a_paper_has_parts_an_answer_sheet_and_a_key_and_the_same_bytes() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    content = printed(ExamRequest(30, seed=7))
    assert content == printed(ExamRequest(30, seed=7))
    pages = [page.get_text() for page in pymupdf.open(stream=content)]
    text = "".join("".join(pages).split())
    for part in ("一、单选题", "二、多选题", "三、判断题", "四、填空题"):
        assert text.count(part) == 3  # on the paper, on the answer sheet, in the key
    assert "共30题，满分" in text
    lines = ["".join(page.split()) for page in pages]
    key = next(
        at for at, line in enumerate(lines) if "参考答案题目" in line or "参考答案一、" in line
    )
    answers = ("B线粒体", "B十二指肠溃疡", "细胞核；叶绿体")
    assert all(any(answer in line for line in lines[key:]) for answer in answers)
    assert not any(answer in line for line in lines[:key] for answer in answers)
    assert "共 30 题" in pages[0]


def test_every_form_of_a_paper_is_one_that_its_entries_have() -> None:
    for part in compose(bank(), ExamRequest())[0]:
        assert {form_of(entry) for entry in part.entries} == {part.form}


# ── the command ──────────────────────────────────────────────────────────────

_TEXT = "".join(
    f"## {n}. 什么是第{n}种缓存？\n\n**答案：** 离使用者更近的第 {n} 份数据。\n\n"
    for n in range(1, 7)
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text(_TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_the_paper_and_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exam", "--questions", "4", "--seed", "7"]) == 0
    assert "4 questions (4 open), 40 points" in capsys.readouterr().out
    paper = project / "output" / "exam.pdf"
    first = paper.read_bytes()
    assert [path.name for path in (project / "output").iterdir()] == ["exam.pdf"]
    assert [path.name for path in (project / "sources").iterdir()] == ["a.md"]
    paper.unlink()
    assert main(["exam", "--questions", "4", "--seed", "7"]) == 0
    assert paper.read_bytes() == first
    assert main(["exam", "--questions", "4", "--seed", "8"]) == 0
    assert paper.read_bytes() != first


@pytest.mark.usefixtures("project")
def test_the_command_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", "--form", "问答=9", "--points", "open=5"]) == 0
    told = capsys.readouterr()
    assert "6 questions (6 open), 30 points" in told.out
    assert "9" in told.err
    before = Path("output/exam.pdf").read_bytes()
    assert main(["exam", "--form", "单选=9"]) == 1
    assert Path("output/exam.pdf").read_bytes() == before


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "wrong", [["--form", "选=1"], ["--form", "单选"], ["--points", "单选=0"], ["--questions", "0"]]
)
def test_a_wrong_request_is_wrong_use(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exam", *wrong]) == 2
    assert "exam" in capsys.readouterr().err
