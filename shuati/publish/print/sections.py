"""Sections are set in parallel processes, each of them only where it changed.

A section is a row of units. A page depends on where it begins, on the units that it shows
and on the one after them; so each page is kept by these (`kept`), and after an edit only
the page with the edited unit is set again, and those behind it until a page begins where
one began before. The pages are the same as those of a section set in one go.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from shuati.publish.print import press
from shuati.publish.print.book import Section
from shuati.publish.print.kept import Kept
from shuati.publish.print.parallel import processors
from shuati.publish.print.piece import Piece
from shuati.publish.print.pieces import Setter
from shuati.publish.print.resume import Start

_MOST = 48_000  # characters of HTML set in one go, about 18 pages: bounds the memory
_FEW = 3_000  # where pages further on are known: two cards, an entry
_WORTH = 40_000  # characters from which another process pays

Pieces = tuple[Piece, ...]
Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Setting:
    """How sections are set.

    ``digits`` is the width of a page number, ``overrides`` the project's own templates
    folder; ``machine_fonts`` lets installed fonts be used. ``salt`` changes with all that
    the pages depend on and that is not in their HTML.
    """

    digits: int
    salt: str
    overrides: Path | None = None
    machine_fonts: bool = False


def set_all(
    sections: Sequence[Section],
    setting: Setting,
    kept: Kept,
    advance: Advance,
    processes: int | None = None,
) -> list[Pieces]:
    """The pieces of every section, in order.

    ``processes`` is by default the number of processors. ``advance`` is told how many
    units of all are set. Raises `shuati.publish.print.pango.PangoMissing`.
    """
    kept.refresh()
    done: dict[int, Pieces] = {}
    for number, section in enumerate(sections):
        if (found := _all_kept(section, kept)) is not None:
            done[number] = found
    total = sum(len(section.units) for section in sections)
    counted = sum(len(sections[number].units) for number in done)
    left = [number for number in range(len(sections)) if number not in done]
    left.sort(key=lambda number: -_work(sections[number], kept))
    if left:
        advance(counted, total)
        for number, pieces in _set(sections, left, setting, kept, processes or processors()):
            done[number] = pieces
            counted += len(sections[number].units)
            advance(counted, total)
    return [done[number] for number in range(len(sections))]


def _all_kept(section: Section, kept: Kept) -> Pieces | None:
    pieces = []
    start = Start(0)
    while start.unit < len(section.units):
        found = kept.find(section, start)
        if found is None:
            return None
        piece, start = found
        pieces.append(piece)
    return tuple(pieces)


def _work(section: Section, kept: Kept) -> int:
    """About how many characters of HTML are to be set."""
    if _is_known(section, kept):
        return 2 * _FEW
    return sum(map(len, section.units))


def _is_known(section: Section, kept: Kept, after: int = -1) -> bool:
    """Whether some unit behind ``after`` is known to begin a page."""
    return any(_begins(section, unit, kept) for unit in range(after + 1, len(section.units)))


def _begins(section: Section, unit: int, kept: Kept) -> bool:
    return kept.begins(section, Start(unit))


def _set(
    sections: Sequence[Section],
    left: Sequence[int],
    setting: Setting,
    kept: Kept,
    processes: int,
) -> Iterator[tuple[int, Pieces]]:
    press.imported()
    work = sum(_work(sections[number], kept) for number in left)
    processes = min(processes, len(left))
    if processes < 2 or work < _WORTH:
        with press.opened(setting.overrides, machine_fonts=setting.machine_fonts) as opened:
            setter = Setter(opened, setting.digits)
            for number in left:
                yield number, _set_one(sections[number], setter, kept)
        return
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with (
        warnings.catch_warnings(),
        ProcessPoolExecutor(processes, context, _begin, (setting, kept)) as pool,
    ):
        warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar's thread; no lock
        jobs = {pool.submit(_job, sections[number]): number for number in left}
        for job in as_completed(jobs):
            number = jobs.pop(job)
            yield number, job.result()


class _Worker:
    """What a process works with, opened once."""

    setter: Setter
    kept: Kept
    stack = ExitStack()


def _begin(setting: Setting, kept: Kept) -> None:
    signal.signal(signal.SIGINT, lambda *_: os._exit(1))
    context = press.opened(setting.overrides, machine_fonts=setting.machine_fonts)
    _Worker.setter = Setter(_Worker.stack.enter_context(context), setting.digits)
    _Worker.kept = kept


def _job(section: Section) -> Pieces:
    return _set_one(section, _Worker.setter, _Worker.kept)


def _set_one(section: Section, setter: Setter, kept: Kept) -> Pieces:
    pieces: list[Piece] = []
    start = Start(0)
    most = _FEW
    while start.unit < len(section.units):
        found = kept.find(section, start)
        if found is not None:
            piece, start = found
            pieces.append(piece)
            most = _FEW
            continue
        for piece, end in _from(section, start, setter, kept, most):
            kept.keep(section, start, piece)
            pieces.append(piece)
            start = end
            if start.unit < len(section.units) and kept.find(section, start) is not None:
                break
        most = min(2 * most, _MOST)  # to begin costs time, and so does a page too many
    return tuple(pieces)


def _from(
    section: Section, start: Start, setter: Setter, kept: Kept, few: int
) -> Iterator[tuple[Piece, Start]]:
    """Pieces from ``start`` on, at least one, each with where it ends.

    About ``few`` characters are set where some page further on is known.
    """
    count = len(section.units)
    most = few if _is_known(section, kept, start.unit) and not section.leaves else _MOST
    while True:
        last = _reach(section, start.unit, most)
        if section.leaves:
            later = (unit for unit in range(start.unit + 1, last) if _begins(section, unit, kept))
            last = next(later, last)
        none = True
        for piece, end in setter.pieces(section, start, last):
            if end.unit + bool(end.inside) >= last < count and not section.leaves:
                break  # what comes behind it has to be seen too
            none = False
            yield piece, end
        if not none:
            return
        most *= 2


def _reach(section: Section, unit: int, most: int) -> int:
    """The unit after those from ``unit`` on that are ``most`` characters long together."""
    size = 0
    for last in range(unit, len(section.units)):
        if size > most and last > unit + 1:
            return last
        size += len(section.units[last])
    return len(section.units)
