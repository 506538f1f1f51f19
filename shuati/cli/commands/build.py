"""``shuati build``: make everything, or parts of it."""

from __future__ import annotations

import argparse

from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.pipeline import build as pipeline


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Build, and report. Raises `BuildError`."""
    terminal.built(pipeline.build(plan_of(options), terminal.progress()))
    return True
