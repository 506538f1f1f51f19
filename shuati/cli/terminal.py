"""What the person sees: progress, diagnostics, a summary. English, plain, short."""

from __future__ import annotations

import json
import os
import shlex
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from shuati.messages import as_dict, describe, explain, language_of, severity_name
from shuati.model import Diagnostic, Severity, failure, reason
from shuati.pipeline.failed_at import place_of
from shuati.pipeline.progress import Measured, Progress
from shuati.text.file_names import text_of

if TYPE_CHECKING:
    from shuati.cli.review_session import Reviewed
    from shuati.pipeline.bank import Bank, Built, Counts
    from shuati.pipeline.preview import Preview

_COLOUR = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_REVIEW = "shuati review"
_LONGEST = 200  # characters of an exception's message that are shown
_MOST = 20  # diagnostics of one severity that are shown; --verbose shows all


class Terminal:
    """Tells what a command does and did.

    ``quiet``: errors only. ``verbose``: every diagnostic, and the time and memory of every
    stage. ``as_json``: one JSON object on standard output and nothing else.
    """

    def __init__(self, *, quiet: bool, verbose: bool, as_json: bool, sources: Path) -> None:
        self.quiet, self.verbose, self.as_json = quiet, verbose, as_json
        self.sources = sources
        self.language = language_of(os.environ)

    def progress(self) -> Progress:
        """Bars where somebody watches, a line per stage where the output goes into a file."""
        if self.quiet or self.as_json:
            return Progress()
        if sys.stderr.isatty():
            return _bars()
        return Lines(self.verbose)

    def built(self, built: Built) -> None:
        """The end of a build."""
        files = [
            {"path": str(file.path), "bytes": file.size, "changed": file.changed}
            for file in built.files
        ]
        self._ended(built.counts, built.diagnostics, built.stages, {"files": files})
        if self.quiet or self.as_json:
            return
        width = max((len(_shown(file.path)) for file in built.files), default=0)
        for file in built.files:
            same = "" if file.changed else "  unchanged"
            size = f"{_size(file.size):>8}  {file.seconds:6.1f} s"
            print(f"  {_shown(file.path):<{width}}  {size}{same}")

    def checked(self, bank: Bank, stages: Sequence[Measured]) -> None:
        """The end of a check."""
        self._ended(bank.counts, (*bank.diagnostics, *bank.identified.once), tuple(stages), {})

    def previewed(self, preview: Preview) -> None:
        """The end of a diff."""
        if self.as_json:
            changed = [asdict(change) | {"kind": str(change.kind)} for change in preview.changes]
            diagnostics = [as_dict(diagnostic) for diagnostic in preview.diagnostics]
            _print_json(
                {
                    "changes": changed,
                    "notes": dict(preview.notes),
                    "pages": list(preview.pages),
                    "findings": diagnostics,
                }
            )
            return
        self.show(preview.diagnostics)
        if self.quiet:
            return
        from shuati.cli import change_lines as changes

        for change in preview.changes:
            print(changes.line(change, self.sources, coloured=_coloured(sys.stdout)))
        print(changes.summary(preview))

    def _ended(
        self,
        counted: Counts,
        diagnostics: Sequence[Diagnostic],
        stages: Sequence[Measured],
        more: dict[str, Any],
    ) -> None:
        counts: dict[str, int] = asdict(counted)
        if self.as_json:
            measured = [
                {"name": stage.name, "seconds": round(stage.seconds, 3), "peak_mib": stage.peak}
                for stage in stages
            ]
            found = {"findings": [as_dict(diagnostic) for diagnostic in diagnostics]}
            _print_json(counts | found | more | {"stages": measured})
            return
        self.show(diagnostics)
        if self.quiet:
            return
        if self.verbose and sys.stderr.isatty():
            for stage in stages:
                print(f"  {_measured(stage)}")
        waiting = counts.pop("waiting")
        severities = Counter(f"{diagnostic.severity}s" for diagnostic in diagnostics)
        print(
            ", ".join(
                _numbered(count, name) for name, count in (counts | severities).items() if count
            )
        )
        if waiting:
            single = reason("one-pair-waits", command=_REVIEW)
            several = reason("pairs-wait", count=waiting, command=_REVIEW)
            print(explain(single if waiting == 1 else several, self.language))

    def watching(self) -> None:
        """A build of a watch has ended, well or not."""
        if not (self.quiet or self.as_json):
            print("Watching for changes; Ctrl-C ends it.", file=sys.stderr)

    def reviewed(self, result: Reviewed) -> None:
        """The end of a review."""
        if self.as_json:
            counts = {"same": result.same, "different": result.different, "left": result.left}
            _print_json(counts | {"file": str(result.file)})
            return
        if self.quiet:
            return
        summary = f"{result.same} same, {result.different} different, {result.left} left"
        print(summary if result.same + result.different + result.left else "No pair is in doubt.")
        if result.same + result.different:
            print(f"Written to {_shown(result.file)}; the next build goes by it.")

    def with_findings(
        self, result: dict[str, Any], diagnostics: Sequence[Diagnostic]
    ) -> dict[str, Any]:
        """``result`` with ``diagnostics`` as JSON has them, where there are any."""
        found = [as_dict(diagnostic) for diagnostic in diagnostics]
        return result | {"findings": found} if found else result

    def done(self, result: dict[str, Any], lines: Sequence[str]) -> None:
        """The end of a command that gives ``result``: as JSON, or as ``lines``."""
        if self.as_json:
            _print_json(result)
        elif not self.quiet:
            for line in lines:
                print(_printable(line))

    def created(self, files: Sequence[Path]) -> None:
        """The end of ``init``: what was made, and what to do next."""
        if self.as_json:
            _print_json({"files": [{"path": str(path)} for path in files]})
        elif not self.quiet:
            for path in files:
                print(f"  {_shown(path)}")
            print(f"Put your documents into {_shown(files[0].parent)}, then:")
            print(f"  cd {shlex.quote(_shown(files[0].parents[1]))} && shuati")

    def stopped(self, diagnostics: Sequence[Diagnostic]) -> None:
        """The end of a command that could not do its work."""
        if self.as_json:
            _print_json({"findings": [as_dict(diagnostic) for diagnostic in diagnostics]})
        else:
            self.show(diagnostics, always=True)

    def failed(self, problem: Exception) -> None:
        """The end of a command by an exception that nobody foresaw; a traceback when verbose."""
        if self.verbose:
            traceback.print_exception(problem)
        stage, file = place_of(problem)
        lines = str(problem).strip().splitlines()[:1]
        error = f"{type(problem).__name__}{': ' if lines else ''}{''.join(lines)[:_LONGEST]}"
        found = failure("unforeseen", file or "shuati", stage=stage or "start", error=error)
        self.stopped(found.diagnostics)

    def show(self, diagnostics: Sequence[Diagnostic], *, always: bool = False) -> None:
        """Findings on standard error, each with its file and line; the worst come last."""
        for severity in reversed(Severity):
            if self.quiet and severity is not Severity.ERROR and not always:
                continue
            own = [diagnostic for diagnostic in diagnostics if diagnostic.severity is severity]
            shown = own if self.verbose or severity is Severity.ERROR else own[:_MOST]
            for diagnostic in shown:
                print(self._line(diagnostic), file=sys.stderr)
            if len(own) > len(shown):
                rest = len(own) - len(shown)
                print(f"… and {rest} more; --verbose shows all", file=sys.stderr)

    def _line(self, diagnostic: Diagnostic) -> str:
        inside = self.sources / diagnostic.path
        known = os.path.lexists(inside)  # a link that leads nowhere too
        place = _shown(inside if known else Path(diagnostic.path))
        if diagnostic.span:
            place += f":{diagnostic.span.first}"
        severity = severity_name(diagnostic.severity, self.language)
        if _coloured(sys.stderr):
            severity = f"\x1b[{_COLOUR[diagnostic.severity]}m{severity}\x1b[0m"
        message = describe(diagnostic, self.language)
        shown = _printable(f"{message.text}; {message.fix}")
        return f"{_printable(place)}: {severity}: {shown}"


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


