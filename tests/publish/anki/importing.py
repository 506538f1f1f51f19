"""What the tests of an import need."""

from __future__ import annotations

from collections.abc import Collection as Guids
from collections.abc import Mapping, Sequence
from typing import Protocol

from anki.import_export_pb2 import ImportResponse

from shuati.ledger.store import Stamp
from shuati.publish.anki.note import Note
from shuati.publish.anki.sync import SyncPlan

YESTERDAY = 1_700_000_000
TODAY = YESTERDAY + 86_400


class Import(Protocol):
    def __call__(
        self,
        notes: Sequence[Note],
        later: Guids[str] = (),
        type_later: bool = False,
        media: Mapping[str, bytes] | None = None,
    ) -> ImportResponse.Log: ...


def planned(notes: Sequence[Note], times: Mapping[str, int]) -> SyncPlan:
    """A plan to send ``notes``, which (as their types) last changed at ``times``."""
    return SyncPlan(tuple(notes), {}, {key: Stamp("", time) for key, time in times.items()})
