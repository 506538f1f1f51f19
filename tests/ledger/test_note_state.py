from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger.fingerprint import Fingerprint, first_guid
from shuati.ledger.note_state import (
    DAY,
    next_expiry,
    remember_stamps,
    retire,
    stamp,
    stamps_of,
    unreachable,
)
from shuati.ledger.store import Ledger, Record, SentNote, Stamp

_NOTE = SentNote("问答", ("Q0001", "题"), ("主题",))
_RECORD = Record("Q0001", "guid", "题", (Fingerprint("a", "b", "c.md"),))
_LEDGER = Ledger((_RECORD,))
_SENT = remember_stamps(_LEDGER, {"guid": Stamp("x", 100)})


def _sent(ledger: Ledger, contents: dict[str, str], now: int) -> Ledger:
    return remember_stamps(ledger, stamp(stamps_of(ledger), contents, now))


def _times(ledger: Ledger) -> dict[str, int]:
    return {key: one.modified for key, one in stamps_of(ledger).items()}


def test_what_is_unchanged_keeps_its_time() -> None:
    ledger = _sent(_LEDGER, {"guid": "x", "17": "m"}, 100)
    assert _times(ledger) == {"guid": 100, "17": 100}
    assert _sent(ledger, {"guid": "x", "17": "m"}, 200) == ledger


def test_what_is_changed_gets_a_later_time_even_when_the_clock_goes_back() -> None:
    ledger = _sent(_LEDGER, {"guid": "x"}, 100)
    assert _times(_sent(ledger, {"guid": "y"}, 200)) == {"guid": 200}
    assert _times(_sent(ledger, {"guid": "y"}, 50)) == {"guid": 101}


def test_a_note_that_is_not_sent_this_time_keeps_what_it_had() -> None:
    ledger = _sent(_LEDGER, {"guid": "x", "17": "m"}, 100)
    assert _sent(ledger, {}, 200) == ledger


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), max_size=12))
def test_two_different_contents_never_have_one_time(builds: list[tuple[str, int]]) -> None:
    ledger, at = _LEDGER, dict[int, str]()
    for content, now in builds:
        ledger = _sent(ledger, {"guid": content}, now)
        assert at.setdefault(_times(ledger)["guid"], content) == content


def test_a_retired_note_is_sent_for_the_days_that_are_set() -> None:
    ledger = retire(_SENT, {"guid": _NOTE}, (), 200, 30)
    assert dict(ledger.retired_notes)["guid"].retired == 200
    assert retire(ledger, {}, (), 200 + 30 * DAY - 1, 30) == ledger
    assert retire(ledger, {}, (), 200 + 30 * DAY, 30).retired_notes == ()
    assert next_expiry(ledger, 30) == 200 + 30 * DAY


def test_a_note_that_comes_back_is_not_retired() -> None:
    ledger = retire(_SENT, {"guid": _NOTE}, (), 200, 30)
    assert retire(ledger, {}, ("guid",), 300, 30).retired_notes == ()


def test_a_note_that_this_ledger_never_sent_is_left_alone() -> None:
    assert retire(_SENT, {"other": _NOTE}, (), 200, 30).retired_notes == ()


def test_with_no_days_nothing_is_retired() -> None:
    assert retire(_SENT, {"guid": _NOTE}, (), 200, 0).retired_notes == ()


def test_a_card_whose_last_text_is_unknown_is_unreachable() -> None:
    assert unreachable(_SENT, ("Q0001",)) == ("Q0001",)
    assert unreachable(retire(_SENT, {"guid": _NOTE}, (), 200, 30), ("Q0001",)) == ()


def test_a_second_note_of_an_entry_may_be_unreachable_alone() -> None:
    both = _sent(_SENT, {first_guid("guid", "要点"): "l"}, 100)
    retired = retire(both, {"guid": _NOTE}, (), 200, 30)
    assert unreachable(retired, ("Q0001",)) == ()
    assert unreachable(retired, ("Q0001",), ["要点"]) == ("Q0001",)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_the_time_of_retirement_never_changes(days: list[int]) -> None:
    ledger = retire(_SENT, {"guid": _NOTE}, (), 1000, 30)
    for day in sorted(days):
        last = {"guid": _NOTE} if ledger.retired_notes else {}
        ledger = retire(ledger, last, (), day * DAY, 30)
        assert all(note.retired == 1000 for _, note in ledger.retired_notes)
