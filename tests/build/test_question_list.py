"""Questions without an answer in the output: in the bank, neither cards nor printed."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

LIST = "# 面试题\n\n" + "".join(f"{at}. 什么是第 {at} 种锁？\n" for at in range(1, 13))
ANSWERED = "# 线程\n\n### 1. 什么是线程？\n\n执行的单位。\n"


def _built(plan: Plan, *documents: str) -> Built:
    for path in plan.sources.glob("*.md"):
        path.unlink()
    for at, text in enumerate(documents):
        (plan.sources / f"{at}.md").write_text(text, "utf-8")
    return build(replace(plan, only=frozenset({"deck", "quiz", "list", "bank"})), Progress())


def _fronts(plan: Plan) -> list[str]:
    with zipfile.ZipFile(plan.output / "shuati.apkg") as package:
        names = [name for name in package.namelist() if name.startswith("collection")]
        path = Path(package.extract(names[0], plan.output.parent))
    with sqlite3.connect(path) as database:
        return [row[0].split("\x1f")[1] for row in database.execute("select flds from notes")]


def _printed(plan: Plan) -> str:
    return "".join(
        page.get_text()
        for name in ("quiz", "list")
        for page in pymupdf.open(plan.output / f"{name}.pdf")
    )


@pytest.mark.parametrize("documents", [(LIST, ANSWERED), (LIST,)])
def test_a_list_of_questions_is_in_the_bank_and_nowhere_else(
    plan: Plan, documents: tuple[str, ...]
) -> None:
    built = _built(plan, *documents)
    assert built.counts.unanswered == 12
    bank = json.loads((plan.output / "bank.json").read_text("utf-8"))
    answered = [variant["answered"] for one in bank["entries"] for variant in one["variants"]]
    assert answered.count(False) == 12
    assert len(_fronts(plan)) == len(documents) - 1
    assert "种锁" not in _printed(plan)
    assert "什么是第 7 种锁" in (plan.output / "bank.md").read_text("utf-8")


def test_a_setting_makes_cards_of_them_and_prints_them(plan: Plan) -> None:
    (plan.sources / "shuati.toml").write_text("unanswered = true\n", "utf-8")
    built = _built(plan, LIST, ANSWERED)
    assert built.counts.unanswered == 12
    assert sum("种锁" in front for front in _fronts(plan)) == 12
    assert _printed(plan).count("种锁") >= 12
