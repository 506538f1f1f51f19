"""What a command does not need it does not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_HEAVY = {"weasyprint", "genanki", "jieba", "rich", "jinja2", "pygments", "nh3"}
_NOTES = {"genanki", "jinja2", "pygments", "nh3"}  # every build decides what Anki is to be sent
_HEAVY_TOO = {"markdown_it", "scipy", "numpy", "pikepdf"}


def _imported(folder: Path, *arguments: str, heavy: frozenset[str] | set[str] = _HEAVY) -> set[str]:
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from shuati.cli.main import main\n"
        "code = main(sys.argv[1:])\n"
        "print(*sys.modules, file=open('modules', 'w'))\n"
        "raise SystemExit(code)\n"
    )
    subprocess.run([sys.executable, "-c", script, *arguments], cwd=folder, check=True)
    return {name.partition(".")[0] for name in (folder / "modules").read_text().split()} & heavy


@pytest.mark.parametrize(
    ("arguments", "settings", "needed"),
    [
        (("check", "-q"), "", {"jieba"}),
        (("--only", "bank", "-q"), "keywords = 0", {"jieba", *_NOTES}),
        (("--only", "bank", "-q"), "", {"jieba", *_NOTES}),
        (("--only", "deck", "-q"), "keywords = 0", {"jieba", *_NOTES}),
    ],
)
def test_a_part_imports_nothing_that_it_does_not_need(
    tmp_path: Path, arguments: tuple[str, ...], settings: str, needed: set[str]
) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text("## 1. 什么是缓存？\n\n答案。\n", encoding="utf-8")
    (tmp_path / "shuati.toml").write_text(settings, encoding="utf-8")
    assert _imported(tmp_path, *arguments) == needed


def test_a_build_with_nothing_new_loads_neither_dictionary_nor_parser(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text("## 1. 什么是缓存？\n\n答案。\n", encoding="utf-8")
    arguments = ("--only", "deck,bank", "-q")
    assert _imported(tmp_path, *arguments)
    assert _imported(tmp_path, *arguments, heavy=_HEAVY | _HEAVY_TOO) == set()


def test_without_the_sources_changed_a_new_setting_loads_no_dictionary(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text("## 1. 什么是缓存？\n\n答案。\n", encoding="utf-8")
    _imported(tmp_path, "--only", "bank", "-q")
    assert "jieba" not in _imported(tmp_path, "--only", "deck", "-q")
