"""What the documents say of the settings is what the settings are."""

from __future__ import annotations

import re
import tomllib
import typing
from dataclasses import fields
from pathlib import Path

import pytest

from shuati.config.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(\w+)` \| `(.+?)` \| (.+) \|$", re.MULTILINE)
LINE = re.compile(r"^(?:# )?(\w+) = (.+?) +# (.+)$", re.MULTILINE)


def _table(name: str) -> dict[str, tuple[str, str]]:
    """Default and purpose of every setting that a document names."""
    text = (ROOT / name).read_text("utf-8")
    pattern = LINE if name.endswith(".toml") else ROW
    return {found[1]: (found[2], found[3]) for found in pattern.finditer(text)}


DOCUMENTS = ("README.md", "README.zh.md", "templates/project/shuati.toml")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_setting_is_named_with_its_default(name: str, tmp_path: Path) -> None:
    table = _table(name)
    assert list(table) == [item.name for item in fields(Settings)]
    lines = [f"{setting} = {default}" for setting, (default, _) in table.items()]
    (tmp_path / "shuati.toml").write_text("\n".join(lines), encoding="utf-8")
    assert load(tmp_path) == Settings()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_choice_and_limit_is_named(name: str) -> None:
    hints = typing.get_type_hints(Settings)
    for item in fields(Settings):
        default, purpose = _table(name)[item.name]
        inner = (hints[item.name], *typing.get_args(hints[item.name]))
        choices = [arg for hint in inner for arg in typing.get_args(hint) if isinstance(arg, str)]
        assert [choice for choice in choices if choice not in default + purpose] == []
        if "range" in item.metadata:
            low, high = item.metadata["range"]
            assert f"{low:g}…{high:g}" in purpose, item.name


def test_the_settings_of_a_new_project_are_the_defaults(tmp_path: Path) -> None:
    content = (ROOT / "templates" / "project" / "shuati.toml").read_text("utf-8")
    assert tomllib.loads(content)
    (tmp_path / "shuati.toml").write_text(content, encoding="utf-8")
    assert load(tmp_path) == Settings()
