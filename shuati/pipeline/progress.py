"""The stages of a run: shown while they last, measured when they end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shuati.pipeline.failed_at import note_stage


@dataclass(frozen=True, slots=True)
class Measured:
    """A stage that has ended. ``peak`` is the most memory (MiB) used by the process so far."""

    name: str
    seconds: float
    peak: float | None


class Progress:
    """Measures stages and shows nothing; what shows them overrides its methods."""

    def __init__(self) -> None:
        self.stages: list[Measured] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int, int], None]]:
        """A stage as a ``with`` block; it yields what to call with (done, all)."""
        self.begun(name)
        start = time.perf_counter()
        try:
            yield self.advanced
        except Exception as error:
            note_stage(error, name)
            raise
        finally:
            self.stages.append(Measured(name, time.perf_counter() - start, _peak()))
            self.ended(self.stages[-1])

    def begun(self, name: str) -> None:
        """Stage ``name`` begins."""

    def advanced(self, done: int, total: int) -> None:
        """``done`` of ``total`` parts of the stage are done; 0 where nobody knows how many."""

    def waiting(self) -> None:
        """Another build is at work; this one waits for its end."""

    def ended(self, stage: Measured) -> None:
        """The stage has ended, well or not."""


def _peak() -> float | None:
    if sys.platform == "win32":
        return None
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)
