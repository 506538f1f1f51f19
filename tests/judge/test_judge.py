"""`shuati review --judge` against a server on this machine that speaks the protocol."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import document, entry, question
from chat_server import ChatServer, serving

from shuati.cli.main import main
from shuati.judge import endpoint as endpoints
from shuati.judge.cases import CaseMaker, Judgement
from shuati.judge.endpoint import endpoint, find_key
from shuati.judge.judge_cases import Budget, Judging, judge_cases
from shuati.match.decisions import load
from shuati.model import BuildError, Pair, Verdict

KEY = "sk-secret-0123456789"
_TOPICS = ("基本原理", "主要区别", "典型应用", "常见误区", "发展历史")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents whose generic questions are in doubt: 基本原理是什么？ of which of the two?"""
    (tmp_path / "sources").mkdir()
    for name, what in (("a", "请求先到网关，由负载均衡分给后端实例"), ("b", "光合作用把水变成糖")):
        asked = [
            f"## {at}. {topic}是什么？\n\n{what}，第{at}点。\n" for at, topic in enumerate(_TOPICS)
        ]
        (tmp_path / "sources" / f"{name}.md").write_text(f"# {name}\n\n{''.join(asked)}", "utf-8")
    (tmp_path / "shuati.toml").write_text("keywords = 0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SHUATI_JUDGE_KEY", KEY)
    return tmp_path


def _review(server: ChatServer, *more: str) -> int:
    return main(["review", "--judge", server.url, "--model", "qwen3:14b", *more])


def _waiting(project: Path, capsys: pytest.CaptureFixture[str]) -> int:
    assert main(["check", "--json"]) == 0
    waiting: int = json.loads(capsys.readouterr().out)["waiting"]
    return waiting


