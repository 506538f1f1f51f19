"""Builds that share a ledger take turns."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shuati.model.diagnostic import stop
from shuati.pipeline import cache

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def turn(
    ledger: Path, patience: float = 60.0, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the right to build with ``ledger``; the system gives it back even after a crash.

    ``waiting`` is called once when another build has it. Raises `Stop` after ``patience``
    seconds. Where there is no cache folder for the lock, builds do not wait for each other.
    """
    folder = cache.folder("locks")
    if folder is None:
        yield
        return
    name = hashlib.sha256(os.path.realpath(ledger).encode()).hexdigest()[:24]
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(descriptor, ledger, patience, waiting)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, ledger: Path, patience: float, waiting: Callable[[], None]) -> None:
    end = time.monotonic() + patience
    told = False
    while True:
        try:
            return _try_lock(descriptor)
        except OSError:
            if time.monotonic() >= end:
                what = "another build has been using this ledger for a long time"
                raise stop(str(ledger), what, "wait for it, or end it, and build again") from None
        if not told:
            waiting()
            told = True
        time.sleep(0.1)
