"""Small exam papers, one for each way of writing them, and what is read of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.stages import read_document
from shuati.model import Kind, Question
from shuati.model.views import all_text

CASES = Path(__file__).parent / "exam_cases"
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))


def shown(question: Question) -> dict[str, object]:
    """What the truth names of a question."""
    answer = [one.blocks for one in question.sections if one.kind is Kind.ANSWER]
    found: dict[str, object] = {
        "line": question.span.first,
        "form": question.form.value,
        "question": question.text,
        "options": [
            f"{one.label}{'*' if one.correct else ''} {one.text}" for one in question.options
        ],
        "blanks": list(question.blanks),
        "stem": question.stem,
        "answer": "\n".join(all_text(blocks) for blocks in answer),
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_way_of_writing_an_exam_is_read(name: str) -> None:
    document = read_document(name, (CASES / name).read_bytes())
    assert [shown(question) for question in document.questions] == EXPECTED[name]


def test_every_case_has_a_truth() -> None:
    assert sorted(EXPECTED) == sorted(one.name for one in CASES.iterdir() if one.suffix != ".json")
