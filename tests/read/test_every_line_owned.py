"""Promise 1: every non-blank line belongs to exactly one question or one named other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from material import WRITTEN, damaged, lines_of, made_up, real

from evaluation.stages import read_document
from shuati.model import Document


def complaints(document: Document, lines: list[str]) -> list[str]:
    """The non-blank lines that do not have exactly one owner, and spans that leave the file."""
    owners: list[list[str]] = [[] for _ in lines]
    found = []
    parts = [(q.span, f"question {q.heading!r}") for q in document.questions]
    parts += [(o.span, o.kind.value) for o in document.other]
    for span, name in parts:
        if not 1 <= span.first <= span.last <= len(lines):
            found.append(f"{name} has the lines {span.first}-{span.last} of {len(lines)}")
            continue
        for line in range(span.first, span.last + 1):
            owners[line - 1].append(name)
    for number, (text, names) in enumerate(zip(lines, owners, strict=True), start=1):
        is_text = text.replace("\ufeff", "").strip()  # a stray byte order mark is none
        if is_text and len(names) != 1:
            found.append(f"line {number} {text!r} belongs to {' and '.join(names) or 'nobody'}")
    return found


def assert_every_line_owned(name: str, data: bytes) -> None:
    found = complaints(read_document(name, data), lines_of(data))
    assert not found, f"{name}:\n  " + "\n  ".join(found[:20])


BREAK_BEFORE_DETAILS = (
    "<br />\n<details>\n<summary>什么是索引？</summary>\n\n答\n\n</details>\n结尾"
)


@given(made_up(), st.sampled_from(["a.md", "a.txt"]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(BREAK_BEFORE_DETAILS.encode(), "a.md")
def test_every_line_of_a_made_up_document_has_one_owner(data: bytes, name: str) -> None:
    assert_every_line_owned(name, data)


@given(damaged())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_of_a_damaged_document_has_one_owner(document: tuple[str, bytes]) -> None:
    assert_every_line_owned(*document)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_line_of_a_written_document_has_one_owner(path: Path) -> None:
    assert_every_line_owned(path.name, path.read_bytes())


def test_every_line_of_a_real_document_has_one_owner(shared: Path) -> None:
    paths = real(shared)
    assert len(paths) >= 9
    for path in paths:
        assert_every_line_owned(path.relative_to(shared).as_posix(), path.read_bytes())
