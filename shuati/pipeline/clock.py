"""The time of a build, and how it keeps ahead of the times of earlier ones."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from shuati.model import Diagnostic, Location, failure, warning

if TYPE_CHECKING:
    from shuati.ledger.store import Ledger


def now() -> int:
    """The time (s since 1970) of this build: the clock's, or ``SOURCE_DATE_EPOCH``."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    if not (given.isascii() and given.isdigit()):
        raise failure("not-a-time", "SOURCE_DATE_EPOCH", value=repr(given))
    return int(given)


def wait_until_past(ledger: Ledger, path: Path) -> list[Diagnostic]:
    """Wait until no note of ``ledger`` (of the file ``path``) has a time of the future.

    Anki would take no later edit of such a note. Two builds within a second need two times,
    so the second one waits; a clock that was far ahead gives a warning.
    """
    from shuati.ledger.note_state import stamps_of

    if os.environ.get("SOURCE_DATE_EPOCH"):
        return []
    latest = max((stamp.modified for stamp in stamps_of(ledger).values()), default=0)
    ahead = latest - time.time()
    if ahead > 5:
        return [warning("clock-ahead", Location(str(path)), seconds=round(ahead))]
    time.sleep(max(0.0, ahead))
    return []
