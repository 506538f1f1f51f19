from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shuati import cache
from shuati.build import Plan, build
from shuati.model import Span
from shuati.progress import Progress


def _made() -> tuple[Callable[[], Span], list[int]]:
    calls: list[int] = []

    def make() -> Span:
        calls.append(1)
        return Span(1, 2)

    return make, calls


def _folder() -> Path:
    folder = cache.folder("made")
    assert folder
    return folder


def test_what_was_made_is_made_once() -> None:
    make, calls = _made()
    for _ in range(2):
        with cache.opened() as remember:
            assert remember("span", "key", make) == remember("span", "key", make) == Span(1, 2)
    assert len(calls) == 1


def test_another_kind_key_or_program_is_another_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    make, calls = _made()
    for program in ("one", "two"):
        monkeypatch.setattr(cache, "program", lambda program=program: program)
        with cache.opened() as remember:
            for kind, key in (("a", "x"), ("a", "y"), ("b", "x")):
                remember(kind, key, make)
    assert len(calls) == 6


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_cache_is_made_anew(content: bytes) -> None:
    (_folder() / "made.sqlite").write_bytes(content)
    make, calls = _made()
    for _ in range(2):
        with cache.opened() as remember:
            assert remember("span", "key", make) == Span(1, 2)
    assert len(calls) == 1


def test_a_cache_that_somebody_else_wrote_runs_nothing() -> None:
    class Foreign:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return eval, ("1/0",)

    make, calls = _made()
    with cache.opened() as remember:
        remember("span", "key", Foreign)  # type: ignore[arg-type]
    with cache.opened() as remember:
        assert remember("span", "key", make) == Span(1, 2)
    with pytest.raises(pickle.UnpicklingError):
        cache._Unpickler(__import__("io").BytesIO(pickle.dumps(Foreign()))).load()
    assert calls


def test_a_full_cache_lets_go_of_what_was_not_used_for_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "_MOST", 50_000)
    for day in range(8):
        monkeypatch.setattr("time.time", lambda day=day: day * 86_400.0)
        with cache.opened() as remember:
            remember("text", str(day), lambda: "x" * 10_000)
    assert (_folder() / "made.sqlite").stat().st_size < 60_000
    kept = []
    with cache.opened() as remember:
        remember("text", "7", lambda: kept.append(7))  # type: ignore[arg-type]
        remember("text", "0", lambda: kept.append(0))  # type: ignore[arg-type]
    assert kept == [0]


def test_without_the_cache_a_build_gives_the_same_bytes(plan: Plan) -> None:
    build(plan, Progress())
    document = plan.sources / "go.md"
    document.write_text(document.read_text("utf-8").replace("传值", "传递值"), encoding="utf-8")
    clone = plan.sources.parents[1] / "clone"
    shutil.copytree(plan.sources.parent, clone)
    other = replace(
        plan,
        sources=clone / "sources",
        output=clone / "output",
        ledger=clone / "sources" / "ledger.json",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "2000000000")
        build(plan, Progress())
        shutil.rmtree(_folder())
        build(other, Progress())
    for name in ("shuati.apkg", "bank.json", "bank.md"):
        assert (plan.output / name).read_bytes() == (other.output / name).read_bytes()
    assert plan.ledger.read_bytes() == other.ledger.read_bytes()


def test_an_output_that_is_gone_or_changed_is_made_again(plan: Plan) -> None:
    build(plan, Progress())
    bank = plan.output / "bank.md"
    content = bank.read_bytes()
    for spoil in (bank.unlink, lambda: bank.write_text("mine", encoding="utf-8")):
        spoil()
        assert build(plan, Progress()).bank is not None
        assert bank.read_bytes() == content
    assert build(plan, Progress()).bank is None
