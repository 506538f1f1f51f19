"""How long the sheets take beside plain WeasyPrint and beside typst, in one run.

    python -m evaluation.print [SOURCES] [--times N]

Seconds on the clock and of the processors, all processes together, each measure in a
process of its own that has loaded what it needs: the study sheet by WeasyPrint as it comes
(no process, cache or change of ours but the fonts); by typst, the same text, contents and
index (0 KB where it is not installed); all five sheets from cold, after an edit of one answer,
and with nothing changed. With ``--times 10`` also ten times the text, and its memory.
Only the sheets are measured, not the reading of the sources.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

from evaluation.stages import plain_runner
from shuati.config import settings as settings_file
from shuati.config.settings import Settings
from shuati.config.sheet_names import SHEETS
from shuati.model import Document, Entry, Paragraph, Span
from shuati.pipeline.bank import Plan
from shuati.pipeline.cache import Cache
from shuati.pipeline.gather import gather, tagged
from shuati.pipeline.progress import Progress
from shuati.pipeline.runner import Runner
from shuati.publish.print import fonts, print_sheets, weasyprint_engine
from shuati.publish.print.formulas import flat
from shuati.publish.print.html_sections import without_marks
from shuati.publish.print.sheet_html import SheetTemplates

MEASURES = ("weasyprint", "typst", "cold", "edit", "same")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", nargs="?", type=Path, default=Path("sources"))
    parser.add_argument("--times", type=int, default=1, help="so many times the text")
    parser.add_argument("--only", choices=MEASURES, help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        _measure(options.only, options.sources, options.times, options.kept)
        return
    print(f"load average {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} processors")
    with tempfile.TemporaryDirectory() as folder:
        for name in MEASURES:
            command = [sys.executable, "-m", "evaluation.print", str(options.sources)]
            command += ["--times", str(options.times), "--only", name, "--kept", folder]
            subprocess.run(command, check=False)


def _measure(name: str, sources: Path, times: int, kept: Path) -> None:
    settings = settings_file.load(sources)
    entries, documents = _bank(sources, settings, times)
    if name == "edit":
        entries = edited(entries)
    html = SheetTemplates(entries, documents, settings).html("study")
    weasyprint_engine.imported()
    cache = Cache(kept / "pages.sqlite" if kept else None)
    runner = Runner(Progress(), cache)
    work: dict[str, Callable[[], dict[str, bytes]]] = {
        "weasyprint": lambda: {"study": _weasyprint(without_marks(html))},
        "typst": lambda: {"study": _typst(html, settings)},
    }

    def sheets() -> dict[str, bytes]:
        store = runner.store("pages")
        made = print_sheets(SHEETS, entries, documents, settings, None, store, runner.share)
        runner.close()
        cache.close()
        return dict(made.files)

    clock, used = time.perf_counter(), _used()
    made = work.get(name, sheets)()
    clock, used = time.perf_counter() - clock, _used() - used
    sizes = ", ".join(f"{sheet} {len(content) / 1000:.0f} KB" for sheet, content in made.items())
    own, children = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    memory = f"{own} MiB, others {children}" if children else f"{own} MiB"
    print(f"{name:12} {clock:7.2f} s {used:8.2f} s CPU  {memory:22}  {sizes}", flush=True)


def _bank(
    sources: Path, settings: Settings, times: int
) -> tuple[Sequence[Entry], Sequence[Document]]:
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(sources, Path(folder), Path(folder) / "ledger.json")
        bank = tagged(gather(plan, settings, plain_runner()), plain_runner())
    entries = [
        replace(entry, code=f"{entry.code}-{copy}" if copy else entry.code)
        for copy in range(times)
        for entry in bank.entries
    ]
    return entries, bank.documents


def edited(entries: Sequence[Entry]) -> list[Entry]:
    """``entries`` with one more paragraph in the answer of the one in the middle."""
    middle = len(entries) // 2
    entry = entries[middle]
    part = entry.parts[0]
    more = Paragraph("这一段是后来加上的。", Span(1, 1))
    longer = replace(part, blocks=(more, *part.blocks))
    changed = replace(entry, parts=(longer, *entry.parts[1:]))
    return [*entries[:middle], changed, *entries[middle + 1 :]]


def _used() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in both)


# ── the others ───────────────────────────────────────────────────────────────


def _weasyprint(html: str) -> bytes:
    weasyprint = weasyprint_engine.imported()
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    fetcher = weasyprint_engine._fetcher(None)
    faces = weasyprint.CSS(string=fonts.style(), url_fetcher=fetcher, font_config=configuration)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    made: bytes = document.write_pdf(stylesheets=[faces], font_config=configuration)
    return made


_BLOCK = re.compile(
    r"<(h[1-4]|li|p|pre|tr)\b[^>]*>(.*?)(?=</\1>|<(?:ul|ol|p|pre|div)\b)", re.DOTALL
)
_MARKS = re.compile(r"([\\#*_`$<>@\[\]=~/+-])")


def _typst(html: str, settings: Settings) -> bytes:
    """The text of the study sheet, block by block, with contents and page numbers."""
    try:
        import typst
    except ImportError:
        return b""
    paper = settings.paper.lower().replace("letter", "us-letter")
    lines = [
        f'#set page(paper: "{paper}", margin: (x: 27mm, y: 23mm), numbering: "1 / 1")',
        f'#set text(font: ("Noto Serif SC", "Noto Sans SC"), size: {settings.body_size}pt)',
        '#set text(lang: "zh"); #set par(justify: true, leading: 0.72em)',
        "#outline()",
    ]
    body = re.sub(r"<nav.*?</nav>", "", html.partition("<body>")[2], flags=re.DOTALL)
    for tag, inner in _BLOCK.findall(body):
        text = unescape(re.sub(r"<[^>]*>", "", flat(inner))).strip("\n")
        if tag == "pre":
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            lines.append(f'#raw("{escaped}", block: true)')
        elif text.strip():
            start = "=" * int(tag[1]) + " " if tag[1:].isdigit() else "- " if tag == "li" else ""
            lines.append(start + _MARKS.sub(r"\\\1", " ".join(text.split())))
        lines.append("")
    made = typst.compile("\n".join(lines).encode(), font_paths=[str(fonts.FOLDER)])
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    main()
