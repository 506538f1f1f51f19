"""Work that is done by several processes at once."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def processors() -> int:
    """How many processes can work at once here."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def all_made(jobs: Mapping[str, Callable[[], bytes]], processes: int) -> dict[str, bytes]:
    """What each of ``jobs`` makes, by its name; by ``processes`` at once where they can share
    what the jobs hold without copying it, which is on Linux."""
    processes = min(processes, len(jobs))
    if processes < 2 or sys.platform != "linux":
        return {name: make() for name, make in jobs.items()}
    with (
        warnings.catch_warnings(),
        ProcessPoolExecutor(processes, get_context("fork"), _begin, (jobs,)) as pool,
    ):
        warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar's thread; no lock
        return dict(zip(jobs, pool.map(_run, jobs), strict=True))


class _Worker:
    """What a process finds when it begins."""

    jobs: Mapping[str, Callable[[], bytes]]


def _begin(jobs: Mapping[str, Callable[[], bytes]]) -> None:
    signal.signal(signal.SIGINT, lambda *_: os._exit(1))
    _Worker.jobs = jobs


def _run(name: str) -> bytes:
    return _Worker.jobs[name]()
