"""The ledger is decided before any part is made: it is the same, whatever is made."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from shuati.pipeline import outputs
from shuati.pipeline.build import Plan, build
from shuati.pipeline.progress import Progress
from shuati.publish.print import Printed

_PARTS = ("deck", "list", "report", "bank")  # the sheets are made in one step
_LIST = "- **连接：** 三次握手\n- **传输：** 确认与重传\n- **关闭：** 四次挥手\n"
_ANSWERS = {
    "什么是死锁？": "几个线程互相等待对方占有的资源。",
    "TCP 的一生有哪些阶段？": f"\n\n{_LIST}",
    "什么是知识蒸馏？": "用大模型的输出教小模型，小模型更快而效果接近。",
}


def _subsets() -> Iterator[frozenset[str]]:
    for size in range(1, len(_PARTS) + 1):
        yield from map(frozenset, combinations(_PARTS, size))


def _write(plan: Plan, answers: dict[str, str]) -> None:
    parts = [f"### {n}. {q}\n\n**答案：** {a}\n" for n, (q, a) in enumerate(answers.items(), 1)]
    (plan.sources / "a.md").write_text("# 题\n\n" + "\n".join(parts), encoding="utf-8")


def _ledger(plan: Plan, parts: Collection[str], now: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(now))
    build(replace(plan, only=frozenset(parts)), Progress())
    return plan.ledger.read_text("utf-8")


def _project(folder: Path) -> Plan:
    sources = folder / "sources"
    sources.mkdir(parents=True)
    settings = 'keywords = 0\nsubdecks = "document"\nnotes = ["问答", "要点", "术语"]\n'
    (sources / "shuati.toml").write_text(settings, encoding="utf-8")
    plan = Plan(sources, folder / "output", sources / "ledger.json")
    _write(plan, _ANSWERS)
    return plan


@pytest.fixture(autouse=True)
def no_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_printed", lambda *_: Printed({"list": b"", "study": b""}, ()))


def _history(
    folder: Path, first: Collection[str], then: Collection[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The ledgers of a first build, of one after an edit, and of one after a deletion."""
    plan = _project(folder)
    ledgers = [_ledger(plan, first, 1_700_000_000, monkeypatch)]
    edited = _ANSWERS | {"什么是知识蒸馏？": "用大模型的输出教小模型，小模型更小而效果接近。"}
    _write(plan, edited)
    ledgers.append(_ledger(plan, then, 1_700_100_000, monkeypatch))
    del edited["TCP 的一生有哪些阶段？"]
    _write(plan, edited)
    ledgers.append(_ledger(plan, then, 1_700_200_000, monkeypatch))
    shutil.rmtree(folder)
    return ledgers


def test_every_choice_of_parts_leaves_the_ledger_of_a_full_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = _history(tmp_path / "p", _PARTS, _PARTS, monkeypatch)
    assert len(set(full)) == 3
    assert '"points"' in full[0]
    assert '"deck"' in full[0]
    assert '"gone"' in full[2]
    for parts in _subsets():
        assert _history(tmp_path / "p", _PARTS, parts, monkeypatch) == full, parts
    without_deck = _history(tmp_path / "p", {"bank"}, {"bank"}, monkeypatch)
    assert without_deck[:2] == full[:2]
    assert '"gone"' not in without_deck[2]  # Anki never had it


def test_what_is_new_since_the_last_build_needs_no_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(_project(tmp_path / "p"), only=frozenset({"bank"}), since="last")
    made: list[int] = []
    monkeypatch.setattr(
        outputs,
        "_printed",
        lambda *args: made.append(len(args[2].entries)) or Printed({"study": b""}, ()),
    )
    build(plan, Progress())
    assert made == [3]


def test_a_bank_build_between_two_decks_hides_no_edit_from_anki(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shuati.publish.anki.targets.read_package import sent_notes

    def texts(plan: Plan) -> str:
        notes = sent_notes(plan.output / "shuati.apkg")
        return " ".join(" ".join(note.fields) for note in notes.values())

    plan = _project(tmp_path / "p")
    _ledger(plan, {"deck"}, 1_700_000_000, monkeypatch)
    _write(plan, _ANSWERS | {"什么是死锁？": "循环等待，谁也不让。"})
    between = _ledger(plan, {"bank"}, 1_700_100_000, monkeypatch)
    assert "循环等待" not in texts(plan)
    assert _ledger(plan, {"deck"}, 1_700_200_000, monkeypatch) == between
    assert "循环等待" in texts(plan)
