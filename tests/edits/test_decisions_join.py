"""What a decision does to codes: it joins, and takes nothing apart."""

from __future__ import annotations

from pathlib import Path

from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

_SOURCES = {
    "a.md": "## 什么是静息电位？\n\n静息电位是细胞安静时膜两侧的电位差。\n",
    "b.md": "## 什么是静息膜电位？\n\n细胞未受刺激时膜两侧的电位差，内负外正。\n",
    "c.txt": "1、静息电位\n答：安静时细胞膜两侧的电位差，内负外正。\n\n"
    "2、心动周期\n答：心脏一次收缩和舒张构成的活动周期。\n",
}


def test_a_decision_same_leaves_together_what_was_merged_before(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, text in _SOURCES.items():
        (sources / name).write_text(text, encoding="utf-8")
    plan = Plan(sources, tmp_path / "output", sources / "ledger.json", frozenset({"deck"}))

    def groups() -> dict[str, set[str]]:
        built = build(plan, Progress())
        assert built.bank
        return {
            entry.code: {variant.path for variant in entry.variants} for entry in built.bank.entries
        }

    before = groups()
    assert before["Q0001"] == {"a.md", "c.txt"}
    (sources / "decisions.toml").write_text(
        '[[same]]\nquestions = ["b.md#什么是静息膜电位？", "c.txt#静息电位"]\n', encoding="utf-8"
    )
    assert groups() == {"Q0001": {"a.md", "b.md", "c.txt"}, "Q0003": {"c.txt"}}
