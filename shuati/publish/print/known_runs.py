"""Runs of pages that were set before, found by the content that made them.

They are in a mapping that the caller gives. A run depends on where it begins, on the units
that it shows and on the one after them. Two kinds of keys lead to it: one of its start, which
gives the numbers and digests of the units of all runs that begin so, and one of all of this.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Protocol

from shuati.publish.print.html_sections import SheetSection
from shuati.publish.print.page_breaks import PageStart
from shuati.publish.print.page_run import PageRun, dump, load

_MOST_VERSIONS = 8  # of the runs that begin alike, the newest


class Store(Protocol):
    """A mapping of bytes."""

    def get(self, key: str) -> bytes | None:
        """The bytes under ``key``, None where there are none."""

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` under ``key``."""


class KnownRuns:
    """The runs in ``store`` of sections that were set with ``salt``.

    ``salt`` is all that a page depends on beside its HTML and the program.
    """

    def __init__(self, store: Store, salt: str) -> None:
        self._store, self._salt = store, salt

    def begin(self, section: SheetSection, start: PageStart) -> bool:
        """Whether a run is known that begins like ``section`` at ``start``."""
        return bool(self._versions(self._start_key(section, start)))

    def find(self, section: SheetSection, start: PageStart) -> tuple[PageRun, PageStart] | None:
        """The run of ``section`` that begins at ``start``, and where it ends."""
        first = self._start_key(section, start)
        for count, digest in self._versions(first):
            if digest == _units_digest(section, start.unit, start.unit + count):
                data = self._store.get(f"{first} {digest}")
                try:
                    run = load(data or b"")
                except (ValueError, KeyError, TypeError, IndexError, zlib.error):
                    continue  # damaged, or no longer there
                return run, PageStart(start.unit + run.end[0], run.end[1])
        return None

    def add(self, section: SheetSection, start: PageStart, run: PageRun) -> None:
        """Keep ``run``, which is ``section`` from ``start`` on."""
        units, inside = run.end
        count = units + bool(inside)
        first = self._start_key(section, start)
        digest = _units_digest(section, start.unit, start.unit + count)
        others = [version for version in self._versions(first) if version[1] != digest]
        versions = [(count, digest), *others][:_MOST_VERSIONS]
        self._store.put(first, json.dumps(versions).encode())
        self._store.put(f"{first} {digest}", dump(run))

    def _versions(self, key: str) -> list[tuple[int, str]]:
        data = self._store.get(key)
        try:
            return [(int(count), str(digest)) for count, digest in json.loads(data or b"[]")]
        except (ValueError, TypeError):
            return []

    def _start_key(self, section: SheetSection, start: PageStart) -> str:
        unit = section.units[start.unit]
        return _hash([self._salt, section.head, section.prelude, unit, start.inside])


def _units_digest(section: SheetSection, unit: int, end: int) -> str:
    """Changes with the units from ``unit`` to before ``end``, and with the one after them.

    That one may have stayed where it is for want of room.
    """
    seen = end < len(section.units) and not section.fixed_units
    after = ["after", section.units[end]] if seen else ["end"]
    return _hash([*section.units[unit:end], *after])


def _hash(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:32]
