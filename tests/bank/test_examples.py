"""The Python examples of the bank run, and print what the comments beside them say."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shuati.model import Code, Span, walk
from tests.bank.conftest import ShippedBank

_SECONDS = 120  # far more than any example takes; only a hanging one comes near
_AVAILABLE = sys.stdlib_module_names | {"numpy"}

Example = tuple[str, Code]
"""A Python block, and the path of the document that it stands in."""


@pytest.fixture(scope="module")
def examples(bank: ShippedBank) -> list[Example]:
    return [
        (document.path, block)
        for document in bank.documents
        for question in document.questions
        for section in question.sections
        for block in walk(section.blocks)
        if isinstance(block, Code) and block.language.lower() in ("python", "py")
    ]


def imports(code: str) -> Iterator[str]:
    """The packages that ``code`` imports."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def runs_here(code: str) -> bool:
    return set(imports(code)) <= _AVAILABLE


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What ``code`` does in a Python of its own, inside ``folder``."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", code]
    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", timeout=_SECONDS
    )


def unannounced(code: str, printed: str) -> list[str]:
    """The printed lines that no comment of ``code`` shows, with or without ``：why`` after it."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    comments = [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]
    shown = {part for comment in comments for part in (comment, comment.partition("：")[0])}
    return [line for line in printed.splitlines() if line.rstrip() not in shown]


def problem(example: Example, folder: Path) -> str | None:
    path, block = example
    where = f"{path}:{block.span.first}"
    try:
        done = run(block.text, folder)
    except subprocess.TimeoutExpired:
        return f"{where}: still running after {_SECONDS} s"
    if done.returncode:
        return f"{where}: {done.stderr}"
    missing = unannounced(block.text, done.stdout)
    return f"{where}: no comment shows {missing}" if missing else None


def test_the_reader_finds_every_python_block(bank: ShippedBank, examples: list[Example]) -> None:
    fences = sum(
        line.strip().startswith("```py")
        for text in bank.texts.values()
        for line in text.split("\n")
    )
    assert len(examples) == fences


def test_every_example_runs_and_prints_what_it_says(
    examples: list[Example], tmp_path: Path
) -> None:
    able = [example for example in examples if runs_here(example[1].text)]
    assert len(able) >= 80
    with ThreadPoolExecutor(2) as pool:
        problems = pool.map(lambda example: problem(example, tmp_path), able)
    assert [found for found in problems if found] == []


def test_an_example_that_needs_another_package_compiles(examples: list[Example]) -> None:
    compiled = [e for e in examples if not runs_here(e[1].text)]
    for path, block in compiled:
        compile(block.text, f"{path}:{block.span.first}", "exec")
    assert len(compiled) <= len(examples) // 10, "most examples should run"


# ── the checks themselves ────────────────────────────────────────────────────


def test_an_example_with_another_package_is_not_run() -> None:
    assert runs_here("import math\nimport numpy.linalg")
    assert not runs_here("def f():\n    from torch.nn import Linear")


def test_output_that_differs_from_its_comment_is_seen() -> None:
    code = "print(1)  # 1\nprint(2)  # 3"
    assert unannounced(code, "1\n3\n") == []
    assert unannounced(code, "1\n2\n") == ["2"]


def test_an_example_that_fails_is_told_with_its_place(tmp_path: Path) -> None:
    block = Code("python", "raise KeyError('x')", Span(7, 7))
    assert "a.md:7" in str(problem(("a.md", block), tmp_path))
