from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shuati.ledger.retired import DAY, remember_gone, silent, until
from shuati.ledger.stamp import stamp
from shuati.ledger.store import Card, Ledger, Record, Variant

_CARD = Card("问答", ("Q0001", "题"), ("主题",))
_RECORD = Record("Q0001", "guid", "题", (Variant("a", "b", "c.md"),))
_SENT = stamp(Ledger((_RECORD,)), {"guid": "x"}, 100)[0]


def test_a_note_that_is_gone_is_sent_on_for_the_days_that_are_set() -> None:
    gone = remember_gone(_SENT, {"guid": _CARD}, (), 200, 30)
    assert dict(gone.gone)["guid"].gone == 200
    assert remember_gone(gone, {}, (), 200 + 30 * DAY - 1, 30) == gone
    assert remember_gone(gone, {}, (), 200 + 30 * DAY, 30).gone == ()
    assert until(gone, 30) == 200 + 30 * DAY


def test_a_note_that_comes_back_is_sent_as_itself() -> None:
    gone = remember_gone(_SENT, {"guid": _CARD}, (), 200, 30)
    assert remember_gone(gone, {}, ("guid",), 300, 30).gone == ()


def test_a_note_that_this_ledger_never_sent_is_left_alone() -> None:
    assert remember_gone(_SENT, {"other": _CARD}, (), 200, 30).gone == ()


def test_with_no_days_nothing_is_sent_on() -> None:
    assert remember_gone(_SENT, {"guid": _CARD}, (), 200, 0).gone == ()


def test_a_card_whose_last_text_is_unknown_is_named() -> None:
    assert silent(_SENT, ("Q0001",)) == ("Q0001",)
    assert silent(remember_gone(_SENT, {"guid": _CARD}, (), 200, 30), ("Q0001",)) == ()


@given(st.lists(st.integers(0, 40), max_size=8))
def test_the_time_at_which_it_went_never_changes(days: list[int]) -> None:
    ledger = remember_gone(_SENT, {"guid": _CARD}, (), 1000, 30)
    for day in sorted(days):
        ledger = remember_gone(ledger, {"guid": _CARD} if ledger.gone else {}, (), day * DAY, 30)
        assert all(card.gone == 1000 for _, card in ledger.gone)
