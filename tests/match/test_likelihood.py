"""How far down a person is asked, and in what order."""

from __future__ import annotations

from math import exp

from builders import question
from hypothesis import given
from hypothesis import strategies as st
from judging import bank

from shuati.config.settings import Settings
from shuati.match import match
from shuati.match.matchers.rules.likelihood import asking_level, score_of
from shuati.model import Pair, Verdict

_ODDS = st.floats(-20, 20)
_PAIRS = st.tuples(st.integers(0, 40), st.integers(41, 80))


@given(st.lists(_ODDS, min_size=2, unique=True), _ODDS)
def test_likelier_pairs_never_have_a_lower_score(odds: list[float], level: float) -> None:
    scores = [score_of(one, level) for one in sorted(odds)]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)


@given(_ODDS)
def test_the_last_pair_asked_about_has_the_review_threshold_of_the_settings(level: float) -> None:
    assert round(score_of(level, level), 3) == Settings().review_threshold


@given(st.dictionaries(_PAIRS, _ODDS, max_size=400), st.integers(0, 50), st.integers(0, 80))
def test_no_more_pairs_are_asked_about_than_expected_repeats_bear(
    odds: dict[tuple[int, int], float], merged: int, decided: int
) -> None:
    level = asking_level(odds, merged, decided)
    asked = [own for own in odds.values() if own > level]
    best = {at: max(own for pair, own in odds.items() if at in pair) for p in odds for at in p}
    expected = merged + sum(1 / (1 + exp(-own)) for own in best.values()) / 2
    assert len(asked) <= max(0, max(12, 2.5 * expected + 1) - decided)
    assert all(own > -4 for own in asked)


def _asked(threshold: float) -> list[Pair]:
    one = question("鉴权在支付业务中的应用", "先在白名单里登记，管理员另外短信确认。")
    near = question("支付业务里鉴权的挑战", "先在白名单里登记，过期后静默续上。")
    far = question("支付业务里换届的流程", "密钥每季度轮换，旧的先停后删。")
    more = "先在白名单里登记，只追加不修改，按天切分，另存一份到别处。"
    third = question("审计日志要记什么？", more)
    banks = [bank("a.md", one), bank("b.md", near, far, third)]
    pairs = match(banks, Settings(review_threshold=threshold)).pairs
    return [pair for pair in pairs if pair.verdict is Verdict.REVIEW]


def test_the_review_threshold_shortens_the_list_from_its_end() -> None:
    every, few = _asked(0.3), _asked(0.6)
    assert 0 < len(few) < len(every)
    assert all(pair.score >= 0.6 for pair in few)
    assert {p.score for p in every if p.score >= 0.6} == {p.score for p in few}
