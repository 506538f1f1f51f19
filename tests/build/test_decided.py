from __future__ import annotations

from builders import text_of

from shuati.ledger.store import load
from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress


def _build(plan: Plan) -> Built:
    return build(plan, Progress())


def _decide(plan: Plan, text: str) -> None:
    (plan.sources / "decisions.toml").write_text(text, encoding="utf-8")


_APART = '[[different]]\nquestions = ["go.md#什么是 goroutine？", "more.md:3"]\n'


def test_a_decision_changes_the_next_build_and_holds_after_edits(plan: Plan) -> None:
    assert _build(plan).counts.entries == 2
    _decide(plan, _APART)
    assert _build(plan).counts.entries == 3
    more = plan.sources / "more.md"
    text = more.read_text("utf-8").replace("什么是 goroutine", "goroutine 是什么")
    more.write_text(text.replace("# 并发\n", "# 并发\n\n前言。\n"), encoding="utf-8")
    built = _build(plan)
    assert built.counts.entries == 3
    assert not [
        diagnostic for diagnostic in built.diagnostics if "decisions.toml" in diagnostic.path
    ]


def test_what_was_joined_by_code_stays_joined_in_the_builds_after(plan: Plan) -> None:
    _decide(plan, _APART)
    _build(plan)
    codes = [record.code for record in load(plan.ledger).records]
    _decide(plan, f'[[same]]\nquestions = ["{codes[0]}", "{codes[1]}", "{codes[2]}"]\n')
    assert _build(plan).counts.entries == 1
    go = plan.sources / "go.md"
    go.write_text(go.read_text("utf-8").replace("channel 有什么用", "通道的用处"), encoding="utf-8")
    assert _build(plan).counts.entries == 1
    go.write_text(go.read_text("utf-8").replace("之间传值", "之间传递值"), encoding="utf-8")
    assert _build(plan).counts.entries == 1


def test_a_decision_about_nothing_is_a_warning_and_no_error(plan: Plan) -> None:
    _build(plan)
    _decide(plan, '\n[[same]]\nquestions = ["Q0777", "go.md#什么是 goroutine？"]\n')
    built = _build(plan)
    (told,) = [
        diagnostic for diagnostic in built.diagnostics if diagnostic.path == "decisions.toml"
    ]
    assert (told.severity, told.span and told.span.first) == ("warning", 2)
    assert "Q0777" in text_of(told)


def test_entries_that_come_close_name_each_other(plan: Plan) -> None:
    _decide(plan, _APART)
    bank = _build(plan).bank
    assert bank
    codes = {entry.question: entry.code for entry in bank.entries}
    related = {entry.code: entry.related for entry in bank.entries}
    one, other = (code for question, code in codes.items() if "goroutine" in question)
    assert other in related[one]
    assert one in related[other]
