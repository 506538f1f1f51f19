"""``shuati explain``: why two questions are one entry, or are not."""

from __future__ import annotations

import argparse

from shuati.cli import explain_lines
from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.config.settings import load
from shuati.pipeline.explained_pair import explain_pair
from shuati.pipeline.runner import opened


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Print all that is known about the pair. Raises `BuildError`."""
    with opened(terminal.progress()) as runner:
        found = explain_pair(plan_of(options), load(options.sources), runner, options.a, options.b)
    lines = explain_lines.lines(found, terminal.language)
    terminal.done(explain_lines.as_json(found), list(lines))
    return True
