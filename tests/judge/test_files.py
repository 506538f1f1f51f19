"""`shuati review --export` and `--import`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shuati.cli.main import main
from shuati.match.decisions import load


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    answers = {
        "a": ("请求先到网关，再到后端", "前者存在内存里，掉电就没了"),
        "b": ("光合作用把水变成糖", "单子叶的种子只有一片叶"),
    }
    for name, own in answers.items():
        asked = [
            f"## {topic}是什么？\n\n{answer}。\n"
            for topic, answer in zip(("基本原理", "主要区别"), own, strict=True)
        ]
        (tmp_path / "sources" / f"{name}.md").write_text(f"# {name}\n\n{''.join(asked)}", "utf-8")
    (tmp_path / "shuati.toml").write_text("keywords = 0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def _exported() -> list[dict[str, Any]]:
    assert main(["review", "--export", "pairs.jsonl", "--quiet"]) == 0
    return [json.loads(line) for line in Path("pairs.jsonl").read_text("utf-8").splitlines()]


def _import(*lines: object, more: tuple[str, ...] = ()) -> int:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
    Path("pairs.jsonl").write_text("\n".join(texts), "utf-8")
    return main(["review", "--import", "pairs.jsonl", *more])


def test_a_line_has_all_that_a_judge_needs(project: Path) -> None:
    first, second = _exported()
    assert first["id"] != second["id"]
    assert first["a"] == {
        "reference": "a.md#基本原理是什么？",
        "place": "a.md:3",
        "document": "a",
        "question": "基本原理是什么？",
        "answer": "请求先到网关，再到后端。",
    }
    assert first["b"]["document"] == "b"
    assert 0 < first["score"] <= 1
    assert "same wording" in first["reasons"]
    assert (first["verdict"], first["reason"], first["by"]) == (None, None, None)
    assert _exported() == [first, second]


def test_what_is_filled_in_becomes_decisions_and_the_rest_stays_open(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = _exported()
    assert _import(first | {"verdict": "same", "reason": "问法\n相同\x07"}, "", second) == 0
    assert "1 same, 0 different, 1 left open" in capsys.readouterr().out
    (decision,) = load(project / "sources" / "decisions.toml")
    assert (decision.verdict, decision.by, decision.why) == ("same", "person", "问法 相同")
    assert decision.date
    assert _exported() == [second]


def test_an_import_names_who_judged(project: Path) -> None:
    first, second = _exported()
    lines = [
        {"id": first["id"], "verdict": "different", "by": "老师", "date": "2026-01-02"},
        {"id": second["id"], "verdict": "different"},
    ]
    assert _import(*lines, more=("--model", "gpt")) == 0
    made = load(project / "sources" / "decisions.toml")
    assert (made[0].by, made[0].date) == ("老师", "2026-01-02")
    assert made[1].by == "gpt"
    before = (project / "sources" / "decisions.toml").read_bytes()
    assert _import(*lines, more=("--model", "gpt")) == 0  # again: nothing is written twice
    assert (project / "sources" / "decisions.toml").read_bytes() == before


_WRONG = {
    "{oops": "no JSON",
    "[1]": "has no `id`",
    '{"id": 3}': "has no `id`",
    '{"id": "0123456789ab", "verdict": "same"}': "no pair of this bank has the id",
    '{"id": "ID", "verdict": "equal"}': 'no verdict "equal"',
    '{"id": "ID", "verdict": true}': "no verdict true",
    '{"id": "ID", "verdict": "same", "by": 7}': "`by` cannot be 7",
    '{"id": "ID", "verdict": "same", "by": "rules"}': "`by` cannot be",
    '{"id": "ID", "verdict": "same", "reason": [1]}': "`reason` cannot be [1]",
    '{"id": "ID", "verdict": "same", "date": "soon"}': "`date` cannot be",
    '{"id": "ID", "verdict": "different"}': "another verdict in line 1",
}


@pytest.mark.parametrize("wrong", _WRONG)
def test_a_wrong_line_is_named_with_a_way_out_and_nothing_is_written(
    wrong: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = _exported()
    code = _import(first | {"verdict": "same"}, wrong.replace("ID", first["id"]))
    assert code == 1
    shown = capsys.readouterr().err
    assert "pairs.jsonl:2: error: " in shown
    assert _WRONG[wrong] in shown
    assert not (project / "sources" / "decisions.toml").exists()


def test_every_wrong_line_is_reported_at_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _exported()
    assert _import("{oops", "[1]", "null") == 1
    assert capsys.readouterr().err.count("error") == 3


def test_one_judge_does_not_contradict_itself(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = _exported()
    assert _import(first | {"verdict": "same"}) == 0
    assert _import(first | {"verdict": "different"}) == 1
    assert "decisions.toml, line 1" in capsys.readouterr().err
    assert _import(first | {"verdict": "different", "by": "gpt"}) == 0
    assert len(load(project / "sources" / "decisions.toml")) == 2


def test_a_file_that_is_none_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--import", "none.jsonl"]) == 1
    Path("bytes.jsonl").write_bytes(b"\xff\xfe")
    assert main(["review", "--import", "bytes.jsonl"]) == 1
    assert capsys.readouterr().err.count("cannot be read") == 2
