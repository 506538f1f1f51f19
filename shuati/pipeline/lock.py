"""Builds that share a ledger run one after the other."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from shuati.model import failure
from shuati.pipeline import cache


@contextmanager
def exclusive(
    ledger: Path, patience: float = 60.0, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the right to build with ``ledger``; the system gives it back even after a crash.

    ``waiting`` is called once when another build has it. Raises `BuildError` after
    ``patience`` seconds. Where there is no cache folder for the lock, builds do not wait for
    each other.
    """
    folder = cache.folder("locks")
    if folder is None:
        yield
        return
    name = hashlib.sha256(os.fsencode(os.path.realpath(ledger))).hexdigest()[:24]
    lock = FileLock(folder / name, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=patience, poll_interval=0.1)
        except Timeout:
            raise failure("ledger-in-use", str(ledger)) from None
    try:
        yield
    finally:
        lock.release()
