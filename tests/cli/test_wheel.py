"""`pip install .` gives the whole program: templates, fonts and word lists are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_QUESTION = "## 1. 什么是缓存？\n\n**答案：** 离使用者更近的一份数据。\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="needs hatchling to build a wheel")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_every_file_of_the_package_and_all_templates(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "shuati", "templates"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    wanted = {name if name.startswith("shuati/") else f"shuati/{name}" for name in tracked}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("shuati/")}
        entry_points = next(name for name in archive.namelist() if "entry_points" in name)
        assert "shuati = shuati.cli.main:main" in archive.read(entry_points).decode()
    assert wanted <= held


def test_the_installed_program_builds_everything_from_any_folder(
    wheel: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    project = tmp_path / "project"
    (project / "sources").mkdir(parents=True)
    (project / "sources" / "a.md").write_text(_QUESTION, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-c", "from shuati.cli.main import main; raise SystemExit(main(['-q']))"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=True,
    )
    made = {path.name for path in (project / "output").iterdir()}
    sheets = {f"{name}.pdf" for name in ("study", "cheat", "quiz", "cards", "list")}
    assert made == {"shuati.apkg", "bank.json", "bank.md", "report.html"} | sheets
