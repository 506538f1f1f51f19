from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from shuati.ledger.fingerprint import Fingerprint
from shuati.ledger.since import since
from shuati.ledger.store import Ledger, Record, Stamp


def _at(day: int) -> int:
    return int(datetime(2026, 11, day).timestamp())


_FINGERPRINT = (Fingerprint("a", "b", "c.md"),)
LEDGER = Ledger(
    tuple(
        Record(f"Q000{n}", f"g{n}", "题", _FINGERPRINT, Stamp("x", _at(day)))
        for n, day in enumerate((1, 5, 9, 9), 1)
    )
)


def test_last_is_the_last_build_that_changed_any() -> None:
    assert since(LEDGER, "last") == {"Q0003", "Q0004"}


def test_a_date_counts_from_its_midnight() -> None:
    assert since(LEDGER, "2026-11-05") == {"Q0002", "Q0003", "Q0004"}
    assert since(LEDGER, "2026-11-06") == {"Q0003", "Q0004"}


def test_a_code_counts_what_came_after_it() -> None:
    assert since(LEDGER, "Q0002") == {"Q0003", "Q0004"}


def test_what_is_gone_is_not_printed() -> None:
    records = (*LEDGER.records[:3], replace(LEDGER.records[3], retired=_at(9)))
    assert since(Ledger(records), "last") == {"Q0003"}


@pytest.mark.parametrize(("when", "says"), [("Q0099", "Q0099"), ("soon", "no date")])
def test_what_is_neither_is_told(when: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        since(LEDGER, when)
