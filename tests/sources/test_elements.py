"""Promises about the elements of a source, whatever its format, and about what reads it."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest

import shuati.sources
from shuati.sources import elements_of
from shuati.sources.source import Source

DOCUMENTS = Path(__file__).parents[1] / "read" / "documents"
WRITTEN = sorted(path for path in DOCUMENTS.iterdir() if path.suffix != ".json")
# What a module of sources may import; of config the bounds on files.
BELOW = {"model", "text", "lexicon", "config", "sources"}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_elements_are_in_reading_order_and_inside_their_source(path: Path) -> None:
    content = elements_of(Source(path.name, path.read_bytes()))
    spans = [element.span for element in content.elements]
    assert spans
    assert all(1 <= span.first <= span.last <= len(content.lines) for span in spans)
    assert all(above.first <= below.first for above, below in pairwise(spans))


def test_a_format_imports_no_later_stage() -> None:
    modules = sorted(Path(shuati.sources.__path__[0]).rglob("*.py"))
    imported = {
        node.module.split(".")[1]
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shuati.")
    }
    assert imported <= BELOW
    assert "sources" in imported
