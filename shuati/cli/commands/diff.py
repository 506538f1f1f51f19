"""``shuati diff``: report what a build would change; write nothing."""

from __future__ import annotations

import argparse

from shuati.cli.arguments import plan_of
from shuati.cli.terminal import Terminal
from shuati.pipeline.preview import preview


def run(options: argparse.Namespace, terminal: Terminal) -> bool:
    """Report. Raises `BuildError`."""
    terminal.previewed(preview(plan_of(options), terminal.progress()))
    return True
