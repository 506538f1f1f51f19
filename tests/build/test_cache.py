from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from shuati.model import Span
from shuati.pipeline import cache
from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import opened
from shuati.pipeline.stages import READ, Stage
from shuati.sources.source import Source

STAGE = Stage("test", "builders:document", cached=True)


@contextmanager
def _counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The arguments of every call that a runner really makes."""
    calls: list[object] = []

    def load(stage: Stage) -> Callable[[object], Span]:
        def make(argument: object) -> Span:
            calls.append(argument)
            return Span(1, 2)

        return make

    monkeypatch.setattr(Stage, "load", load)
    yield calls


def _run(*arguments: object, stage: Stage = STAGE) -> list[object]:
    with opened(Progress()) as runner:
        return [runner.run(stage, argument) for argument in arguments]


def _folder() -> Path:
    folder = cache.folder("made")
    assert folder
    return folder


def test_a_result_is_computed_once_for_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    with _counted(monkeypatch) as calls:
        assert _run("a", "a") == [Span(1, 2)] * 2
        assert _run("a") == [Span(1, 2)]
    assert calls == ["a"]


def test_other_values_another_stage_and_another_program_are_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with _counted(monkeypatch) as calls:
        for program in ("one", "two"):
            monkeypatch.setattr(cache, "program", lambda program=program: program)
            _run("x", "y")
            _run("x", stage=Stage("test", "other:function", cached=True))
    assert len(calls) == 6


def test_a_stage_that_is_not_cached_is_computed_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with _counted(monkeypatch) as calls:
        _run("a", "a", stage=Stage("test", "builders:document"))
    assert calls == ["a", "a"]


def test_what_was_computed_from_a_result_is_known_by_what_the_result_came_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    following = Stage("test", "next:function", cached=True)
    with _counted(monkeypatch) as calls, opened(Progress()) as runner:
        for argument in ("a", "b", "a"):  # equal results of unequal values
            runner.run(following, runner.run(STAGE, argument))
    assert calls == ["a", Span(1, 2), "b", Span(1, 2)]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_cache_is_made_anew(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    (_folder() / "made.sqlite").write_bytes(content)
    with _counted(monkeypatch) as calls:
        assert _run("a") == _run("a") == [Span(1, 2)]
    assert len(calls) == 1


class _Foreign:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, ("1/0",)


def test_a_cache_that_somebody_else_wrote_runs_nothing() -> None:
    with pytest.raises(pickle.UnpicklingError):
        cache.loads(pickle.dumps(_Foreign()))


def test_a_result_that_cannot_be_loaded_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with _counted(monkeypatch) as calls:
        with monkeypatch.context() as foreign:
            foreign.setattr(cache, "dumps", lambda value: pickle.dumps(_Foreign()))
            _run("b")
        assert _run("b") == [Span(1, 2)]
    assert calls == ["b", "b"]


def test_a_full_cache_lets_go_of_what_was_not_used_for_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "_LARGEST", 50_000)
    for day in range(8):
        monkeypatch.setattr("time.time", lambda day=day: day * 86_400.0)
        with cache.opened() as store:
            store.put(str(day), b"x" * 10_000)
    assert (_folder() / "made.sqlite").stat().st_size < 60_000
    with cache.opened() as store:
        assert store.get("7")
        assert store.get("0") is None


@pytest.mark.parametrize("items", [3, 400])
def test_shared_work_gives_the_results_in_order(items: int) -> None:
    documents = [Source(f"{at}.md", f"## 1. 第{at}题？\n\n答。\n".encode()) for at in range(items)]
    with opened(Progress()) as runner:
        read = runner.map(READ, documents)
    assert [one.path for one in read] == [source.path for source in documents]
    assert [one.questions[0].text for one in read] == [f"第{at}题？" for at in range(items)]


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


_EDITS: tuple[tuple[str, str, str], ...] = (
    ("shuati.toml", 'notes = ["问答"]', 'notes = ["问答", "要点", "术语"]'),
    ("go.md", "- **同步：**", "- **关闭：** 告诉接收方没有更多的值。\n- **同步：**"),
    ("shuati.toml", "tags = []", 'tags = ["语言::Go = goroutine, channel"]'),
    ("go.md", "- **关闭：**", "- **超时：** 用 select 等待。\n- **关闭：**"),
    ("go.md", "- **同步：**", "- **汇合点：**"),
    ("go.md", "没有更多的值", "不再有值"),
    ("go.md", "channel 有什么用", "通道 channel 的作用是什么"),
    ("go.md", "# Go 语言", "# 编程语言"),
    ("more.md", "# 并发", "# 并发\n\n一段前言。"),
    ("more.md", "初始栈只有几 KB", "初始栈只有几 KB，按需增长"),
    ("more.md", "什么是 goroutine", "什么是绿色线程"),
    ("shuati.toml", "synonyms = []", 'synonyms = ["goroutine=绿色线程"]'),
    ("more.md", "什么是绿色线程", "goroutine 的原理是什么"),
    ("shuati.toml", "review_threshold = 0.55", "review_threshold = 0.95"),
    ("shuati.toml", "keywords = 3", "keywords = 2"),
    ("shuati.toml", "stop_words = []", 'stop_words = ["线程"]'),
    ("shuati.toml", "user_dictionary = []", 'user_dictionary = ["初始栈"]'),
)


def test_after_every_kind_of_edit_a_warm_cache_gives_the_bytes_of_an_empty_one(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = ("synonyms", "tags", "stop_words", "user_dictionary")
    settings = [
        "keywords = 3",
        "review_threshold = 0.55",
        'notes = ["问答"]',
        *(f"{n} = []" for n in lists),
    ]
    (plan.sources / "shuati.toml").write_text("\n".join(settings), encoding="utf-8")
    kept = os.environ["XDG_CACHE_HOME"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    build(plan, Progress())
    for number, (name, old, new) in enumerate(_EDITS):
        text = (plan.sources / name).read_text("utf-8")
        assert old in text
        (plan.sources / name).write_text(text.replace(old, new), encoding="utf-8")
        if number == len(_EDITS) - 1:
            (plan.sources / "more.md").rename(plan.sources / "again.md")
        clone = tmp_path / f"clone{number}"
        shutil.copytree(plan.sources.parent, clone)
        other = Plan(
            clone / "sources", clone / "output", clone / "sources" / "ledger.json", plan.only
        )
        warm = build(plan, Progress())
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache{number}"))
        cold = build(other, Progress())
        monkeypatch.setenv("XDG_CACHE_HOME", kept)
        assert warm.bank is not None
        assert cold.diagnostics == warm.diagnostics
        for file in warm.files:
            assert (other.output / file.path.name).read_bytes() == file.path.read_bytes(), new
        assert plan.ledger.read_bytes() == other.ledger.read_bytes(), new


def test_an_output_that_is_gone_or_changed_is_made_again(plan: Plan) -> None:
    build(plan, Progress())
    bank = plan.output / "bank.md"
    content = bank.read_bytes()
    for spoil in (bank.unlink, lambda: bank.write_text("mine", encoding="utf-8")):
        spoil()
        assert build(plan, Progress()).bank is not None
        assert bank.read_bytes() == content
    assert build(plan, Progress()).bank is None
