from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import shuati.text

_FOLDER = Path(shuati.text.__file__).parent
_ALLOWED = ("shuati.text", "shuati.user_cache")


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("file", sorted(_FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_text_knows_no_other_package(file: Path) -> None:
    own = [name for name in _imports(file) if name.split(".")[0] == "shuati"]
    assert [name for name in own if not name.startswith(_ALLOWED)] == []
