"""The five real documents, counted a second time with plain regular expressions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluation.stages import read_document
from shuati.model import Code, Document, OtherKind, PointList, Question, Table, walk

QUESTIONS = {"000": 30, "001": 30, "002": 24, "003": 8, "004": 20}
_TITLE = re.compile(r"#{3,4} (?:题目)?(\d+)[.：] *(.+)")


@pytest.fixture(params=QUESTIONS)
def seed(request: pytest.FixtureRequest, shared: Path) -> Path:
    (path,) = (shared / "seeds").glob(f"{request.param}_*.txt")
    return path


def read(path: Path) -> tuple[Document, list[str]]:
    data = path.read_bytes()
    return read_document(path.name, data), data.decode().split("\n")


def test_has_the_questions_that_its_numbered_headings_are(seed: Path) -> None:
    document, lines = read(seed)
    titles = [match for line in lines if (match := _TITLE.fullmatch(line))]
    assert len(titles) == QUESTIONS[seed.name[:3]]
    assert [q.number for q in document.questions] == [match[1] for match in titles]
    assert [q.heading for q in document.questions] == [match[2].strip() for match in titles]


def test_the_line_after_题目_is_the_front_of_the_card(seed: Path) -> None:
    document, lines = read(seed)
    for question in document.questions:
        own = lines[question.span.first - 1 : question.span.last]
        named = [line.split("**", 2)[2].strip() for line in own if line.startswith("**题目：**")]
        assert question.text == (named[0] if named else question.heading)


def test_sections_are_the_labels_at_the_beginning_of_lines(seed: Path) -> None:
    document, lines = read(seed)
    for question in document.questions:
        own = lines[question.span.first - 1 : question.span.last]
        labels = [m[1] for line in own if (m := re.match(r"\*\*([^*：]+)：\*\*", line))]
        assert [s.label for s in question.sections] == [name for name in labels if name != "题目"]


def test_code_tables_and_points_are_those_of_the_lines(seed: Path) -> None:
    document, lines = read(seed)
    for question in document.questions:
        own = lines[question.span.first - 1 : question.span.last]
        blocks = [block for section in question.sections for block in walk(section.blocks)]
        assert (
            sum(isinstance(b, Code) for b in blocks)
            == sum(line.startswith("```") for line in own) // 2
        )
        assert sum(len(b.rows) for b in blocks if isinstance(b, Table)) == sum(
            line.startswith("|") and not re.fullmatch(r"[| :-]+", line) for line in own
        ) - sum(isinstance(b, Table) for b in blocks)
        fenced = _outside_fences(own)
        assert sum(len(b.points) for b in blocks if isinstance(b, PointList)) == sum(
            re.match(r"\s*(?:[-*+]|\d+\.)\s", line) is not None for line in fenced
        )


def test_points_have_the_lead_terms_that_are_bold_before_a_colon(seed: Path) -> None:
    document, lines = read(seed)
    for question in document.questions:
        own = lines[question.span.first - 1 : question.span.last]
        terms = [
            match[1].strip()
            for line in own
            if (match := re.match(r"\s*(?:[-*+]|\d+\.)\s+\*\*\s?([^*]+?)(?:：\*\*|\*\*：)", line))
        ]
        assert _terms(question) == terms


def test_only_the_document_that_stops_in_a_sentence_is_truncated(seed: Path) -> None:
    document, _ = read(seed)
    truncated = [q.number for q in document.questions if q.truncated]
    assert truncated == (["24"] if seed.name.startswith("002") else [])
    broken = [one for one in document.diagnostics if one.code == "breaks-off"]
    assert len(broken) == len(truncated)


def test_titles_and_the_closing_summary_belong_to_no_question(seed: Path) -> None:
    document, lines = read(seed)
    expected = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("### ") and not _TITLE.fullmatch(line):
            kind = OtherKind.SUMMARY if "总结" in line else OtherKind.TITLE
            expected.append((kind, number))
    assert [(other.kind, other.span.first) for other in document.other] == expected


def _outside_fences(lines: list[str]) -> list[str]:
    inside, kept = False, []
    for line in lines:
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            kept.append(line)
    return kept


def _terms(question: Question) -> list[str]:
    return [
        point.term
        for section in question.sections
        for block in walk(section.blocks)
        if isinstance(block, PointList)
        for point in block.points
        if point.term
    ]


def test_the_four_documents_of_the_corpus_have_their_questions(shared: Path) -> None:
    counts = {"r01": 155, "r04": 11, "r05": 11, "r06": 18}
    found = {
        path.name[:3]: len(read(path)[0].questions) for path in (shared / "corpus").glob("r*.md")
    }
    assert found == counts
