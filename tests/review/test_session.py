from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import entry, points, question

from shuati.cli.review_session import Session
from shuati.match.decision_writer import ReferenceWriter, with_decision, without_decision
from shuati.match.decisions import load
from shuati.match.review_queue import judged_queue, review_queue
from shuati.model import BuildError, Pair, Verdict, reason

_ASKED = [
    question(f"如何防止{what}？", points(f"办法：{how}"), path=f"{at}.md")
    for at, (what, how) in enumerate(
        (("过拟合", "正则化"), ("欠拟合", "加大模型"), ("梯度爆炸", "裁剪梯度"))
    )
]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    entries = [replace(entry(one), code=f"Q{at:04d}") for at, one in enumerate(_ASKED, 1)]
    pairs = [
        Pair(_ASKED[0], _ASKED[1], Verdict.REVIEW, 0.7, (reason("same-intent", intent="handle"),)),
        Pair(_ASKED[1], _ASKED[2], Verdict.REVIEW, 0.6, (reason("same-intent", intent="handle"),)),
    ]
    return Session(
        review_queue(entries, pairs), ReferenceWriter(_ASKED), tmp_path / "decisions.toml"
    )


def _verdicts(session: Session) -> list[str]:
    return [str(decision.verdict) for decision in load(session.file)]


def test_each_key_writes_at_once_and_goes_on(session: Session) -> None:
    assert session.press("s")
    (decision,) = load(session.file)
    assert decision.verdict is Verdict.SAME
    assert [one.text for one in decision.questions] == [
        "Q0001 0.md#如何防止过拟合？",
        "Q0002 1.md#如何防止欠拟合？",
    ]
    assert session.press("d")
    assert _verdicts(session) == ["same", "different"]
    assert session.over
    result = session.reviewed()
    assert (result.same, result.different, result.left) == (1, 1, 0)


def test_skipping_writes_nothing_and_unknown_keys_do_nothing(session: Session) -> None:
    assert session.press("k")
    assert not session.press("x")
    assert session.at == 1
    assert not session.file.exists()
    assert session.reviewed().left == 2


def test_going_back_replaces_what_was_decided(session: Session) -> None:
    for pressed in "sbd":
        session.press(pressed)
    assert _verdicts(session) == ["different"]
    assert "(now: different)" not in "\n".join(session.screen(80, colour=False))
    session.press("b")
    assert "(now: different)" in "\n".join(session.screen(80, colour=False))


def test_comments_and_notes_of_the_file_stay(session: Session) -> None:
    own = '# 我的决定\n\n[[different]]  # 问过老师\nquestions = ["a.md:1", "b.md:2"]\nnote = "…"\n'
    session.file.write_text(own, encoding="utf-8")
    for pressed in "sbd":
        session.press(pressed)
    text = session.file.read_text("utf-8")
    assert text.startswith(own)
    assert _verdicts(session) == ["different", "different"]


def test_a_broken_file_is_left_alone(session: Session) -> None:
    session.file.write_text("[[same]\n", encoding="utf-8")
    with pytest.raises(BuildError):
        session.press("s")
    assert session.file.read_text("utf-8") == "[[same]\n"


def test_adding_and_removing_lines_gives_the_text_as_it_was() -> None:
    decision = '[[same]]\nquestions = ["Q0001", "Q0002"]\n'
    for text in ("", "# 一\n", '# 一\n\n[[same]]\nquestions = ["Q0003", "Q0004"]\n'):
        assert without_decision(with_decision(text, decision), decision) == text


def test_the_screen_tells_both_questions_the_differences_and_the_reasons(session: Session) -> None:
    shown = "\n".join(session.screen(80, colour=False))
    assert "1 of 2   0.md:1  and  1.md:1" in shown
    assert "如何防止[过]拟合？" in shown
    assert "如何防止[欠]拟合？" in shown
    assert "· both ask handle" in shown
    assert "s same   d different   k skip   b back   u undo   q quit" in shown


