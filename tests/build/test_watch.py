from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from shuati.cli.commands import watch as watching
from shuati.cli.main import main
from shuati.cli.terminal import Terminal
from shuati.pipeline import outputs
from shuati.pipeline.bank import Plan


class _End(Exception):
    pass


@pytest.fixture
def terminal(plan: Plan) -> Terminal:
    return Terminal(quiet=True, verbose=False, as_json=False, sources=plan.sources)


def _watch(plan: Plan, terminal: Terminal, steps: list[Callable[[], object]]) -> None:
    """Watch until ``steps``, done one by one between two looks, are over."""

    def between() -> Iterator[None]:
        for step in steps:
            for _ in range(3):  # a look that finds it, one that finds it settled, the pause
                yield
            step()
        for _ in range(6):
            yield
        raise _End

    rest = between()
    with pytest.raises(_End):
        watching.watch(plan, terminal, lambda seconds: next(rest))


def test_a_change_is_built_and_an_error_is_told_and_recovered_from(
    plan: Plan, terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    document = plan.sources / "go.md"
    good = document.read_text("utf-8")
    settings = plan.sources / "shuati.toml"
    seen: list[str] = []

    def look() -> None:
        seen.append((plan.output / "bank.md").read_text("utf-8"))

    _watch(
        plan,
        terminal,
        [
            lambda: (look(), document.write_text(good.replace("传值", "传递"), "utf-8")),
            lambda: (look(), settings.write_text("keywordz = 0\n", "utf-8")),
            lambda: (look(), settings.write_text("keywords = 0\n", "utf-8")),
            lambda: document.write_text(good.replace("传值", "送值"), "utf-8"),
        ],
    )
    look()
    assert [next(w for w in ("传值", "传递", "送值") if w in text) for text in seen] == [
        "传值",
        "传递",
        "传递",
        "送值",
    ]
    assert "keywordz" in capsys.readouterr().err


def test_a_wrong_template_and_a_fault_of_the_program_end_no_watch(
    plan: Plan,
    terminal: Terminal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    front = plan.sources.parent / "templates" / "anki" / "front.html"
    front.parent.mkdir(parents=True)
    document = plan.sources / "go.md"
    good = document.read_text("utf-8")
    whole = outputs.bank_files

    def write(word: str) -> None:
        document.write_text(good.replace("传值", word), encoding="utf-8")

    def faulty(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault")

    _watch(
        plan,
        terminal,
        [
            lambda: front.write_text("{{#题目}}", "utf-8"),
            lambda: front.write_text("{{题目}}", "utf-8"),
            lambda: (monkeypatch.setattr(outputs, "bank_files", faulty), write("送值")),
            lambda: (monkeypatch.setattr(outputs, "bank_files", whole), write("传递")),
        ],
    )
    told = capsys.readouterr().err
    assert "front.html:1: error: the template is wrong" in told
    assert "ZeroDivisionError: a fault" in told
    assert "传递" in (plan.output / "bank.md").read_text("utf-8")


def test_an_interrupt_ends_a_watch_well(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.watch, "__defaults__", (interrupted,))
    arguments = ["--sources", str(plan.sources), "--output", str(plan.output)]
    assert main(["watch", *arguments]) == 0
    assert "Interrupted" not in capsys.readouterr().err


def test_a_mended_ledger_is_built_with(plan: Plan, terminal: Terminal) -> None:
    kept: list[bytes] = []

    def spoil() -> None:
        kept.append(plan.ledger.read_bytes())
        plan.ledger.write_text("{", encoding="utf-8")
        document = plan.sources / "go.md"
        document.write_text(document.read_text("utf-8").replace("传值", "传递"), encoding="utf-8")

    _watch(plan, terminal, [spoil, lambda: plan.ledger.write_bytes(kept[0])])
    assert "传递" in (plan.output / "bank.md").read_text("utf-8")


def test_quick_successions_are_one_build(
    plan: Plan, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[object] = []
    monkeypatch.setattr(watching, "_build", lambda *_: not builds.append(1))
    looks = iter(range(12))

    def sleep(seconds: float) -> None:
        look = next(looks, None)
        if look is None:
            raise _End
        if look < 6:  # it is being written while one looks
            (plan.sources / "go.md").write_text("x" * look, encoding="utf-8")

    with pytest.raises(_End):
        watching.watch(plan, terminal, sleep)
    assert len(builds) == 1


def test_what_the_build_itself_writes_is_no_change(plan: Plan) -> None:
    before = watching.state_of(plan)
    plan.ledger.write_text("{}", encoding="utf-8")
    plan.ledger.with_name("ledger.json.bak").write_text("{}", encoding="utf-8")
    (plan.sources / ".ledger.json.new").write_text("{}", encoding="utf-8")
    assert watching.state_of(plan) == before
    templates = plan.sources.parent / "templates"
    templates.mkdir()
    (templates / "card.css").write_text("", encoding="utf-8")
    assert watching.state_of(plan) != before
