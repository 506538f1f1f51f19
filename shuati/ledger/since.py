"""Which entries are new or edited since a given build."""

from __future__ import annotations

from datetime import datetime

from shuati.ledger.note_state import last_sent
from shuati.ledger.store import Ledger


def since(ledger: Ledger, when: str) -> frozenset[str]:
    """The codes in use whose note is new or edited since ``when``.

    ``last``: in the last build that changed any. A code: after the build that last sent it.
    A date (2026-11-22): on that day, by the clock of this machine, or later. Raises
    `ValueError`, with what is wrong, where it is none of these.
    """
    sent = last_sent(ledger)
    if when == "last":
        start = max(sent.values(), default=0)
    elif when in sent:
        start = sent[when] + 1
    elif when.startswith("Q"):
        raise ValueError(f"no entry in use has the code {when}")
    else:
        try:
            start = int(datetime.fromisoformat(when).timestamp())
        except ValueError:
            raise ValueError(f"{when} is no date such as 2026-11-22") from None
    return frozenset(code for code, modified in sent.items() if modified >= start)