def test_the_screen_says_which_entries_would_join_before_it_is_decided(session: Session) -> None:
    shown = "\n".join(session.screen(100, colour=False))
    assert "joins Q0001 (1)" in shown
    assert "the cards of Q0002 are retired" in shown
    session.press("s")
    shown = "\n".join(session.screen(100, colour=False))
    assert "one entry of 3 wordings, Q0001; the cards of Q0002, Q0003 are retired" in shown


def test_undo_takes_the_last_decision_back_and_returns_to_its_pair(session: Session) -> None:
    assert not session.press("u")
    for pressed in "sku":
        session.press(pressed)
    assert session.at == 0
    assert _verdicts(session) == []
    for pressed in "sbdu":
        session.press(pressed)
    assert (_verdicts(session), session.at) == (["same"], 0)
    session.press("u")
    assert (_verdicts(session), session.reviewed().left) == ([], 2)


def _triangle(tmp_path: Path) -> Session:
    """Three entries, each pair of which is in doubt."""
    entries = [replace(entry(one), code=f"Q{at:04d}") for at, one in enumerate(_ASKED, 1)]
    pairs = [
        Pair(_ASKED[a], _ASKED[b], Verdict.REVIEW, score)
        for a, b, score in ((0, 1, 0.7), (1, 2, 0.6), (0, 2, 0.5))
    ]
    return Session(review_queue(entries, pairs), ReferenceWriter(_ASKED), tmp_path / "d.toml")


@pytest.mark.parametrize("pressed", ["ss", "sd", "ds"])
def test_a_pair_that_other_answers_settle_is_not_asked(pressed: str, tmp_path: Path) -> None:
    session = _triangle(tmp_path)
    for key in pressed:
        session.press(key)
    assert session.over
    assert session.reviewed().left == 0
    session.press("u")
    assert session.at == 1
    assert session.reviewed().left == 2


def test_two_differences_settle_nothing(tmp_path: Path) -> None:
    session = _triangle(tmp_path)
    for key in "dd":
        session.press(key)
    assert not session.over


def test_pairs_of_one_cluster_come_together_the_best_cluster_first() -> None:
    asked = [question(f"第{at}题？", "答。", path=f"{at}.md") for at in range(6)]
    entries = [replace(entry(one), code=f"Q{at:04d}") for at, one in enumerate(asked)]
    links = ((0, 1, 0.6), (2, 3, 0.9), (4, 5, 0.7), (3, 0, 0.5))
    pairs = [Pair(asked[a], asked[b], Verdict.REVIEW, score) for a, b, score in links]
    scores = [item.pair.score for item in review_queue(entries, pairs)]
    assert scores == [0.9, 0.6, 0.5, 0.7]


def test_what_a_model_decided_is_shown_and_can_be_overruled(tmp_path: Path) -> None:
    one = replace(entry(_ASKED[0]), code="Q0001", variants=(_ASKED[0], _ASKED[1]))
    two = replace(entry(_ASKED[2]), code="Q0002")
    pairs = [
        Pair(
            _ASKED[0], _ASKED[1], Verdict.SAME, 0.7, (reason("judged-same", by="m", why="-"),), "m"
        ),
        Pair(_ASKED[0], _ASKED[2], Verdict.DIFFERENT, 0.6, (), "m"),
        Pair(_ASKED[1], _ASKED[2], Verdict.DIFFERENT, 0.6, (), "person"),
        Pair(_ASKED[1], _ASKED[2], Verdict.DIFFERENT, 0.6),
    ]
    queue = judged_queue([one, two], pairs)
    assert [item.pair for item in queue] == pairs[:2]
    session = Session(queue, ReferenceWriter(_ASKED), tmp_path / "d.toml")
    shown = "\n".join(session.screen(100, colour=False))
    assert "m has decided: same" in shown
    assert "different takes them apart" in shown
    assert session.reviewed().left == 2
    session.press("d")
    assert "joins Q0001 (2)" in "\n".join(session.screen(100, colour=False))
    (decision,) = load(session.file)
    assert (decision.verdict, decision.by) == ("different", "person")
