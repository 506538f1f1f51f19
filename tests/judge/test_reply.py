"""What is understood of an answer, whatever a model writes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuati.judge.reply import opinions
from shuati.model import Verdict

_WHOLE = (
    '{"pairs": [{"id": 1, "verdict": "same", "reason": "甲"}, {"id": 2, "verdict": "different"}]}'
)


@pytest.mark.parametrize(
    "text",
    [
        _WHOLE,
        f"```json\n{_WHOLE}\n```",
        f"判断如下（见 {{}}）：{_WHOLE} 以上。",
        f'<think>{{"id": 1, "verdict": "different"}} 不对</think>\n{_WHOLE}',
        json.loads(_WHOLE)["pairs"].__repr__().replace("'", '"'),
        "\n".join(json.dumps(one) for one in json.loads(_WHOLE)["pairs"]),
        _WHOLE.replace("1", '"1"').replace("same", "Same "),
        _WHOLE.replace("same", "相同").replace("different", "不同"),
        f'{_WHOLE[:-2]}, {{"id": 3, "verdict": "same"}}, {{"id": 0, "verdict": "same"}}]}}',
        f'{_WHOLE[:-2]}, {{"id": 2, "verdict": "maybe"}}, {{"id": true, "verdict": "same"}}]}}',
        f'{_WHOLE[:-2]}, {{"id": 3, "verd',
    ],
)
def test_verdicts_are_found_in_whatever_is_around_them(text: str) -> None:
    found = {number: one.verdict for number, one in opinions(text, 2).items()}
    assert found == {1: Verdict.SAME, 2: Verdict.DIFFERENT}


def test_unsure_is_no_decision_and_a_reason_that_is_no_text_is_none() -> None:
    found = opinions('[{"id": 1, "verdict": "unsure", "reason": ["x"]}]', 1)
    assert (found[1].verdict, found[1].why) == (Verdict.REVIEW, "")


def test_two_verdicts_on_one_pair_that_differ_are_none() -> None:
    text = '[{"id": 1, "verdict": "same"}, {"id": 1, "verdict": "different"}]'
    assert opinions(text, 1) == {}


@pytest.mark.parametrize(
    "text", ["", "same", "{" * 50_000, "[{" * 50_000, '{"a":' * 50_000, "null"]
)
def test_nonsense_gives_nothing_in_little_time(text: str) -> None:
    assert opinions(text, 3) == {}


@given(st.text(st.sampled_from('{}[]":, \n1a`\\verdictsamd'), max_size=200))
def test_no_answer_raises(text: str) -> None:
    assert set(opinions(text, 2)) <= {1, 2}