class Lines(Progress):
    """One line on standard error when a stage ends, with its memory when ``verbose``."""

    def __init__(self, verbose: bool) -> None:
        super().__init__()
        self._verbose = verbose

    def ended(self, stage: Measured) -> None:
        peak = stage.peak if self._verbose else None
        print(_measured(replace(stage, peak=peak)), file=sys.stderr)

    def waiting(self) -> None:
        print(_WAITING, file=sys.stderr)


def _measured(stage: Measured) -> str:
    peak = f"  {stage.peak:6.0f} MiB at most so far" if stage.peak else ""
    return f"{stage.name:<6} {stage.seconds:6.2f} s{peak}"


_WAITING = "Another build is using this ledger; waiting for it to end."


def _bars() -> Progress:
    """A bar for every stage. Made here, because Rich takes a while to import."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    console = Console(stderr=True)

    class Bars(Progress):
        def begun(self, name: str) -> None:
            columns = (TextColumn(f"{name:<6}"), BarColumn(), TimeElapsedColumn())
            self._rich = RichProgress(*columns, TextColumn("{task.fields[at]}"), console=console)
            self._task = self._rich.add_task(name, total=None, at="")
            self._rich.start()

        def advanced(self, done: int, total: int) -> None:
            at = f"{done}/{total}" if total else f"{done}"
            self._rich.update(self._task, completed=done, total=total or None, at=at)

        def ended(self, stage: Measured) -> None:
            self._rich.update(self._task, completed=1, total=1)
            self._rich.stop()

        def waiting(self) -> None:
            console.print(_WAITING, markup=False)

    return Bars()


def _shown(path: Path) -> str:
    """A path as the person would write it: from the working folder where it lies below."""
    absolute = path.absolute()
    below = absolute.is_relative_to(Path.cwd())
    return text_of(str(absolute.relative_to(Path.cwd()) if below else path))


def _printable(text: str) -> str:
    """``text`` without what could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _numbered(count: int, name: str) -> str:
    """ "1 entry", "2 entries", "2 new"."""
    if count == 1:
        name = {"entries": "entry"}.get(name, name.removesuffix("s"))
    return f"{count} {name}"


def _size(size: int) -> str:
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
