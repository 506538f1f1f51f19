"""A file that is saved while a build runs is in the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress


class _Saving(Progress):
    """Calls ``save`` when the stage ``name`` ends."""

    def __init__(self, name: str, save: Callable[[], object]) -> None:
        super().__init__()
        self._name, self._save = name, save

    def ended(self, measured: object) -> None:
        if getattr(measured, "name", "") == self._name:
            self._save()


def _outputs(plan: Plan) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in plan.output.iterdir()}


@pytest.mark.parametrize("stage", ["look", "read", "deck", "write"])
def test_what_is_saved_while_a_build_runs_is_in_the_next_and_so_is_taking_it_back(
    stage: str, plan: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    document = plan.sources / "go.md"
    before = document.read_bytes()
    edited = before.replace("传值".encode(), "传递值".encode())
    assert edited != before
    build(plan, _Saving(stage, lambda: document.write_bytes(edited)))
    build(plan, Progress())
    assert "传递值" in (plan.output / "bank.md").read_text("utf-8")
    document.write_bytes(before)
    build(plan, Progress())
    assert "传递值" not in (plan.output / "bank.md").read_text("utf-8")


@pytest.mark.parametrize("stage", ["deck", "write"])
def test_a_document_that_is_taken_away_while_a_build_runs_is_no_error(
    stage: str, plan: Plan
) -> None:
    document = plan.sources / "go.md"

    def replaced() -> None:
        document.unlink()
        document.mkdir()

    build(plan, _Saving(stage, replaced))
    assert "goroutine" in (plan.output / "bank.md").read_text("utf-8")
