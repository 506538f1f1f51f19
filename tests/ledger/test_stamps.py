from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger.stamp import stamp
from shuati.ledger.store import Ledger, Record

LEDGER = Ledger((Record("Q0001", "guid", "题", (Variant("a", "b", "c.md"),)),))


def test_what_is_unchanged_keeps_its_time() -> None:
    ledger, first = stamp(LEDGER, {"guid": "x", "17": "m"}, 100)
    _, second = stamp(ledger, {"guid": "x", "17": "m"}, 200)
    assert first == second == {"guid": 100, "17": 100}


def test_what_is_changed_gets_a_later_time_even_when_the_clock_goes_back() -> None:
    ledger, _ = stamp(LEDGER, {"guid": "x"}, 100)
    assert stamp(ledger, {"guid": "y"}, 200)[1] == {"guid": 200}
    assert stamp(ledger, {"guid": "y"}, 50)[1] == {"guid": 101}


def test_a_note_that_is_not_sent_this_time_keeps_what_it_had() -> None:
    ledger, _ = stamp(LEDGER, {"guid": "x", "17": "m"}, 100)
    assert stamp(ledger, {}, 200)[0] == ledger


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), max_size=12))
def test_two_different_contents_never_have_one_time(builds: list[tuple[str, int]]) -> None:
    ledger, at = LEDGER, dict[int, str]()
    for content, now in builds:
        ledger, times = stamp(ledger, {"guid": content}, now)
        assert at.setdefault(times["guid"], content) == content