def test_what_a_model_decides_is_written_with_its_name_reason_and_date(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795953600")
    waiting = _waiting(project, capsys)
    assert waiting == len(_TOPICS)
    with serving("good") as server:
        assert _review(server, "--batch", "2", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["different"], told["left"], told["requests"], told["tokens"]) == (5, 0, 3, 300)
    made = load(project / "sources" / "decisions.toml")
    assert {(one.by, one.why, one.date) for one in made} == {
        ("qwen3:14b", "第1对", "2026-11-29"),
        ("qwen3:14b", "第2对", "2026-11-29"),
    }
    assert [len(json.loads(b["messages"][1]["content"])["pairs"]) for b in server.bodies] == [
        2,
        2,
        1,
    ]
    assert {body["stream"] for body in server.bodies} == {False}
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert set(server.paths) == {"/v1/chat/completions"}
    assert _waiting(project, capsys) == 0
    with serving("good") as server:
        assert _review(server) == 0
    assert not server.bodies  # nothing is asked twice


def test_a_person_overrules_the_model_and_builds_ask_nobody(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving("good") as server:
        assert _review(server) == 0
    file = project / "sources" / "decisions.toml"
    first = file.read_text("utf-8")
    own = '[[same]]\nquestions = ["a.md#基本原理是什么？", "b.md#基本原理是什么？"]\n'
    built = []
    for text in (f"{own}\n{first}", f"{first}\n{own}"):
        file.write_text(text, "utf-8")
        (project / "sources" / "ledger.json").unlink(missing_ok=True)
        assert main(["build", "--only", "bank", "--quiet"]) == 0
        bank = json.loads((project / "output" / "bank.json").read_text("utf-8"))
        built.append(bank["pairs"])
        (pair,) = [one for one in bank["pairs"] if one["by"] == "person"]
        assert pair["verdict"] == "same"
        assert len(bank["entries"]) == 2 * len(_TOPICS) - 1
        assert {one["by"] for one in bank["pairs"] if one["verdict"] == "different"} >= {
            "qwen3:14b"
        }
    assert built[0] == built[1]


def test_the_key_is_in_no_output_and_no_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = ""
    for answer in ("401", "400", "404", "429", "redirect", "html", "echo"):
        with serving(answer) as server:
            _review(server, "--verbose", "--budget", "5")
            out, err = capsys.readouterr()
            shown += out + err
            assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert "Bearer ***" in shown
    assert KEY not in shown
    for path in project.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()
    assert KEY not in repr(endpoint("http://127.0.0.1:1", "m", 1, KEY))


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (("401",), 1, "refuses the key"),
        (("404",), 1, "has no model qwen3:14b"),
        (("400",), 1, "refuses the request (status 400)"),
        (("redirect",), 1, "sends requests on to http://127.0.0.1:9/v1/chat/completions;"),
        (("html",), 1, "not as a server of chat completions: <html>Welcome</html>"),
        (("nonsense",), 1, "gives no verdicts that can be read: 作为一个语言模型"),
        (("429",), 1, "is busy or broken (status 429)"),
    ],
)
def test_an_error_says_what_is_wrong_and_how_to_fix_it(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    answers: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    with serving(*answers) as server:
        assert _review(server) == code
    out, err = capsys.readouterr()
    assert said in err
    assert "; " in err  # and what to do
    assert "0 same, 0 different, 5 left" in out
    assert not (project / "sources" / "decisions.toml").exists()


def test_a_server_that_is_not_there_is_an_error(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving("good") as server:
        gone = server.url
    assert main(["review", "--judge", gone, "--model", "m"]) == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_what_was_decided_before_a_failure_stays_and_is_not_asked_again(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving("good", "400") as server:
        assert _review(server, "--batch", "2") == 1
    assert "2 different, 3 left" in capsys.readouterr().out
    assert len(load(project / "sources" / "decisions.toml")) == 2
    with serving("good") as server:
        assert _review(server) == 0
    assert len(json.loads(server.bodies[0]["messages"][1]["content"])["pairs"]) == 3


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHUATI_JUDGE_KEY")
    with serving("good") as server:
        assert _review(server, "--dry-run", "--batch", "3") == 0
        shown = capsys.readouterr().out
        assert _review(server, "--dry-run", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert not server.bodies
        assert _review(server) == 0
    assert "基本原理是什么？" in shown
    assert "request 2 of 2: 2 pairs" in shown
    assert "5 pairs in 2 requests to qwen3:14b" in shown
    assert told["requests"][0]["messages"] == server.bodies[0]["messages"]
    assert "Authorization" not in server.headers[0]


def test_the_budget_holds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving("good") as server:
        assert _review(server, "--batch", "1", "--budget", "2") == 0
        assert len(server.bodies) == 2
        assert "2 different, 3 left: 0 unsure, 0 without" in capsys.readouterr().out
        assert _review(server, "--batch", "1", "--budget", "tokens=10") == 0
    assert len(server.bodies) == 2
    assert "(the budget is spent)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--judge", "http://h/v1"),
        ("--judge", "http://h/v1", "--model", "person"),
        ("--judge", "http://h/v1", "--model", "m", "--budget", "much"),
        ("--dry-run",),
        ("--export", "a", "--import", "b"),
    ],
)
def test_wrong_use_ends_with_2(project: Path, arguments: tuple[str, ...]) -> None:
    assert main(["review", *arguments]) == 2


@pytest.mark.parametrize("url", ["h/v1", "ftp://h", "http://", "http://h:x/", "http://u:pw@h/v1"])
def test_an_address_that_is_none_is_an_error_before_anything_is_read(
    url: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--judge", url, "--model", "m"]) == 1
    shown = capsys.readouterr().err
    assert "--judge: error" in shown
    assert "pw" not in shown


def test_the_server_in_a_process_of_its_own(project: Path) -> None:
    script = Path(__file__).with_name("chat_server.py")
    process = subprocess.Popen(
        [sys.executable, str(script), "429,fenced"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}/v1/chat/completions"
        assert main(["review", "--judge", url, "--model", "m"]) == 0
    finally:
        process.terminate()
        process.wait(10)
    assert len(load(project / "sources" / "decisions.toml")) == len(_TOPICS)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a process")
def test_ctrl_c_ends_it_and_keeps_what_was_decided(project: Path) -> None:
    file = project / "sources" / "decisions.toml"
    root = Path(__file__).resolve().parents[2]
    with serving("good", "slow") as server:
        command = [sys.executable, str(root / "build.py"), "review", "--judge", server.url]
        process = subprocess.Popen(
            [*command, "--model", "m", "--batch", "2"],
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        limit = time.monotonic() + 60
        while len(server.bodies) < 2 and time.monotonic() < limit:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "2 different, 3 left: 0 unsure, 0 without a usable answer, 3 not asked (stopped)" in out
    assert len(load(file)) == 2


# ── the loop alone ───────────────────────────────────────────────────────────


def _run(
    server: ChatServer, *, pairs: int = 4, size: int = 4, timeout: float = 5, **more: int
) -> tuple[Judging, list[Judgement], list[float]]:
    asked = [question(f"第{at}题？", f"答{at // 2}。") for at in range(2 * pairs)]
    own = document(*asked)
    maker = CaseMaker([own], [entry(one) for one in own.questions], codes=False)
    both = zip(own.questions[::2], own.questions[1::2], strict=True)
    cases = [maker.of_pair(Pair(a, b, Verdict.REVIEW, 0.6)) for a, b in both]
    kept: list[Judgement] = []
    waits: list[float] = []
    where = endpoint(server.url, "m", timeout, None)
    result = judge_cases(
        cases, where, kept.extend, size=size, budget=Budget(**more), date="2026-11-29",
        sleep=waits.append,
    )  # fmt: skip
    return result, kept, waits


@pytest.mark.parametrize("answer", ["good", "fenced", "thinking"])
def test_a_whole_answer_decides_every_pair(answer: str) -> None:
    with serving(answer) as server:
        result, kept, _ = _run(server)
    assert (result.same, len(kept), result.requests, result.complete) == (4, 4, 1, True)


@pytest.mark.parametrize("answer", ["half", "cut"])
def test_what_an_answer_leaves_out_is_asked_again(answer: str) -> None:
    with serving(answer, "good") as server:
        result, kept, _ = _run(server)
    assert (result.same, result.unanswered, result.unasked) == (4, 0, 0)
    assert len({one.case.id for one in kept}) == 4
    assert len(server.bodies) > 1


def test_a_pair_that_is_never_answered_is_left_after_three_requests() -> None:
    with serving("good", "empty") as server:
        result, _, _ = _run(server, pairs=2, size=1)
    assert (result.same, result.unanswered, len(server.bodies)) == (1, 1, 4)
    assert result.complete


def test_unsure_leaves_a_pair_to_the_person() -> None:
    with serving("unsure") as server:
        result, kept, _ = _run(server)
    assert (result.unsure, kept) == (4, [])


def test_a_busy_server_is_asked_again_after_longer_and_longer_waits() -> None:
    with serving("500", "503", "429", "good") as server:
        result, _, waits = _run(server)
    assert (result.same, waits) == (4, [1.0, 2.0, 0.0])  # the last one said 0 itself
    with serving("502") as server:
        result, _, waits = _run(server)
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert result.problem
    assert result.unasked == 4


@pytest.mark.parametrize("first", ["slow", "drip", "dropped"])
def test_a_request_that_gets_no_whole_answer_in_time_is_sent_again(first: str) -> None:
    with serving(first, "good") as server:
        result, _, waits = _run(server, timeout=0.5)
    assert (result.same, waits) == (4, [1.0])


def test_attempts_count_against_the_budget() -> None:
    with serving("500") as server:
        result, _, _ = _run(server, requests=3)
    assert (len(server.bodies), result.out_of_budget, result.problem) == (3, True, None)


def test_an_interruption_keeps_what_was_decided() -> None:
    with serving("good", "500") as server:
        asked = [question(f"第{at}题？", "答。") for at in range(4)]
        own = document(*asked)
        maker = CaseMaker([own], [entry(one) for one in own.questions], codes=False)
        cases = [
            maker.of_pair(Pair(own.questions[at], own.questions[at + 1], Verdict.REVIEW, 0.6))
            for at in (0, 2)
        ]
        kept: list[Judgement] = []

        def interrupt(_: float) -> None:
            raise KeyboardInterrupt

        result = judge_cases(
            cases, endpoint(server.url, "m", 5, None), kept.extend, size=1, budget=Budget(),
            date="2026-11-29", sleep=interrupt,
        )  # fmt: skip
    assert (len(kept), result.interrupted, result.unasked) == (1, True, 1)


# ── the key ──────────────────────────────────────────────────────────────────


def test_the_key_of_a_service_goes_to_that_service_alone() -> None:
    own = {"OPENAI_API_KEY": "o", "DEEPSEEK_API_KEY": "d"}
    assert find_key("https://api.openai.com/v1", None, own) == "o"
    assert find_key("https://api.deepseek.com/v1", None, own) == "d"
    assert find_key("http://localhost:11434/v1", None, own) is None
    assert find_key("https://api.openai.com.example.org/v1", None, own) is None
    both = own | {"SHUATI_JUDGE_KEY": "s"}
    assert find_key("https://api.openai.com/v1", None, both) == "s"


def test_a_key_file_comes_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"\n {KEY} \n", "utf-8")
    assert find_key("http://h", file, {"SHUATI_JUDGE_KEY": "s"}) == KEY


@pytest.mark.parametrize("content", ["", "two words", "密钥", "a\x00b"])
def test_a_key_that_is_none_is_an_error_without_it(content: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(content, "utf-8")
    for call in (
        lambda: find_key("http://h", tmp_path / "key", {}),
        lambda: find_key("http://h", None, {"SHUATI_JUDGE_KEY": content or "a b"}),
        lambda: find_key("http://h", tmp_path / "none", {}),
    ):
        with pytest.raises(BuildError) as raised:
            _call(call)
        assert not content or content not in str(raised.value)


def _call(call: Callable[[], object]) -> None:
    call()


def test_a_key_that_everybody_can_read_on_its_way_is_a_warning() -> None:
    assert endpoint("http://example.org/v1", "m", 1, KEY).shows_key
    assert not endpoint("http://example.org/v1", "m", 1, None).shows_key
    assert not endpoint("http://localhost:1/v1", "m", 1, KEY).shows_key
    assert not endpoint("https://example.org/v1", "m", 1, KEY).shows_key
    assert endpoints.KEY == "SHUATI_JUDGE_KEY"
