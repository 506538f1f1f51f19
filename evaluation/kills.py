"""Builds, reviews and watches that are killed: ``python -m evaluation.kills --kills 500``.

Each trial copies a project that was built before (one in ten: never), edits it, runs the command
in a process of its own, forked when everything is imported, and kills that with SIGKILL; every
other time its children too.
The moments are log-uniform over the length of the run, half of them counted from its end, where
files are written. Checked are then: the output is a whole old or a whole new one; the ledger can
be read and has the codes of that output; of the decisions of a review the first ones are there;
no process is left; the next build succeeds, leaves nothing beside its files, and makes the bytes
of a build from the same files that nobody killed. One line for each failure, exit code 1 where
there is any.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import pty
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from evaluation.killed_project import (
    EDITS,
    FIRST,
    LATER,
    Child,
    Project,
    Tree,
    import_all,
    made_up,
    processes_of,
)
from shuati.ledger import store
from shuati.pipeline.atomic_write import finish

_PARTS = ("deck,bank,report", "deck,bank,report", "deck,bank,list")
_KEYS = b"sds"
_PROMPT = b"q quit"


@dataclass
class Trials:
    """Kills, and what is known of the builds that nobody killed."""

    place: Path
    random: Random
    built: dict[str, Project] = field(default_factory=dict)  # parts → a project built with them
    never: Project | None = None
    references: dict[str, Tree] = field(default_factory=dict)  # digest of parts and files before
    lengths: dict[str, float] = field(default_factory=dict)  # kind → seconds of the last whole run
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: int = 0

    def prepare(self) -> None:
        self.never = made_up(self.place / "never")
        for parts in dict.fromkeys(_PARTS):
            self.built[parts] = self.never.copy(self.place / parts)
            self.built[parts].build(parts, FIRST)

    def reference(self, project: Project, before: Tree, parts: str) -> Tree:
        """The files after a build of ``before`` that nobody kills."""
        digest = hashlib.sha256(repr((parts, sorted(before.items()))).encode()).hexdigest()
        if digest not in self.references:
            copy = Project(self.place / "reference")
            copy.root.mkdir(parents=True, exist_ok=True)
            copy.write(before)
            copy.build(parts)
            self.references[digest] = copy.tree()
        return self.references[digest]

    def trial(self, kind: str) -> bool:
        """One run of ``kind``; whether it was still running when it was killed."""
        parts = self.random.choice(_PARTS)
        assert self.never
        first = kind != "review" and self.random.random() < 0.1
        project = (self.never if first else self.built[parts]).copy(self.place / "trial")
        edits = self.random.sample(EDITS, 2)
        if kind != "review":
            edits[0](project.root / "sources")
        before = project.tree()
        run = {"build": self._build, "watch": self._watch, "review": self._review}[kind]
        key = f"{kind} {parts} {first}"
        length = self.lengths.get(key, 6.0 if kind == "watch" else 3.0)
        killed, taken, possible = run(project, parts, edits[1], before, self._moment(length))
        if not killed:
            self.lengths[key] = taken
        elif taken > length * 0.97:  # longer than the last one: so that its end is met too
            self.lengths[key] = length * 1.05
        for problem in self._problems(project, possible, parts):
            self.failures += 1
            print(f"{kind} ({parts}, {taken:.3f} s of {length:.2f}): {problem}", flush=True)
        return killed

    def _moment(self, length: float) -> float:
        """Seconds, log-uniform over ``length``, from its beginning or from its end."""
        away = length * math.exp(self.random.uniform(math.log(0.003), 0))
        return away if self.random.random() < 0.5 else max(0.0, length - away)

    def _problems(
        self, project: Project, possible: Callable[[], list[Tree]], parts: str
    ) -> Iterator[str]:
        pending = project.journal.exists()
        finish(project.journal)
        found = project.tree()
        states = possible()
        if found not in states:
            names = [{name for name in found.keys() | one if found.get(name) != one.get(name)}
                     for one in states]  # fmt: skip
            yield f"neither old nor new: {names}"
            return
        self.outcomes[
            "completed from its journal" if pending else f"state {states.index(found)}"
        ] += 1
        ledger = found.get("sources/ledger.json")
        if ledger is not None:
            try:
                store.load(project.root / "sources" / "ledger.json")
            except Exception as error:
                yield f"the ledger cannot be read: {error}"
        try:
            project.build(parts)
        except RuntimeError as error:
            yield f"the next build fails: {str(error)[-500:]}"
            return
        after, expected = project.tree(), self.reference(project, found, parts)
        if after != expected:
            names_ = [n for n in after.keys() | expected if after.get(n) != expected.get(n)]
            yield f"other bytes than without a kill: {names_}"
        if left := project.left_over():
            yield f"left over: {left}"

    def _build(
        self, project: Project, parts: str, _: object, before: Tree, moment: float
    ) -> tuple[bool, float, Callable[[], list[Tree]]]:
        start = time.perf_counter()
        process = Child(project, LATER, None, "--only", parts, "-q")
        process.wait(moment)
        killed = self._kill(process)
        taken = time.perf_counter() - start
        return killed, taken, lambda: [before, self.reference(project, before, parts)]

    def _watch(
        self, project: Project, parts: str, edit: Callable[[Path], None], before: Tree,
        moment: float,
    ) -> tuple[bool, float, Callable[[], list[Tree]]]:  # fmt: skip
        """A watch that builds, sees another edit, and builds again."""
        sources, start = project.root / "sources", time.perf_counter()
        ledger, journal = sources / "ledger.json", project.journal
        was, seen = _stamp(ledger), 0
        first: Tree = {}
        edited: Tree = {}
        process = Child(project, LATER, None, "watch", "--only", parts, "-q")
        while time.perf_counter() - start < moment and process.poll() is None:
            time.sleep(min(0.02, max(0.0, moment - (time.perf_counter() - start))))
            if _stamp(ledger) != was and not journal.exists():
                was, seen = _stamp(ledger), seen + 1
                if seen == 1:
                    first = project.tree()
                    edit(sources)
                    edited = project.tree()
                elif seen == 2:
                    break
        taken = time.perf_counter() - start
        self._kill(process)

        def possible() -> list[Tree]:
            if not first:
                return [before, self.reference(project, before, parts)]
            return [edited, self.reference(project, edited, parts)]

        return seen < 2, taken, possible

    def _review(
        self, project: Project, parts: str, _: object, before: Tree, moment: float
    ) -> tuple[bool, float, Callable[[], list[Tree]]]:
        """A review in which a key is pressed at each question."""
        master, slave = pty.openpty()
        start = time.perf_counter()
        process = Child(project, LATER, slave, "review")
        os.close(slave)
        decisions = project.root / "sources" / "decisions.toml"
        shown, pressed, written = b"", 0, [before]
        while time.perf_counter() - start < moment and process.poll() is None:
            left = moment - (time.perf_counter() - start)
            if select.select([master], [], [], max(0.0, min(0.02, left)))[0]:
                with suppress(OSError):
                    shown += os.read(master, 65536)
            if shown.count(_PROMPT) > pressed and pressed < len(_KEYS):
                os.write(master, _KEYS[pressed : pressed + 1])
                pressed += 1
        killed = self._kill(process)
        taken = time.perf_counter() - start
        os.close(master)
        text = decisions.read_text("utf-8") if decisions.exists() else ""
        if text:
            written = [before | {"sources/decisions.toml": text.encode()}]
        ends = [chr(key) for key in _KEYS[: text.count("[[")]]
        expected = [{"s": "same", "d": "different"}[key] for key in ends]
        found = [line.strip("[]") for line in text.split("\n") if line.startswith("[[")]
        if found != expected or text.count("questions = [") != len(found):
            written = []  # no whole decisions: no state is right
        return killed, taken, lambda: written

    def _kill(self, process: Child) -> bool:
        """Whether ``process`` was running; its children end too, by themselves or killed."""
        killed = process.poll() is None
        if killed:
            if self.random.random() < 0.5:
                with suppress(ProcessLookupError):  # it may not be the first of a session yet
                    os.killpg(process.pid, signal.SIGKILL)
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        end = time.monotonic() + 15
        while alive := processes_of(process.pid):
            if time.monotonic() > end:
                self.failures += 1
                print(f"still running: {alive}", flush=True)
                for number in alive:
                    os.kill(number, signal.SIGKILL)
                break
            time.sleep(0.02)
        return killed


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def main() -> int:
    """Kill until so many were killed; print failures and numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    import_all()
    kinds = ("build", "build", "watch", "review")
    with tempfile.TemporaryDirectory() as place:
        trials = Trials(Path(place), Random(options.seed))
        trials.prepare()
        killed, ended, shown = Counter[str](), Counter[str](), 0
        while sum(killed.values()) < options.kills:
            kind = kinds[sum(killed.values()) % len(kinds)]
            (killed if trials.trial(kind) else ended)[kind] += 1
            if sum(killed.values()) % 20 == 0 and killed.total() > shown:
                shown = killed.total()
                print(
                    f"{sum(killed.values())} killed, {trials.failures} failures: {trials.outcomes}",
                    file=sys.stderr,
                )
    print("killed:", ", ".join(f"{count} × {kind}" for kind, count in sorted(killed.items())))
    print("ended before:", ", ".join(f"{n} × {kind}" for kind, n in sorted(ended.items())) or "–")
    print("found after a kill:", ", ".join(f"{n} {k}" for k, n in sorted(trials.outcomes.items())))
    print(f"failures: {trials.failures}")
    return 1 if trials.failures else 0


if __name__ == "__main__":
    sys.exit(main())
