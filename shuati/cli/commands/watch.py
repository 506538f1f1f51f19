"""Building again whenever a source, a template or a setting changes.

Looked for by size and time twice a second, which every file system knows, those of
networks and containers too, and which needs no library.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.model import BuildError, failure
from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build

_PAUSE = 0.5  # seconds between two looks
_SETTINGS = ("shuati.toml", "pyproject.toml")

State = dict[Path, tuple[int, int]]


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Build after every change until Ctrl-C."""
    with suppress(KeyboardInterrupt):  # this is how it ends
        watch(plan_of(options), terminal)
    return True


def watch(plan: Plan, terminal: Terminal, sleep: Callable[[float], None] = time.sleep) -> None:
    """Build ``plan`` now and after every change, until somebody interrupts.

    A build begins when the files have stood still for a moment, so that quick successions
    are one change. What is wrong is reported, and the next change tried again; after a failure
    a change of the ledger is one too, because somebody may have corrected it.
    """
    built: State | None = None
    ledger: list[Path] = []
    while True:
        state = _settled(plan, ledger, sleep)
        if state != built:
            ledger = [] if _build(plan, terminal) else [plan.ledger]
            built = {path: stamp for path, stamp in state.items() if path != plan.ledger}
            built |= _stamps(ledger)
            terminal.watching()
        sleep(_PAUSE)


def _build(plan: Plan, terminal: Terminal) -> bool:
    """Whether ``plan`` could be built; if not, the reason is shown."""
    try:
        terminal.built(build(plan, terminal.progress()))
        return True
    except BuildError as problem:
        terminal.stopped(problem.diagnostics)
    except OSError as problem:
        path, reason = str(problem.filename or "shuati"), problem.strerror or str(problem)
        terminal.stopped(failure("os-error", path, reason=reason.lower()).diagnostics)
    except Exception as problem:  # a fault of the program's own: shown, and the watch goes on
        terminal.failed(problem)
    return False


def _settled(plan: Plan, more: Iterable[Path], sleep: Callable[[float], None]) -> State:
    """The state of all files, ``more`` too, once two looks at them agree."""
    before = state_of(plan) | _stamps(more)
    while True:
        sleep(_PAUSE / 5)
        state = state_of(plan) | _stamps(more)
        if state == before:
            return state
        before = state


def state_of(plan: Plan) -> State:
    """Size and time (ns) of every file that a build of ``plan`` depends on, less the ledger."""
    beside = plan.sources.resolve().parent
    own = plan.sources.resolve().parent / "templates"
    outputs = (plan.output.resolve(), plan.ledger.resolve())
    paths = (
        *(beside / name for name in _SETTINGS),
        *plan.sources.resolve().rglob("*"),
        *own.rglob("*"),
    )
    return _stamps(
        path
        for path in paths
        if not (path.name.startswith(".") or path.suffix.startswith(".bak"))
        if path not in outputs and outputs[0] not in path.parents
    )


def _stamps(paths: Iterable[Path]) -> State:
    """Size and time (ns) of those of ``paths`` that are files."""
    state: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            found = path.stat()
        except OSError:  # gone meanwhile, or never there
            continue
        if path.is_file():
            state[path] = found.st_size, found.st_mtime_ns
    return state
