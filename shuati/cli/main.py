"""The door: arguments, commands, exit codes."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from shuati import __version__
from shuati.cli.terminal import Terminal
from shuati.config.settings import load
from shuati.model import BuildError, Severity, failure
from shuati.pipeline.bank import Plan
from shuati.pipeline.build import build
from shuati.pipeline.gather import gather
from shuati.pipeline.outputs import PARTS
from shuati.pipeline.runner import opened

FINE, ERRORS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

_EXAMPLES = """\
examples:
  shuati init mybank            a new project folder with an example
  shuati                        sources/ becomes output/: deck, sheets, bank
  shuati --only deck            the Anki deck alone, which is quick
  shuati diff                   what a build would change, card by card
  shuati watch --only deck      build again whenever a source changes
  shuati review                 decide which doubtful questions are the same
  shuati check --sources notes  read a folder, tell what is wrong

settings: [tool.shuati] in pyproject.toml, or shuati.toml, beside the sources;
`shuati init` writes one that names them all.

exit codes: 0 fine, 1 something is to be mended, 2 wrong use

`shuati COMMAND --help` tells more of a command.
"""
_ABOUT = {
    "build": """\
Make everything, or parts of it. All files are written, or none. The ledger
remembers the codes, so that an edited question stays the same card: keep that
file under version control.

  shuati build --only deck,study   two parts alone
  shuati build --since last        also changes.pdf: what changed last
  shuati build --since 2026-11-22  what changed since a date
""",
    "diff": """\
Tell what a build would change and write nothing: entries that are new, edited
(word by word), moved, merged, split or retired; how many notes Anki would
take; on which pages of the last study.pdf something changes.
""",
    "watch": """\
Build again whenever a source, a template or a setting changes. What is wrong
is told, and the next change tried again; Ctrl-C ends it.
""",
    "check": """\
Read the sources and tell what is wrong, with file and line, and how to mend
it: what belongs to no question, what is doubtful, decisions that name nothing,
questions without a topic. Writes nothing; the exit code is 1 where a build
would fail.
""",
    "review": """\
Show the doubtful pairs side by side: s same, d different, k skip, b back,
q quit. Each answer is written to decisions.toml among the sources at once; the
next build goes by it.
""",
    "init": """\
