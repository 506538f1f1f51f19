"""`diff` says what the next build does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.changes import ChangeKind
from shuati.pipeline.preview import Preview, preview
from shuati.pipeline.progress import Progress

_ANSWERS = {
    "什么是梯度消失？": "反向传播时梯度逐层变小，浅层几乎学不到东西。",
    "批量归一化有什么用？": "让每层输入的分布稳定，训练更快，也有正则化的作用。",
    "什么是知识蒸馏？": "用大模型的输出教小模型，小模型更快而效果接近。",
    "注意力机制如何计算？": "查询与键做点积，除以维度的平方根，经 softmax 加权求和。",
}


def _write(path: Path, answers: dict[str, str]) -> None:
    parts = [f"### {n}. {q}\n\n**答案：** {a}\n" for n, (q, a) in enumerate(answers.items(), 1)]
    path.write_text("# 模型\n\n" + "\n".join(parts), encoding="utf-8")


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "shuati.toml").write_text("keywords = 0\n", encoding="utf-8")
    _write(sources / "a.md", _ANSWERS)
    made = Plan(sources, tmp_path / "output", sources / "ledger.json", frozenset({"deck"}))
    build(made, Progress())
    return made


def _after(plan: Plan, answers: dict[str, str]) -> Preview:
    _write(plan.sources / "a.md", answers)
    return preview(plan, Progress())


def _kinds(found: Preview) -> dict[str, ChangeKind]:
    return {change.code: change.kind for change in found.changes}


def test_nothing_changed_is_nothing(plan: Plan) -> None:
    found = preview(plan, Progress())
    assert (found.changes, found.notes, found.pages) == (
        (),
        {"new": 0, "changed": 0, "gone": 0},
        (),
    )


def test_an_edit_is_told_in_words(plan: Plan) -> None:
    answers = _ANSWERS | {"什么是知识蒸馏？": "用大模型的输出教小模型，小模型更小而效果接近。"}
    (change,) = _after(plan, answers).changes
    assert (change.kind, change.code, change.path) == (ChangeKind.EDITED, "Q0003", "a.md")
    assert [(str(one.kind), one.text) for one in change.words if one.kind != "equal"] == [
        ("deleted", "快"),
        ("inserted", "小"),
    ]


def test_new_gone_and_moved_are_told(plan: Plan) -> None:
    answers = dict(reversed(_ANSWERS.items()))
    del answers["批量归一化有什么用？"]
    answers["什么是卷积核？"] = "在图像上滑动的一小块权重。"
    found = _after(plan, answers)
    kinds = _kinds(found)
    assert kinds["Q0002"] is ChangeKind.RETIRED
    assert kinds["Q0005"] is ChangeKind.NEW
    assert sum(kind is ChangeKind.MOVED for kind in kinds.values()) == 2
    assert (found.notes["new"], found.notes["gone"]) == (1, 1)


def test_a_build_does_what_was_told(plan: Plan) -> None:
    found = _after(plan, _ANSWERS | {"什么是卷积核？": "在图像上滑动的一小块权重。"})
    built = build(plan, Progress())
    assert built.bank
    assert built.bank.identified.new == tuple(
        change.code for change in found.changes if change.kind is ChangeKind.NEW
    )


def test_a_diff_writes_nothing(plan: Plan) -> None:
    before = {path: path.read_bytes() for path in plan.sources.parent.rglob("*") if path.is_file()}
    preview(plan, Progress())
    assert before == {
        path: path.read_bytes() for path in plan.sources.parent.rglob("*") if path.is_file()
    }


def test_pages_of_the_last_sheet_are_named(plan: Plan) -> None:
    pytest.importorskip("weasyprint")
    everything = Plan(plan.sources, plan.output, plan.ledger, frozenset({"deck", "study"}))
    build(everything, Progress())
    answers = _ANSWERS | {"什么是知识蒸馏？": "用大模型的输出教小模型。"}
    assert re.fullmatch(r"\(\d,\)", repr(_after(plan, answers).pages))
