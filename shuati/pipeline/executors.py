"""Where the work of a stage is done: in this process, or in several at once.

Both are `concurrent.futures.Executor`s, and so is a cluster's (such as Dask's ``Client
.get_executor()``): the runner knows no other way to have work done.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any


class InProcess(Executor):
    """Does everything in this process, at once."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
            if not isinstance(error, Exception):
                raise
        return done


def processors() -> int:
    """How many processes can work at once here."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def processes(count: int) -> Iterator[Executor]:
    """``count`` processes; they end with the block, and at once after Ctrl-C."""
    # A new process takes a moment to begin; a copy of this one, which Linux can make, none.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar's thread; no lock
        with ProcessPoolExecutor(count, context, _begin) as pool:
            yield pool


def _begin() -> None:
    signal.signal(signal.SIGINT, lambda *_: os._exit(1))
