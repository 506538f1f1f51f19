"""Times that Anki goes by, and diagnostics that one build alone tells."""

from __future__ import annotations

import pytest

from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

_QUESTION = "什么是 goroutine"


class Clock:
    """A clock that stands still until somebody waits."""

    def __init__(self, now: float) -> None:
        self.now, self.waited = now, 0.0

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waited += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(1_800_000_000.25)
    monkeypatch.setattr("time.time", made.time)
    monkeypatch.setattr("time.sleep", made.sleep)
    return made


def _edit(plan: Plan, old: str, new: str) -> None:
    document = plan.sources / "go.md"
    document.write_text(document.read_text("utf-8").replace(old, new), encoding="utf-8")


def _times(built: Built) -> dict[str, int]:
    assert built.bank
    records = built.bank.ledger.records
    return {record.question: record.stamp.modified for record in records if record.stamp}


def _clock_findings(built: Built) -> list[str]:
    return [one.code for one in built.diagnostics if one.code == "clock-ahead"]


def test_builds_within_one_second_give_an_edited_note_a_new_time_and_none_of_the_future(
    plan: Plan, clock: Clock
) -> None:
    seen = []
    for old, new in (("传值", "传值"), ("传值", "传递值"), ("传递值", "送值"), ("送值", "给值")):
        _edit(plan, old, new)
        built = build(plan, Progress())
        seen.append(_times(built)["channel 有什么用？"])
        assert max(_times(built).values()) <= clock.now
        assert not _clock_findings(built)
    assert len(set(seen)) == 4
    assert seen == sorted(seen)
    assert _times(built)[_QUESTION] == 1_800_000_000
    assert clock.waited < 4


def test_a_build_with_nothing_new_waits_for_nothing(plan: Plan, clock: Clock) -> None:
    build(plan, Progress())
    (plan.output / "bank.md").unlink()
    build(plan, Progress())
    assert clock.waited == 0


def test_a_clock_that_was_wrong_is_told_once_and_not_waited_for(plan: Plan, clock: Clock) -> None:
    clock.now += 3600
    build(plan, Progress())
    clock.now -= 3600
    _edit(plan, "传值", "传递值")
    told = build(plan, Progress())
    assert len(_clock_findings(told)) == 1
    assert clock.waited == 0
    again = build(plan, Progress())
    assert again.bank is None
    assert not _clock_findings(again)


@pytest.mark.parametrize("lose", [True, False])
def test_gone_cards_that_cannot_be_tagged_are_told_once(plan: Plan, lose: bool) -> None:
    build(plan, Progress())
    if lose:
        (plan.output / "shuati.apkg").unlink()
    _edit(plan, "## 2. channel 有什么用？", "")
    told = build(plan, Progress())
    named = [one for one in told.diagnostics if one.code == "cards-out-of-reach"]
    assert len(named) == lose
    again = build(plan, Progress())
    assert again.bank is None
    assert not [one for one in again.diagnostics if one.code == "cards-out-of-reach"]


def test_what_stays_wrong_is_told_by_builds_that_find_nothing_changed(plan: Plan) -> None:
    (plan.sources / "go.md").write_text("## 1. 问？\n", encoding="utf-8")
    first = build(plan, Progress())
    again = build(plan, Progress())
    assert again.bank is None
    assert first.diagnostics
    assert again.diagnostics == first.diagnostics
