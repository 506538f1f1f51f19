from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from shuati import watch as watching
from shuati.build import Plan
from shuati.terminal import Terminal


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


def test_quick_successions_are_one_build(
    plan: Plan, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[object] = []
    monkeypatch.setattr(watching, "_build", lambda *_: builds.append(1))
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
