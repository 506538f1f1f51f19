"""Runs stages: keeps their results, shares their work among processes, shows progress.

A stage is a function from values to values and knows nothing of this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from shuati.pipeline import cache as caches
from shuati.pipeline.cache import Cache, CachePart, digest, key_of
from shuati.pipeline.failed_at import note_item, note_stage
from shuati.pipeline.progress import Progress
from shuati.pipeline.stages import Stage

if TYPE_CHECKING:
    from concurrent.futures import Executor

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Runner:
    """Calls stages. ``cache`` holds the results of earlier builds."""

    def __init__(self, progress: Progress, cache: Cache) -> None:
        self.progress, self.cache = progress, cache
        # A result is identified by what it was computed from, which is sooner found than by its
        # content.
        self._keys: dict[int, tuple[object, str]] = {}
        self._closing = ExitStack()
        self._pool: Executor | None = None

    def close(self) -> None:
        """End the processes of `share`."""
        self._closing.close()
        self._pool = None

    def run(self, stage: Stage, *args: Any) -> Any:
        """What ``stage`` gives for ``args``."""
        with self.progress.stage(stage.name):
            return next(self._results(stage, [args]))

    def map(self, stage: Stage, items: Sequence[Any], *shared: Any) -> list[Any]:
        """What ``stage`` gives for each of ``items``, in their order.

        ``shared`` are further arguments, the same for all.
        """
        with self.progress.stage(stage.name) as advance:
            results = []
            for result in self._results(stage, [(item, *shared) for item in items]):
                results.append(result)
                advance(len(results), len(items))
            return results

    def within(self, stage: Stage, calls: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What ``stage`` gives for the arguments of each of ``calls``, inside of another stage."""
        return list(self._results(stage, calls))

    def share(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item]
    ) -> Iterator[_Result]:
        """What ``function`` gives for each of ``items``, in their order; by several processes.

        For the inside of a stage whose work depends on itself. The first items should be
        those with the most work. ``function`` and ``items`` can be pickled.
        """
        results = (self._processes().map if len(items) > 1 else map)(function, items)
        for done, result in enumerate(results, 1):
            self.progress.advanced(done, len(items))
            yield result

    def _processes(self) -> Executor:
        """As many processes as there are processors; the same for all that is shared.

        They keep what they load, such as fonts.
        """
        if self._pool is None:
            from shuati.pipeline.executors import InProcess, processes, processors

            count = processors()
            opened = processes(count) if count > 1 else InProcess()
            self._pool = self._closing.enter_context(opened)
        return self._pool

    def store(self, name: str) -> CachePart:
        """A mapping of bytes, kept as long as the program and its libraries stay the same."""
        return CachePart(self.cache, f"{name} {caches.program()}")

    def _results(self, stage: Stage, calls: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        if not stage.cached:
            yield from self._computed(stage, calls)
            return
        keys = self._keys_of(stage, calls)
        found = [self._look_up(key) for key in keys]
        missing = [args for args, result in zip(calls, found, strict=True) if result is None]
        new = self._computed(stage, missing)
        for key, result in zip(keys, found, strict=True):
            if result is None:
                result = (next(new),)
                self.cache.put(key, caches.dumps(result))
            (value,) = result
            self._keys[id(value)] = value, key
            yield value

    def _computed(self, stage: Stage, calls: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        if not calls:
            return
        # Here, because a build that finds nothing changed computes nothing.
        from shuati.pipeline.executors import InProcess, processes, processors

        if stage.shared_from is None or len(calls) < stage.shared_from or processors() < 2:
            stage.load()
            for future in (InProcess().submit(_call, stage, args) for args in calls):
                yield future.result()
            return
        stage.load()  # once, before the processes are copied
        with processes(processors()) as pool:
            size = max(1, len(calls) // (8 * processors()))
            yield from pool.map(_call, [stage] * len(calls), calls, chunksize=size)

    def _look_up(self, key: str) -> tuple[Any] | None:
        data = self.cache.get(key)
        if data is not None:
            with suppress(Exception):  # damaged, or of another version: computed again
                result: tuple[Any] = caches.loads(data)
                return result
        return None

    def _keys_of(self, stage: Stage, calls: Sequence[tuple[Any, ...]]) -> list[str]:
        """A key for the arguments of each call; an argument of many calls is looked at once."""
        times = Counter(id(arg) for args in calls for arg in args)
        shared: dict[int, str] = {}

        def key(value: object) -> str:
            if known := self._keys.get(id(value)):
                return known[1]
            if times[id(value)] == 1:
                return key_of(value)
            if id(value) not in shared:
                shared[id(value)] = key_of(value)
            return shared[id(value)]

        state = stage.depends_on()
        return [f"{stage.function} {digest(state, *map(key, args))}" for args in calls]


def _call(stage: Stage, args: tuple[Any, ...]) -> Any:
    """What ``stage`` gives for ``args``; an exception gets a note of the file that it is about."""
    try:
        return stage.load()(*args)
    except Exception as error:
        note_stage(error, stage.name)
        if args:
            note_item(error, args[0])
        raise


@contextmanager
def opened(progress: Progress) -> Iterator[Runner]:
    """A runner with the user's cache, for the length of a command."""
    with caches.opened() as cache:
        runner = Runner(progress, cache)
        try:
            yield runner
        finally:
            runner.close()
