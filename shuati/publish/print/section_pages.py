"""The pages of sections: those that are known are looked up, the others are set.

A section is a row of units. A page depends on where it begins, on the units that it shows
and on the one after them; so after an edit only the page with the edited unit is set again,
and those behind it until a page begins where a known one does. The pages are the same as
those of a section set in one go.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, TypeVar

from shuati.publish.print import weasyprint_engine
from shuati.publish.print.html_sections import SheetSection
from shuati.publish.print.known_runs import KnownRuns
from shuati.publish.print.page_breaks import PageStart
from shuati.publish.print.page_run import PageRun
from shuati.publish.print.page_setter import PageSetter
from shuati.publish.print.weasyprint_engine import Engine

# Characters of HTML, without the drawings of formulas: these take little room on a page.
_MOST = 48_000  # set in one go, about 18 pages: bounds the memory
_FEW = 3_000  # where pages further on are known: two cards, an entry
_WORTH = 40_000  # from which other processes pay
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)

PageRuns = tuple[PageRun, ...]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Share(Protocol):
    """Like `map`; the calls may be made in other processes."""

    def __call__(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item], /
    ) -> Iterable[_Result]:
        """What ``function`` gives for each of ``items``, in their order."""


@dataclass(frozen=True, slots=True)
class SetOptions:
    """How sections are set.

    ``digits`` is the width of a page number, ``overrides`` the project's own templates
    folder, ``pictures`` that of the pictures; ``machine_fonts`` lets installed fonts be used.
    """

    digits: int
    overrides: Path | None = None
    pictures: Path | None = None
    machine_fonts: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be set of ``section``: from ``start`` on.

    It ends where a page begins with one of the units ``known``, which begin a known page,
    or else at the end of the section.
    """

    section: SheetSection
    start: PageStart
    known: frozenset[int]

    @property
    def work(self) -> int:
        """About how many characters of HTML are to be set."""
        return 2 * _FEW if self.known else sum(map(_size, self.section.units[self.start.unit :]))


class _Progress:
    """The runs of a section so far, and the place that they reach."""

    def __init__(self, section: SheetSection) -> None:
        self.section = section
        self.runs: list[PageRun] = []
        self.start = PageStart(0)

    def look_up(self, known: KnownRuns) -> None:
        """Take the known runs that follow."""
        while not self.complete and (found := known.find(self.section, self.start)):
            run, self.start = found
            self.runs.append(run)

    @property
    def complete(self) -> bool:
        return self.start.unit >= len(self.section.units)

    def job(self, known: KnownRuns) -> _Job:
        """What is to be set next."""
        later = range(self.start.unit + 1, len(self.section.units))
        begin = frozenset(unit for unit in later if known.begin(self.section, PageStart(unit)))
        return _Job(self.section, self.start, begin)

    def take(self, runs: Iterable[tuple[PageRun, PageStart]], known: KnownRuns) -> None:
        """Add what a job has set, up to where a known run begins."""
        for run, end in runs:
            known.add(self.section, self.start, run)
            self.runs.append(run)
            self.start = end
            if not self.complete and known.find(self.section, end):
                return


def section_pages(
    sections: Sequence[SheetSection], options: SetOptions, known: KnownRuns, share: Share
) -> list[PageRuns]:
    """The runs of pages of every section, in order.

    What is set is added to ``known``. Raises `shuati.publish.print.pango.PangoMissing`.
    """
    states = [_Progress(section) for section in sections]
    while True:
        for state in states:
            state.look_up(known)
        open_states = [state for state in states if not state.complete]
        if not open_states:
            return [tuple(state.runs) for state in states]
        jobs = [(state.job(known), state) for state in open_states]
        jobs.sort(key=lambda pair: -pair[0].work)
        weasyprint_engine.imported()  # once, before processes are begun
        parallel = len(jobs) > 1 and sum(job.work for job, _ in jobs) >= _WORTH
        set_here = partial(_set, options)
        results = (share if parallel else map)(set_here, [job for job, _ in jobs])
        for (_, state), runs in zip(jobs, results, strict=True):
            state.take(runs, known)


def free() -> None:
    """Let go of the fonts that this process has loaded."""
    _setter.cache_clear()
    gc.unfreeze()


def _set(options: SetOptions, job: _Job) -> list[tuple[PageRun, PageStart]]:
    """The runs that ``job`` asks for, each with where it ends; at least one."""
    with weasyprint_engine.at_work(machine_fonts=options.machine_fonts):
        setter = _setter(options, os.getpid())
        runs: list[tuple[PageRun, PageStart]] = []
        start = job.start
        most = _FEW if job.known else _MOST
        while start.unit < len(job.section.units):
            for run, end in _batch(setter, job, start, most):
                runs.append((run, end))
                start = end
                if end.unit in job.known and not end.inside:
                    return runs
            most = min(2 * most, _MOST)  # to begin costs time, and so does a page too many
        return runs


@lru_cache(maxsize=1)
def _setter(options: SetOptions, process: int) -> PageSetter:
    """A setter for this process: loading the fonts takes time, and is no use to a copy of it."""
    del process
    gc.freeze()  # what is there now need not be searched for garbage again and again
    return PageSetter(Engine(options.overrides, options.pictures), options.digits)


def _batch(
    setter: PageSetter, job: _Job, start: PageStart, most: int
) -> Iterable[tuple[PageRun, PageStart]]:
    """Runs from ``start`` on, at least one, of about ``most`` characters."""
    section = job.section
    count = len(section.units)
    last = _reach(section, start.unit, most)
    if section.fixed_units:
        last = min((unit for unit in job.known if start.unit < unit < last), default=last)
    while True:
        found = False
        for run, end in setter.runs(section, start, last):
            if end.unit + bool(end.inside) >= last < count and not section.fixed_units:
                break  # what comes behind it has to be seen too
            found = True
            yield run, end
        if found:
            return
        short = last
        while last == short:  # a single unit may be longer than twice as much
            most *= 2
            last = _reach(section, start.unit, most)


def _reach(section: SheetSection, unit: int, most: int) -> int:
    """The unit after those from ``unit`` on that are ``most`` characters long together."""
    size = 0
    for last in range(unit, len(section.units)):
        if size > most and last > unit + 1:
            return last
        size += _size(section.units[last])
    return len(section.units)


def _size(html: str) -> int:
    """Its characters without drawings."""
    return len(_DRAWING.sub("", html))
