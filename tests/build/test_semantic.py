"""The setting `semantic`: what a build encodes, keeps and shows, with a small fake encoder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import fake_encoder
import pytest

from shuati.cli.main import main
from shuati.match.encoder import encode
from shuati.match.meaning import sentences
from shuati.messages import Language, describe
from shuati.model import BuildError, Verdict
from shuati.pipeline.bank import Built, Plan
from shuati.pipeline.build import build
from shuati.pipeline.progress import Progress

_TOPICS = "缓存 索引 事务 线程 协程 队列 堆栈 指针 闭包 递归 死锁 路由"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A project of two documents with twelve questions and one that wants a sentence encoder."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in ("a", "b"):
        asked = (f"## 什么是{one}？\n\n{name}：{one}的定义。\n" for one in _TOPICS.split())
        (sources / f"{name}.md").write_text("# 计算机\n\n" + "\n".join(asked), "utf-8")
    _set(sources)
    return Plan(sources, tmp_path / "output", sources / "ledger.json", frozenset({"bank"}))


def _set(sources: Path, semantic: str = "semantic = true", keywords: int = 0) -> None:
    (sources / "shuati.toml").write_text(f"keywords = {keywords}\n{semantic}\n", "utf-8")


def _build(plan: Plan, progress: Progress | None = None) -> Built:
    return build(plan, progress or Progress())


def _made(plan: Plan) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(plan.output.iterdir())}


def _asked(built: Built) -> list[str]:
    assert built.bank
    questions = [one for document in built.bank.documents for one in document.questions]
    return [text for one in questions for text in sentences(one)]


def test_every_text_is_encoded_once_and_never_again(plan: Plan) -> None:
    with fake_encoder.installed() as texts:
        wanted = _asked(_build(plan))
        assert sorted(texts) == sorted(set(wanted))
        assert len(texts) < len(wanted)  # what two documents ask in the same words
        texts.clear()
        _set(plan.sources, keywords=1)  # so that all is matched anew
        assert _build(plan).bank
    assert texts == []


def test_one_edited_question_encodes_its_own_texts_alone(plan: Plan) -> None:
    with fake_encoder.installed() as texts:
        _build(plan)
        texts.clear()
        file = plan.sources / "a.md"
        file.write_text(file.read_text("utf-8").replace("a：索引的定义", "排好序的键"), "utf-8")
        _build(plan)
        assert texts == ["什么是索引？。排好序的键。"]
        texts.clear()
        file.write_text(file.read_text("utf-8").replace("什么是死锁", "死锁如何避免"), "utf-8")
        _build(plan)
    assert texts == ["死锁如何避免？", "死锁如何避免？。a：死锁的定义。"]


def test_another_encoder_encodes_all_anew_and_another_program_does_not(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_encoder.installed() as texts:
        _build(plan)
        every = sorted(texts)
        texts.clear()
        monkeypatch.setattr("shuati.pipeline.cache.program", lambda: "newer")
        assert _build(plan).bank
    assert texts == []
    with fake_encoder.installed("2.0") as texts:
        _set(plan.sources, keywords=1)
        _build(plan)
    assert sorted(texts) == every


def test_a_warm_cache_gives_the_bytes_of_an_empty_one(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = []
    with fake_encoder.installed():
        for place in ("one", "one", "two"):
            monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / place))
            plan.ledger.unlink(missing_ok=True)
            _build(plan)
            made.append(_made(plan))
    assert made[0] == made[1] == made[2]


def test_encoding_is_a_stage_that_shows_how_far_it_is(plan: Plan) -> None:
    class Shown(Progress):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[Any] = []

        def begun(self, name: str) -> None:
            self.seen.append(name)

        def advanced(self, done: int, total: int) -> None:
            self.seen.append((done, total))

    shown = Shown()
    with fake_encoder.installed() as texts:
        _build(plan, shown)
    at = shown.seen.index("encode")
    count = len(texts)
    assert shown.seen[at + 1 : at + count + 1] == [(n, count) for n in range(1, count + 1)]


def test_without_the_setting_nothing_is_imported_and_the_output_is_that_without_the_package(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delitem(sys.modules, "shuati.match.encoder")
    made = []
    for semantic in ("", "semantic = false"):
        _set(plan.sources, semantic)
        plan.ledger.unlink(missing_ok=True)
        with fake_encoder.missing():
            assert _build(plan).bank
        made.append(_made(plan))
    assert made[0] == made[1]
    assert "shuati.match.encoder" not in sys.modules


def test_half_a_character_stops_nothing() -> None:
    with fake_encoder.installed() as texts:
        assert encode("锁\ud800") == encode("锁?")
    assert texts == ["锁?"] * 2


def test_without_the_package_the_setting_is_an_error_with_the_way_out(plan: Plan) -> None:
    with fake_encoder.missing(), pytest.raises(BuildError) as caught:
        _build(plan)
    (found,) = caught.value.diagnostics
    assert found.code == "semantic-not-installed"
    for language in Language:
        message = describe(found, language)
        assert "`semantic`" in message.text
        assert "pip install 'shuati[semantic]'" in message.fix
    assert not plan.output.exists()
    assert not plan.ledger.exists()


def _ask_in_other_order(plan: Plan) -> None:
    """Add a question whose characters both documents have: to the fake encoder it is one."""
    documents = {"a": "怎样除去甲醛的气味？\n\n开窗。", "b": "味气的醛甲去除样怎？\n\n通风。"}
    for name, text in documents.items():
        with (plan.sources / f"{name}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n## {text}\n")


def test_the_verdict_goes_by_the_vectors(plan: Plan) -> None:
    _ask_in_other_order(plan)
    found = []
    for semantic in ("semantic = true", "semantic = false"):
        _set(plan.sources, semantic)
        with fake_encoder.installed():
            bank = _build(plan).bank
        assert bank
        asked = [one for one in bank.pairs if "醛" in one.a.text and "醛" in one.b.text]
        found.append([one.verdict for one in asked])
    assert found == [[Verdict.SAME], [Verdict.REVIEW]]


def test_explain_prints_the_cosines_of_the_encoder_only_with_the_setting(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ask_in_other_order(plan)
    monkeypatch.chdir(plan.sources.parent)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    names = ("a.md#怎样除去甲醛的气味？", "b.md#味气的醛甲去除样怎？")
    with fake_encoder.installed():
        _build(plan)
        assert main(["explain", *names]) == 0
        assert "  cosine of the meanings: 1.00 of the texts, " in capsys.readouterr().out
        assert main(["explain", *names, "--json"]) == 0
        features = json.loads(capsys.readouterr().out)["features"]
        assert features["text_meaning"] == 1
        assert 0 < features["both_meaning"] < 1
        _set(plan.sources, "")
        assert main(["explain", *names, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["features"]["text_meaning"] < 0.9
