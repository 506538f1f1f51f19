"""Promises about which files are documents, in which order, and what reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuati.model import BuildError, Severity
from shuati.sources import elements_of
from shuati.sources.find import find, load, natural, passed_over
from shuati.sources.registry import SUFFIXES
from shuati.sources.source import Source


def test_paths_are_sorted_as_people_count() -> None:
    assert sorted(["10.md", "2.md", "a1.md"], key=natural) == ["2.md", "10.md", "a1.md"]


def test_hidden_files_other_suffixes_and_links_that_lead_out_are_passed_over(
    tmp_path: Path,
) -> None:
    sources = tmp_path / "sources"
    (sources / "sub").mkdir(parents=True)
    (sources / ".git").mkdir()
    (tmp_path / "secret.md").write_text("# 秘密\n", encoding="utf-8")
    for name in ("10.md", "2.TXT", "sub/1.markdown", ".a.md", ".git/b.md", "c.png"):
        (sources / name).write_text("# 题\n", encoding="utf-8")
    (sources / "out.md").symlink_to(tmp_path / "secret.md")
    assert [path for path, _ in find(sources)] == ["2.TXT", "10.md", "sub/1.markdown"]


def test_documents_that_nothing_reads_and_links_that_are_not_followed_are_named(
    tmp_path: Path,
) -> None:
    sources = tmp_path / "sources"
    (sources / "sub").mkdir(parents=True)
    (tmp_path / "more").mkdir()
    (tmp_path / "secret.md").write_text("# 秘密\n", encoding="utf-8")
    for name in ("a.md", "1.docx", "sub/2.DOCX", "3.xlsx", "c.png", "ledger.json", ".d.pdf"):
        (sources / name).write_text("# 题\n", encoding="utf-8")
    (sources / "out.md").symlink_to(tmp_path / "secret.md")
    (sources / "more").symlink_to(tmp_path / "more")
    (sources / "same.md").symlink_to(sources / "a.md")
    found = [(one.code, dict(one.args)) for one in passed_over(sources)]
    assert found == [
        ("links-not-followed", {"count": 2, "files": ("more", "out.md")}),
        ("format-not-read", {"suffix": ".docx", "count": 2, "files": ("1.docx", "sub/2.DOCX")}),
        ("format-not-read", {"suffix": ".xlsx", "count": 1, "files": ("3.xlsx",)}),
    ]


def test_a_folder_that_is_missing_or_a_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    for name, code in (("none", "no-sources"), ("a.md", "sources-not-a-folder")):
        with pytest.raises(BuildError) as raised:
            list(find(tmp_path / name))
        (problem,) = raised.value.diagnostics
        assert (problem.code, problem.path) == (code, str(tmp_path / name))


def test_a_file_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as raised:
        load("gone.md", tmp_path / "gone.md")
    (problem,) = raised.value.diagnostics
    assert (problem.code, problem.path) == ("file-unreadable", "gone.md")


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_every_suffix_that_is_found_has_a_format_that_reads_it(suffix: str) -> None:
    content = elements_of(Source(f"a{suffix.upper()}", "# 题\n\n文".encode()))
    assert [element.span.first for element in content.elements] == [1, 3]
    assert content.lines == ("# 题", "", "文")


def test_a_source_that_its_format_cannot_read_has_an_error_and_no_elements() -> None:
    content = elements_of(Source("a.md", b"\x89PNG\0\0"))
    (problem,) = content.diagnostics
    assert (problem.severity, problem.code, content.elements) == (
        Severity.ERROR,
        "binary-file",
        (),
    )
