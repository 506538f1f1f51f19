"""`shuati explain`: the evidence on two questions, in the reader's language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shuati.cli.main import main

_TCP = "A protocol with a handshake."
_HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    texts = {
        "a.md": f"# A\n\n## What is TCP?\n\n{_TCP}\n\n## UDP？\n\nA datagram.\n",
        "b.md": f"# B\n\n## What is TCP？\n\n{_TCP}\n\n## HTTP？\n\nRequests.\n",
    }
    for name, text in texts.items():
        (tmp_path / "sources" / name).write_text(text, "utf-8")
    (tmp_path / "shuati.toml").write_text("keywords = 0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert main(["build", "--only", "bank", "-q"]) == 0
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str], *names: str) -> dict[str, Any]:
    assert main(["explain", *names, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _lines(capsys: pytest.CaptureFixture[str], *names: str) -> list[str]:
    assert main(["explain", *names]) == 0
    return capsys.readouterr().out.splitlines()


def test_two_questions_of_one_entry(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "a.md:3", "b.md#What is TCP？")
    assert (found["verdict"], found["by"], found["candidate"]) == ("same", "rules", True)
    assert found["one_entry"]
    assert (found["a"]["code"], found["a"]["first_line"]) == ("Q0001", 3)
    assert found["thresholds"] == {"same": 0.72, "review": 0.55}
    assert found["features"]["subjects"] == 1
    assert "same-wording" in [one["code"] for one in found["reasons"]]
    assert found["hard_vetoes"] == []
    assert found == _json(capsys, "b.md:3", "a.md#What is TCP?")
    assert found == _json(capsys, "Q0001", "Q0001")


def test_a_veto_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "a.md#UDP？", "b.md#HTTP？")
    assert found["verdict"] == "different"
    assert not found["one_entry"]
    assert "other-names" in [one["code"] for one in found["hard_vetoes"]]
    assert found["a"]["subjects"]
    lines = _lines(capsys, "a.md#UDP？", "b.md#HTTP？")
    assert any(line.startswith("  veto, whatever the answers: other names (") for line in lines)


def test_a_decision_is_shown_with_who_why_and_when_and_what_overrules_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = 'questions = ["a.md#UDP？", "b.md#HTTP？"]\n'
    judged = f'[[same]]\n{named}by = "qwen"\nreason = "why not"\ndate = 2026-11-29\n'
    file = project / "sources" / "decisions.toml"
    file.write_text(judged, "utf-8")
    found = _json(capsys, "a.md#UDP？", "b.md#HTTP？")
    assert (found["verdict"], found["by"], found["one_entry"]) == ("same", "qwen", True)
    file.write_text(f"{judged}\n[[different]]\n{named}", "utf-8")
    lines = _lines(capsys, "a.md#UDP？", "b.md#HTTP？")
    at = lines.index("decision in decisions.toml:1: same, by qwen 2026-11-29 why not")
    assert lines[at + 1] == "  overruled by other decisions"
    assert lines[at + 2] == "decision in decisions.toml:7: different, by a person -"
    assert lines[at + 3] == "verdict: different, by a person"


@pytest.mark.parametrize("pair", [("Q0001", "Q0001"), ("a.md:7", "b.md:7"), ("a.md:3", "a.md:7")])
def test_it_is_in_the_language_of_the_reader(
    pair: tuple[str, str],
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    english = _lines(capsys, *pair)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    chinese = _lines(capsys, *pair)
    assert len(english) == len(chinese)
    assert english[:2] == chinese[:2]  # the questions themselves
    for one, other in zip(english[2:], chinese[2:], strict=True):
        assert not _HAN.search(one)
        assert bool(one) == bool(_HAN.search(other))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Q0001", "what"), "this names no question: 'what'"),
        (("Q0001", "Q0099"), "there is no question 'Q0099'"),
        (("a.md:3", "z.md:3"), "there is no question 'z.md:3'"),
        (("a.md:3", "a.md:4"), "both name one question"),
    ],
)
def test_a_name_of_nothing_is_an_error_that_says_so(
    names: tuple[str, str], said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *names]) == 1
    assert said in capsys.readouterr().err