Make a new project folder: an example document, and a shuati.toml that names
every setting.
""",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` (by default the program's arguments) asks for.

    Returns the exit code: 0 fine, 1 diagnostics that are errors, 2 wrong use.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        options = _parser().parse_args(_with_command(arguments))
    except SystemExit as end:  # argparse has told what is wrong, or shown its help
        return int(end.code or 0)
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show 题 shows \u9898
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    terminal = Terminal(
        quiet=options.quiet,
        verbose=options.verbose,
        as_json=options.json,
        sources=options.sources,
    )
    try:
        return int(options.run(options, terminal))
    except BuildError as problem:
        terminal.stopped(problem.diagnostics)
        return ERRORS
    except BrokenPipeError:  # `shuati | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as problem:
        path, reason = str(problem.filename or "shuati"), problem.strerror or str(problem)
        terminal.stopped(failure("os-error", path, reason=reason.lower()).diagnostics)
        return ERRORS
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return INTERRUPTED


def _with_command(arguments: list[str]) -> list[str]:
    """``build`` put in front where the arguments name no command."""
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "--version") or (first and not first.startswith("-")):
        return arguments
    return ["build", *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shuati",
        description="Chinese question-and-answer documents in, an Anki deck and study sheets out.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shuati {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    build = _command(commands, "build", _build, "make everything, or parts of it (the default)")
    build.add_argument(
        "--only",
        type=_parts,
        metavar="PARTS",
        help=f"parts to make, separated by commas: {', '.join(PARTS)}",
    )
    build.add_argument(
        "--since",
        metavar="WHEN",
        help="also make changes.pdf, of what is new or edited: last, a date, or a code",
    )
    _add_folders(build)
    diff = _command(commands, "diff", _diff, "tell what a build would change, write nothing")
    _add_folders(diff)
    watch = _command(commands, "watch", _watch, "build again whenever something changes")
    watch.add_argument("--only", type=_parts, metavar="PARTS", help="as for build")
    _add_folders(watch)
    check = _command(commands, "check", _check, "read the sources, tell what is wrong")
    _add_folders(check)
    review = _command(commands, "review", _review, "decide doubtful pairs, one key each")
    _add_folders(review)
    init = _command(commands, "init", _init, "make a new project folder with an example")
    init.add_argument("folder", type=Path, metavar="DIR", help="the folder to make")
    init.set_defaults(sources=Path())
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, help: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=help,
        description=_ABOUT[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("-q", "--quiet", action="store_true", help="tell errors only")
    command.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="tell every diagnostic, time and memory by stage",
    )
    command.add_argument("--json", action="store_true", help="report as JSON on standard output")
    return command


def _add_folders(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sources",
        type=Path,
        default=Path("sources"),
        metavar="DIR",
        help="the documents: .md, .markdown, .txt, in sub-folders too (default: sources)",
    )
    command.add_argument(
        "--output",
        type=Path,
        default=Path("output"),
        metavar="DIR",
        help="where the results go (default: output)",
    )
    command.add_argument(
        "--ledger",
        type=Path,
        metavar="FILE",
        help="what remembers the codes from build to build (default: ledger.json in the sources)",
    )


def _parts(text: str) -> frozenset[str]:
    parts = frozenset(part.strip() for part in text.split(",") if part.strip())
    unknown = sorted(parts.difference(PARTS))
    if unknown or not parts:
        named = f"no part is called {unknown[0]}" if unknown else "name at least one part"
        raise argparse.ArgumentTypeError(f"{named}; there are {', '.join(PARTS)}")
    return parts


# ── commands ─────────────────────────────────────────────────────────────────


def _plan(options: argparse.Namespace, only: frozenset[str] | None = None) -> Plan:
    ledger = options.ledger or options.sources / "ledger.json"
    return Plan(options.sources, options.output, ledger, only)


def _build(options: argparse.Namespace, terminal: Terminal) -> int:
    plan = replace(_plan(options, options.only), since=options.since)
    terminal.built(build(plan, terminal.progress()))
    return FINE


def _diff(options: argparse.Namespace, terminal: Terminal) -> int:
    from shuati.pipeline.preview import preview

    terminal.previewed(preview(_plan(options), terminal.progress()))
    return FINE


def _watch(options: argparse.Namespace, terminal: Terminal) -> int:
    from shuati.cli.commands.watch import watch

    with suppress(KeyboardInterrupt):  # this is how it ends
        watch(_plan(options, options.only), terminal)
    return FINE


def _review(options: argparse.Namespace, terminal: Terminal) -> int:
    from shuati.cli.commands import review
    from shuati.match.decision_writer import ReferenceWriter
    from shuati.match.decisions import FILE
    from shuati.match.review_queue import review_queue

    review.check_interactive()
    with opened(terminal.progress()) as runner:
        bank = gather(_plan(options), load(options.sources), runner)
    names = ReferenceWriter(
        question for document in bank.documents for question in document.questions
    )
    doubtful = review_queue(bank.entries, bank.pairs)
    session = review.Session(doubtful, names, options.sources / FILE)
    terminal.reviewed(review.run(session))
    return FINE


def _check(options: argparse.Namespace, terminal: Terminal) -> int:
    from shuati.tag import doubts

    progress = terminal.progress()
    with opened(progress) as runner:
        bank = gather(_plan(options), load(options.sources), runner)
    bank = replace(bank, diagnostics=(*bank.diagnostics, *doubts(bank.entries, bank.settings)))
    terminal.checked(bank, progress.stages)
    wrong = any(diagnostic.severity is Severity.ERROR for diagnostic in bank.diagnostics)
    return ERRORS if wrong else FINE


def _init(options: argparse.Namespace, terminal: Terminal) -> int:
    from shuati.cli.commands.init import create

    terminal.created(create(options.folder))
    return FINE
