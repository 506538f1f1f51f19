"""The plan of the house holds: see docs/architecture.md."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shuati"
FILES = sorted(PACKAGE.rglob("*.py"))

# A package imports those before it and none behind it.
ORDER = (
    "user_cache", "text", "lexicon", "model", "messages", "config", "sources", "read", "match",
    "merge", "ledger", "tag", "publish", "judge", "pipeline", "cli",
)  # fmt: skip
STAGES = {
    "shuati.sources": "elements_of",
    "shuati.read": "read",
    "shuati.match": "match",
    "shuati.merge": "merge",
    "shuati.ledger": "identify",
    "shuati.tag": "tag",
    "shuati.publish.anki": "decide_notes",
    "shuati.publish.print": "print_sheets",
}


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(file: Path) -> Iterator[str]:
    """The modules of the package that ``file`` imports, lazily or for types alone too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("shuati"):
            for name in node.names:
                inner = PACKAGE.parent.joinpath(*(node.module or "").split("."), name.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield f"{node.module}.{name.name}" if is_module else node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("shuati"))


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_a_package_imports_only_what_stands_before_it() -> None:
    wrong = [
        f"{_module(file)} imports {name}"
        for file in FILES
        for name in _imports(file)
        if _room(_module(file)) and _room(name)
        if ORDER.index(_room(name)) > ORDER.index(_room(_module(file)))
    ]
    assert not wrong


def test_every_package_has_its_place_in_the_order() -> None:
    packages = {file.name for file in PACKAGE.iterdir() if (file / "__init__.py").is_file()}
    modules = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"}
    assert packages | modules == set(ORDER)


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {_module(file): set(_imports(file)) - {_module(file)} for file in FILES}
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path[path.index(module) :], module))
        if module not in done:
            for name in sorted(graph.get(module, ())):
                walk(name, (*path, module))
            done.add(module)

    for module in graph:
        walk(module, ())


def test_no_two_public_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_module(file))
    assert {name: own for name, own in places.items() if len(own) > 1} == {}


def test_no_two_modules_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        # A command is called after what it runs.
        if file.name != "__init__.py" and file.parent.name != "commands":
            places[file.stem].append(_module(file))
    assert {name: own for name, own in places.items() if len(own) > 1} == {}


def test_no_two_files_of_tests_share_a_name() -> None:
    """Pytest imports each by its name alone, so that two of one name cannot run together."""
    names = Counter(file.name for file in (ROOT / "tests").rglob("*.py"))
    assert [name for name, count in names.items() if count > 1] == ["conftest.py"]


@pytest.mark.parametrize(("package", "function"), STAGES.items())
def test_a_stage_exports_one_function(package: str, function: str) -> None:
    module = import_module(package)
    exported = {name: getattr(module, name) for name in module.__all__}
    assert [name for name, value in exported.items() if isfunction(value)] == [function]


def test_nothing_but_the_pipeline_knows_of_the_cache() -> None:
    wrong = [
        _module(file)
        for file in FILES
        if _room(_module(file)) not in ("pipeline", "cli")
        if any(name.startswith("shuati.pipeline") for name in _imports(file))
    ]
    assert not wrong
