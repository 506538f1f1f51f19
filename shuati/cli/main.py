"""The door: arguments, commands, exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from shuati.cli.arguments import parse
from shuati.cli.terminal import Terminal
from shuati.model import BuildError, failure

FINE, ERRORS, INTERRUPTED = 0, 1, 130  # argparse exits with 2 for wrong use


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` (by default the program's arguments) asks for.

    Returns the exit code: 0 fine, 1 diagnostics that are errors, 2 wrong use.
    """
    try:
        options = parse(list(sys.argv[1:] if argv is None else argv))
    except SystemExit as end:  # argparse has said what is wrong, or shown its help
        return int(end.code or 0)
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show 题 shows \\u9898
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    terminal = Terminal(
        quiet=options.quiet,
        verbose=options.verbose,
        as_json=options.json,
        sources=options.sources,
    )
    # Only the command that is asked for is imported.
    command = import_module(f"shuati.cli.commands.{options.command}")
    try:
        return FINE if command.run(options, terminal) else ERRORS
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
    except Exception as problem:
        terminal.failed(problem)
        return ERRORS
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        return INTERRUPTED
