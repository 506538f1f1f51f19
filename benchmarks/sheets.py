"""How long the sheets take beside plain WeasyPrint, in one run on one machine.

    python benchmarks/sheets.py [SOURCES]

Prints seconds on the clock and of the processors, all processes together: the study sheet
by WeasyPrint as one document; all five sheets from cold; after an edit of one answer; and
with nothing changed. Only the sheets are measured, not the reading of the sources.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from shuati import settings as settings_file
from shuati.build import Plan, gather
from shuati.model import Entry, Paragraph, Span
from shuati.progress import Progress
from shuati.publish.sheets import SHEETS, press
from shuati.publish.sheets.book import whole
from shuati.publish.sheets.sheets import Printer


def measured(name: str, work: Callable[[], dict[str, bytes]]) -> None:
    """Print what ``work`` took and how large its PDFs are (KB)."""
    clock, used = time.perf_counter(), _used()
    made = work()
    sizes = ", ".join(f"{sheet} {len(content) / 1000:.0f}" for sheet, content in made.items())
    clock, used = time.perf_counter() - clock, _used() - used
    print(f"{name:28} {clock:7.2f} s  {used:7.2f} s of processors  {sizes}", flush=True)


def _used() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in both)


def edited(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with one more paragraph in the answer of the one in the middle."""
    middle = len(entries) // 2
    entry = entries[middle]
    piece = entry.pieces[0]
    more = Paragraph("这一段是后来加上的。", Span(1, 1))
    longer = replace(piece, blocks=(more, *piece.blocks))
    changed = replace(entry, pieces=(longer, *entry.pieces[1:]))
    return [*entries[:middle], changed, *entries[middle + 1 :]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="?", type=Path, default=Path("sources"))
    sources = parser.parse_args().sources
    settings = settings_file.load(sources)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        bank = gather(Plan(sources, folder, folder / "ledger.json"), settings, Progress())
        kept = folder / "kept"
        kept.mkdir()

        def sheets(entries: Sequence[Entry]) -> dict[str, bytes]:
            printer = Printer(entries, bank.documents, settings, folder=kept)
            return printer.make(SHEETS, lambda done, total: None)

        def plain() -> dict[str, bytes]:
            html = Printer(bank.entries, bank.documents, settings).html("study")
            with press.opened() as opened:
                return {"study": opened.pdf(whole(html))}

        measured("plain WeasyPrint, study", plain)
        measured("five sheets, cold", lambda: sheets(bank.entries))
        measured("five sheets, one edit", lambda: sheets(edited(bank.entries)))
        measured("five sheets, nothing changed", lambda: sheets(bank.entries))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process that set pages: {children:.0f} MiB")


if __name__ == "__main__":
    main()
